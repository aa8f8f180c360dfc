import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type Document as YamlDocument } from "yaml";
import { compose, errorOf, plainValue } from "./document.ts";
import { oddities } from "./oddities.ts";
import { InvalidInput, type Problem } from "./problem.ts";
import { misfits, type Shape } from "./shape.ts";

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
    this.#document ??= theDocument(this.text);
    return this.#document;
  }

  #parse(): KubernetesObject {
    const document = this.#parsed;
    const object = firstLine(this.text);
    refuseOdd(document.contents, object);
    const value = withoutNulls(plainValue(document));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
    const found = value as KubernetesObject;
    const problems = misfits(found, objectShape, labelOf(found));
    if (problems.length > 0) throw new InvalidInput(problems);
    return found;
  }

  /** The item with a string at a path of maps, written into the text; the rest stays as it is. */
  with(path: readonly string[], value: string): Item {
    return new Item(setString(this.text, this.#parsed, path, value), this.column);
  }
}

const LONGEST = 60;

const firstLine = (text: string): string => (text.trimStart().split("\n", 1)[0] ?? "").slice(0, LONGEST);

function theDocument(text: string): YamlDocument.Parsed {
  const [document, second] = compose(text);
  const error = (document && errorOf(document)) ?? (document && !second ? undefined : "it is not one document");
  if (!document || error) throw new InvalidInput([{ code: "PHX001", message: `a resource is not YAML: ${error}`, object: firstLine(text) }]);
  return document;
}

/** What every object has in common. */
const objectShape: Shape = {
  apiVersion: "string",
  kind: "string",
  metadata: { name: "string", namespace: "string", labels: { each: "string" }, annotations: { each: "string" } },
};

export function labelOf({ kind, metadata }: KubernetesObject): string {
  const name: unknown = metadata?.name;
  return `${typeof kind === "string" ? kind : "a resource"}${typeof name === "string" ? `/${name}` : ""}`;
}

function refuseOdd(node: Node | null, object: string): void {
  const odd = oddities(node);
  if (odd.length > 0) throw new InvalidInput(odd.map(({ code, message, help }): Problem => ({ code, message, help, object })));
}

/** Kubernetes takes a field without a value for one that is not there. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])));
}

function setString(text: string, document: YamlDocument.Parsed, path: readonly string[], value: string): string {
  let node: Node | null = document.contents;
  for (const [index, key] of path.entries()) {
    if (isNothing(node)) return splice(text, node.range[0], node.range[1], ` {${flow(path.slice(index), value)}}`);
    if (!isMap(node)) return text;
    const pair: Pair<unknown, unknown> | undefined = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (!pair) return insert(text, node, path.slice(index), value);
    node = pair.value as Node | null;
  }
  if (!isScalar(node) || !node.range) return text;
  return splice(text, node.range[0], node.range[1], JSON.stringify(value));
}

const isNothing = (node: Node | null): node is Scalar<null> & { range: [number, number, number] } => isScalar(node) && node.value === null && !!node.range;

const flow = (path: readonly string[], value: string): string =>
  path.reduceRight((inner, key) => `${JSON.stringify(key)}: ${inner === "" ? JSON.stringify(value) : `{${inner}}`}`, "");

function insert(text: string, map: YAMLMap, path: readonly string[], value: string): string {
  const [start] = map.range as [number, number, number];
  if (map.flow) {
    const entry = flow(path, value);
    return splice(text, start + 1, start + 1, map.items.length > 0 ? `${entry}, ` : entry);
  }
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  const lines = path.map((key, depth) => `${" ".repeat(depth === 0 ? 0 : column + 2 * depth)}${key}:`);
  return splice(text, start, start, `${lines.join("\n")} ${JSON.stringify(value)}\n${" ".repeat(column)}`);
}

const splice = (text: string, start: number, end: number, by: string): string => text.slice(0, start) + by + text.slice(end);

/** Spaces and further line breaks at the end may belong to a block of text. */
const withoutLastBreak = (text: string): string => text.replace(/\r?\n$/, "");

/** The documents of a stream that hold something. */
export function itemsOfStream(text: string): Item[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/^---(?=\s|$)/m)
    .map((part) => part.replace(/^[ \t]*(?:#.*)?\r?\n/, ""))
    .filter((part) => /^[^#\s]/m.test(part) || /^\s+[^#\s]/m.test(part))
    .map((part) => new Item(withoutLastBreak(part), 0));
}

/** The stream once more. */
export const streamOf = (items: readonly Item[]): string => items.map(({ text }) => `${text}\n`).join("---\n");

/** What the orchestrator of a KRM function hands over. */
export interface ResourceList {
  readonly functionConfig: unknown;
  readonly items: readonly Item[];
}

/** Undefined: the text is no ResourceList. Throws InvalidInput when it is not even YAML. */
export function parseResourceList(text: string): ResourceList | undefined {
  const [document] = compose(text);
  if (!document) return undefined;
  const error = errorOf(document);
  if (error) throw new InvalidInput([{ code: "PHX001", message: `standard input is not YAML: ${error}` }]);
  const root = document.contents;
  refuseOdd(root, "standard input");
  if (!isMap(root) || String(root.get("kind")) !== "ResourceList") return undefined;
  const list = root.get("items", true);
  const config = root.get("functionConfig", true) as Node | undefined;
  const nodes = isSeq(list) ? (list.items as Node[]) : [];
  return {
    functionConfig: config?.toJS(document, { maxAliasCount: -1 }),
    items: nodes.map((node, index) => itemOf(text, isAlias(node) ? (node.resolve(document) as Node) : node, index)),
  };
}

function itemOf(text: string, node: Node, index: number): Item {
  const object = `items[${index}]`;
  if (!isMap(node)) throw new InvalidInput([{ code: "PHX007", object, message: "an item of a ResourceList is a Kubernetes object, and this is no map" }]);
  // It is handed on by itself: what its aliases stand for must be in it.
  refuseOdd(node, object);
  const [start, end] = node.range as [number, number, number];
  const own = withoutLastBreak(text.slice(start, end));
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  // The lines of a flow may begin anywhere; they are indented when it becomes an entry.
  return node.flow ? new Item(own, 0) : new Item(" ".repeat(column) + own, column);
}

/** An entry of a block sequence, whatever indentation the item came with. */
export const asEntry = ({ text, column }: Item): string => (column > 1 ? `-${text.slice(1)}` : `- ${text.split("\n").join("\n  ")}`);
