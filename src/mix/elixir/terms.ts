import type { Group, Node } from "./tree.ts";

// Questions to nodes: what is a call, a pair, a literal. An expression is a list of nodes without its commas.

export type Expression = readonly Node[];

export const isOperator = (node: Node | undefined, ...texts: readonly string[]): boolean => node?.kind === "operator" && texts.includes(node.text);
export const isName = (node: Node | undefined, ...texts: readonly string[]): boolean => node?.kind === "name" && texts.includes(node.text);
export const isGroup = (node: Node | undefined, ...texts: readonly string[]): node is Group => node?.kind === "group" && texts.includes(node.text);

/** Operators after which, and words before which, a line goes on. */
const JOINING = ["||", "&&", "|>", "<>", "++", "--", "=", "==", "!=", "=>", "|", ",", "+", "-", "*", "<-", ".", "|||", "\\\\"];
const STARTING = ["||", "&&", "|>", "<>", "++", "--", ".", "=>", "|"];
const WORDS = ["and", "or", "in", "when", "not"];

/** The lines of code in a block, where one that goes on is one. */
export function statements(nodes: Expression): Expression[] {
  const all: Node[][] = [];
  let current: Node[] = [];
  nodes.forEach((node, index) => {
    if (node.kind !== "newline" && !isOperator(node, ";")) {
      current.push(node);
      return;
    }
    const last = current.at(-1);
    if (last === undefined) return;
    let at = index + 1;
    while (nodes[at]?.kind === "newline") at++;
    const next = nodes[at];
    if (isOperator(last, ...JOINING) || isName(last, ...WORDS) || isOperator(next, ...STARTING) || isName(next, ...WORDS)) return;
    all.push(current);
    current = [];
  });
  if (current.length > 0) all.push(current);
  return all;
}

/** What commas separate, and the bar of [first | rest] and %{map | key: value}. */
export function entries(nodes: Expression): Expression[] {
  const all: Node[][] = [[]];
  for (const node of nodes) {
    if (isOperator(node, ",", "|")) all.push([]);
    else if (node.kind !== "newline") all.at(-1)?.push(node);
  }
  return all.filter((entry) => entry.length > 0);
}

export interface Pair {
  readonly key: string;
  readonly value: Expression;
  readonly line: number;
}

/** The pairs key: value, {:key, value} and :key => value among them. */
export function pairs(nodes: Expression): Pair[] {
  return entries(nodes).flatMap((entry): Pair[] => {
    const [first, second, ...rest] = entry;
    if (first?.kind === "key") return [{ key: first.text, value: entry.slice(1), line: first.line }];
    if (first && (first.kind === "atom" || first.kind === "string") && isOperator(second, "=>")) return [{ key: first.text, value: rest, line: first.line }];
    if (isGroup(first, "{") && second === undefined) {
      const [key, ...value] = entries(first.items);
      if (key?.length === 1 && key[0]?.kind === "atom" && value.length === 1) return [{ key: key[0].text, value: value[0] as Expression, line: key[0].line }];
    }
    return [];
  });
}

/** The items of a list, a tuple, or the arguments in parentheses, where an expression is just that. */
export function inside(expression: Expression | undefined, ...brackets: readonly Group["text"][]): Expression | undefined {
  const [only, ...rest] = expression ?? [];
  return isGroup(only, ...brackets) && rest.length === 0 ? only.items : undefined;
}

/** The last of equal keys counts, as where configuration is merged. */
export const pairOf = (nodes: Expression | undefined, key: string): Pair | undefined => pairs(nodes ?? []).findLast((pair) => pair.key === key);

/** The value at a path of keys through lists and maps. */
export function valueAt(nodes: Expression | undefined, ...[key, ...rest]: readonly string[]): Pair | undefined {
  const pair = key === undefined ? undefined : pairOf(nodes, key);
  if (pair === undefined || rest.length === 0) return pair;
  const inner = inside(pair.value, "[", "{") ?? inside(pair.value.slice(1), "{");
  return valueAt(inner, ...rest);
}

