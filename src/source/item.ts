import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap, type Document as YamlDocument } from "yaml";
import { compose, yamlOptions } from "./document.ts";
import { InvalidInput } from "./problem.ts";

/** A Kubernetes object as far as anybody here looks into it. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/**
 * An object that passes through. Its text is returned as it came: parsing and printing would change scalars such as "1_000" or 64-bit
 * integers. It is parsed only when somebody looks, for a hundred releases in one kustomization are looked at a hundred times.
 */
export class Item {
  /** Valid YAML by itself, every line indented by `column`. */
  readonly text: string;
  readonly column: number;
  #document: YamlDocument.Parsed | undefined;
  #object: KubernetesObject | undefined;

  constructor(text: string, column: number) {
    this.text = text;
    this.column = column;
  }

  get object(): KubernetesObject {
    this.#object ??= this.#parse();
    return this.#object;
  }

  /** Parsing is most of what a run costs: once, for looking and for writing. */
  get #parsed(): YamlDocument.Parsed {
    this.#document ??= parseDocument(this.text, yamlOptions);
    return this.#document;
  }

  #parse(): KubernetesObject {
    const document = this.#parsed;
    const [error] = document.errors;
    if (error) throw new InvalidInput([{ code: "PHX001", message: `a resource is not YAML: ${error.message}`, object: firstLine(this.text) }]);
    const value: unknown = document.toJS();
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as KubernetesObject) : {};
  }

  /** The item with a string at a path of maps, written into the text; the rest stays as it is. */
  with(path: readonly string[], value: string): Item {
    return new Item(setString(this.text, this.#parsed, path, value), this.column);
  }
}

const firstLine = (text: string): string => text.trimStart().split("\n", 1)[0] ?? "";

function setString(text: string, document: YamlDocument.Parsed, path: readonly string[], value: string): string {
  let node: Node | null = document.contents;
  for (const [index, key] of path.entries()) {
    if (!isMap(node)) return text;
    const pair: Pair<unknown, unknown> | undefined = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (!pair) return insert(text, node, path.slice(index), value);
    node = pair.value as Node | null;
  }
  if (!isScalar(node) || !node.range) return text;
  return splice(text, node.range[0], node.range[1], JSON.stringify(value));
}

function insert(text: string, map: YAMLMap, path: readonly string[], value: string): string {
  const [start] = map.range as [number, number, number];
  if (map.flow) {
    const entry = path.reduceRight((inner, key) => `${JSON.stringify(key)}: ${inner === "" ? JSON.stringify(value) : `{${inner}}`}`, "");
    return splice(text, start + 1, start + 1, map.items.length > 0 ? `${entry}, ` : entry);
  }
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  const lines = path.map((key, depth) => `${" ".repeat(depth === 0 ? 0 : column + 2 * depth)}${key}:`);
  return splice(text, start, start, `${lines.join("\n")} ${JSON.stringify(value)}\n${" ".repeat(column)}`);
}

const splice = (text: string, start: number, end: number, by: string): string => text.slice(0, start) + by + text.slice(end);

/** The documents of a stream that hold something. */
export function itemsOfStream(text: string): Item[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/^---(?:[ \t].*)?\r?$/m)
    .map((part) => part.replace(/^\r?\n/, ""))
    .filter((part) => /^[^#\s]/m.test(part) || /^\s+[^#\s]/m.test(part))
    .map((part) => new Item(part.trimEnd(), 0));
}

/** What the orchestrator of a KRM function hands over. */
export interface ResourceList {
  readonly functionConfig: unknown;
  readonly items: readonly Item[];
}

/** Undefined: the text is no ResourceList. Throws InvalidInput when it is not even YAML. */
export function parseResourceList(text: string): ResourceList | undefined {
  const [document] = compose(text);
  if (!document) return undefined;
  const [error] = document.errors;
  if (error) throw new InvalidInput([{ code: "PHX001", message: `standard input is not YAML: ${error.message}` }]);
  const root = document.contents;
  if (!isMap(root) || String(root.get("kind")) !== "ResourceList") return undefined;
  const list = root.get("items", true);
  const config = root.get("functionConfig", true) as Node | undefined;
  const nodes = isSeq(list) ? (list.items as Node[]) : [];
  return {
    functionConfig: config?.toJS(document),
    items: nodes.map((node) => itemOf(text, isAlias(node) ? (node.resolve(document) as Node) : node, root.flow === true)),
  };
}

function itemOf(text: string, node: Node, flow: boolean): Item {
  const [start, end] = node.range as [number, number, number];
  const own = text.slice(start, end).trimEnd();
  // In JSON line breaks stand only between tokens, and the lines may begin left of where a block may stand.
  if (flow) return new Item(own.replace(/\s*\n\s*/g, " "), 0);
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  return new Item(" ".repeat(column) + own, column);
}

/** An entry of a block sequence, whatever indentation the item came with. */
export const asEntry = ({ text, column }: Item): string => (column > 1 ? `-${text.slice(1)}` : `- ${text.split("\n").join("\n  ")}`);
