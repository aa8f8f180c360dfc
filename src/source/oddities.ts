import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";

// What YAML allows and a reader pays for: text that stands for something endless, or for far more than is written.

/** Told by its place in the text. */
export interface Oddity {
  readonly offset: number;
  readonly code: "PHX001" | "PHX005";
  readonly message: string;
  readonly help: string;
}

/** Maps and lists in each other. Kubernetes' own objects have a quarter of it; what comes after the parser walks them recursively. */
const MAX_DEPTH = 100;

/** Values that all aliases together may add. The parser's own count does not know merge keys. */
const MAX_ADDED = 10_000;

interface Anchored {
  readonly node: Node;
  /** Values that it stands for, itself included. */
  size: number;
}

/** None: everything below the node can be read. */
export function oddities(root: Node | null): Oddity[] {
  const found: Oddity[] = [];
  const anchors = new Map<string, Anchored>();
  const open: Node[] = [];
  let added = 0;

  const say = (node: Node, problem: Omit<Oddity, "offset">): number => {
    found.push({ offset: node.range?.[0] ?? 0, ...problem });
    return 1;
  };

  function size(node: Node | null): number {
    if (isAlias(node)) return sizeOfAlias(node);
    if (!isMap(node) && !isSeq(node)) return remembered(node, () => 1);
    if (open.length >= MAX_DEPTH) return say(node, tooDeep);
    return remembered(node, () => {
      open.push(node);
      const sizes = (node.items as (Node | Pair<Node, Node | null>)[]).map((item) => ("key" in item ? sizeOfPair(item) : size(item)));
      open.pop();
      return sizes.reduce((sum, one) => sum + one, 1);
    });
  }

  function remembered(node: Node | null, measure: () => number): number {
    const { anchor } = (node ?? {}) as { anchor?: string };
    if (node === null || anchor === undefined) return measure();
    const entry: Anchored = { node, size: 1 };
    anchors.set(anchor, entry);
    entry.size = measure();
    return entry.size;
  }

  function sizeOfPair({ key, value }: Pair<Node, Node | null>): number {
    if (isScalar(key) && key.value === "<<" && key.type === "PLAIN") {
      const merged = target(value);
      const sources = isSeq(merged) ? (merged.items as Node[]) : [value];
      if (!sources.every((source) => isMap(target(source)))) return say(value ?? key, noMap);
    }
    return size(key) + size(value);
  }

  const target = (node: Node | null): Node | null => (isAlias(node) ? (anchors.get(node.source)?.node ?? null) : node);

  function sizeOfAlias(alias: Node & { source: string }): number {
    const entry = anchors.get(alias.source);
    if (!entry)
      return say(alias, {
        code: "PHX005",
        message: `nothing above is called &${alias.source}`,
        help: "write the value out; a text that begins with * needs quotes",
      });
    if (open.includes(entry.node)) return say(alias, endless);
    const isEnough = added > MAX_ADDED;
    added += entry.size;
    return !isEnough && added > MAX_ADDED ? say(alias, tooLarge) : entry.size;
  }

  size(root);
  return found;
}

export const tooDeep = { code: "PHX001", message: "this is nested too deeply", help: "look at the brackets and dashes: each opens a level" } as const;
const noMap = { code: "PHX001", message: "<<: takes a map, or aliases of maps", help: "write the values out" } as const;
const endless = { code: "PHX005", message: "this alias stands in what it stands for: it has no end", help: "write the value out" } as const;
const tooLarge = { code: "PHX005", message: "aliases (*name) expand to far more than is written here", help: "write the values out" } as const;