/** A literal as we would write it in JSON; undefined where it is no literal, null where it is nil. */
export function literal(expression: Expression | undefined): string | number | boolean | null | undefined {
  const [only, ...rest] = expression ?? [];
  if (only === undefined || rest.length > 0) return undefined;
  if (only.kind === "string") return only.code ? undefined : only.text;
  if (only.kind === "alias" || only.kind === "atom") return only.text;
  if (only.kind === "number") return Number.isNaN(Number(only.text)) ? undefined : Number(only.text);
  if (isName(only, "true", "false")) return only.text === "true";
  return isName(only, "nil") ? null : undefined;
}

export const text = (expression: Expression | undefined): string | undefined => {
  const value = literal(expression);
  return typeof value === "string" ? value : undefined;
};

/** A whole number, also a product such as 60 * 1000, :timer.seconds(30), and to_timeout(second: 30). */
export function whole(expression: Expression | undefined): number | undefined {
  const value = literal(expression);
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
  const nodes = expression ?? [];
  const [first, second, third, fourth] = nodes;
  if (first?.kind === "atom" && first.text === "timer" && isOperator(second, ".") && third?.kind === "name" && isGroup(fourth, "(") && nodes.length === 4)
    return times(whole(fourth.items), MILLISECONDS[third.text]);
  if (isName(first, "to_timeout") && isGroup(second, "(") && nodes.length === 2) {
    const [pair, ...more] = pairs(second.items);
    return pair && more.length === 0 ? times(whole(pair.value), MILLISECONDS[`${pair.key}s`]) : undefined;
  }
  if (nodes.length >= 3 && isOperator(second, "*") && first) return times(whole([first]), whole(nodes.slice(2)));
  return undefined;
}

const MILLISECONDS: Readonly<Record<string, number>> = { seconds: 1000, minutes: 60_000, hours: 3_600_000 };
const times = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined || b === undefined ? undefined : a * b);

export interface Call {
  readonly args: readonly Expression[];
  readonly line: number;
  /** Its block, where it has one. */
  readonly block: Expression | undefined;
}

/** Statements, here and below, that are a call of a function, with and without parentheses: f(a, b), f a, b, f a do … end. */
const calls = (nodes: Expression, name: string): Call[] => everyStatement(nodes).flatMap((statement) => callOf(statement, name) ?? []);

export function callOf(statement: Expression, name: string): Call | undefined {
  const [node, next] = statement;
  if (node === undefined || !isName(node, name)) return undefined;
  const after = 1;
  const { line } = node;
  if (isGroup(next, "(") && next.isTight) {
    const block = statement[after + 1];
    const isBlock = isGroup(block, "do");
    return { line, args: entries(next.items), block: isBlock ? block.items : undefined };
  }
  const end = statement.findIndex((one, at) => at >= after && isGroup(one, "do"));
  const block = end === -1 ? undefined : (statement[end] as Group);
  return { line, args: entries(statement.slice(after, end === -1 ? undefined : end)), block: block?.items };
}

/** The statements of a block and of all groups in it, also of code in strings. */
export function everyStatement(nodes: Expression): Expression[] {
  return statements(nodes).flatMap((statement) => [statement, ...statement.flatMap(below)]);
}

function below(node: Node): Expression[] {
  if (node.kind === "group") return node.text === "do" || node.text === "fn" ? everyStatement(node.items) : entries(node.items).flatMap(everyStatement);
  return "code" in node && node.code ? everyStatement(node.code) : [];
}

/** The body of a function: def name do … end, also def name, do: …. */
export function functionBody(nodes: Expression, name: string): Expression | undefined {
  for (const word of ["def", "defp"]) {
    for (const { args, block } of calls(nodes, word)) {
      if (!isName(args[0]?.[0], name)) continue;
      const short = args.map(([key, ...value]) => (key?.kind === "key" && key.text === "do" ? value : undefined)).find((value) => value !== undefined);
      if (block ?? short) return block ?? short;
    }
  }
  return undefined;
}

/** The contents of every list in these nodes, however deep. */
export function lists(nodes: Expression): Expression[] {
  return nodes.flatMap((node) => (node.kind === "group" ? [...(node.text === "[" ? [node.items] : []), ...lists(node.items)] : []));
}
