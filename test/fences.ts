import { schema } from "../src/spec/schema.ts";

/** A block of code in a page. */
export interface Fence {
  readonly language: string;
  readonly text: string;
  /** The comment in the line above, which says what it is. */
  readonly mark: string | undefined;
  /** What the page says between the block before and this one. */
  readonly before: string;
  readonly line: number;
}

/** All of a page, in the order in which they stand. */
export function fences(page: string): Fence[] {
  const found: Fence[] = [];
  const lines = page.split("\n");
  let after = 0;
  for (let start = 0; start < lines.length; start += 1) {
    const opening = /^\s*(?:```+|~~~+)(.*)$/.exec(lines[start] as string);
    if (!opening) continue;
    let end = start + 1;
    while (end < lines.length && !/^\s*(?:```+|~~~+)\s*$/.test(lines[end] as string)) end += 1;
    found.push({
      language: (opening[1] as string).trim(),
      text: `${lines.slice(start + 1, end).join("\n")}\n`,
      mark: /^<!-- (.*) -->$/.exec(lines[start - 1] ?? "")?.[1],
      before: lines.slice(after, start).join("\n"),
      line: start + 1,
    });
    after = end + 1;
    start = end;
  }
  return found;
}

type Value = unknown;
const isMap = (value: Value): value is Record<string, Value> => typeof value === "object" && value !== null && !Array.isArray(value);

/** As Kustomize patches a spec: maps merge, null deletes, everything else replaces. */
export function merged(base: Value, over: Value): Value {
  if (!isMap(base) || !isMap(over)) return over;
  const all = { ...base, ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, merged(base[key], value)])) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

const DOTS = /^\s*# …$/;

/** Whether the lines stand in the text, one after another and indented alike; a line "# …" stands for any that are left out. */
export function isExcerpt(excerpt: string, text: string): boolean {
  const whole = text.split("\n");
  const parts: string[][] = [[]];
  for (const line of excerpt.trimEnd().split("\n")) {
    if (DOTS.test(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  const stands = (part: readonly string[], at: number, indent: string): boolean =>
    part.every((line, index) => whole[at + index] === (line === "" ? "" : indent + line));
  return Array.from({ length: 24 }, (_, width) => " ".repeat(width)).some((indent) => {
    let from = 0;
    return parts.every((part) => {
      const at = whole.findIndex((_, index) => index >= from && stands(part, index, indent));
      from = at + part.length;
      return at >= 0;
    });
  });
}

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
}

/** The field of the spec at a path such as cluster.epmd.enabled or processes.<name>.stateful; true: anything goes there. */
export function field(path: string): Node | true | undefined {
  let node: Node | true | undefined = schema.properties.spec as Node;
  for (const key of path.replace(/^spec\./, "").split(".")) {
    if (node === true || node === undefined) return node;
    const below: Node = node.items ?? node;
    const other = below.additionalProperties;
    node = below.properties?.[key] ?? (other === false ? undefined : other);
  }
  return node;
}

/** Words with a dot that begin like a field and are none: a domain, files. */
const strangers = /^cluster\.local$|\.(ts|yaml|exs?|sh|md)$/;

/** Fields that a page names as `a.b` or `a.b: value` and that are not there. */
export function unknownFields(page: string): string[] {
  const prose = page.replace(/^\s*```.*?^\s*```/gms, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(([, code]) => code as string)
    .filter((code) => {
      const [, path = "", value] = /^((?:[A-Za-z]+\.)(?:[A-Za-z]+|<[a-z]+>)(?:\.(?:[A-Za-z]+|<[a-z]+>))*)(?:: (\S+))?$/.exec(code) ?? [];
      const first = path.replace(/^spec\./, "").split(".")[0] as string;
      if (path === "" || strangers.test(path) || !(path.startsWith("spec.") || field(first))) return false;
      const node = field(path);
      return node === undefined || (node !== true && node.enum !== undefined && value !== undefined && !node.enum.includes(value));
    });
}

/** What tables with a column "field" say that the schema does not: fields that are not there, and defaults that are others. */
export function wrongRows(page: string): string[] {
  const rows = page.split("\n");
  return rows.flatMap((head, at): string[] => {
    const titles = cells(head);
    if (titles[0] !== "field" || !/^\|[-:| ]+\|$/.test(rows[at + 1] ?? "")) return [];
    const end = rows.findIndex((row, index) => index > at + 1 && !row.startsWith("|"));
    return rows.slice(at + 2, end < 0 ? undefined : end).filter((row) => !isRight(cells(row), titles[1] === "default"));
  });
}

/** Rows with more or fewer cells than the head of their table: GitHub drops the rest. */
export function raggedRows(page: string): string[] {
  const rows = page.replace(/^\s*```.*?^\s*```/gms, "").split("\n");
  return rows.flatMap((row, at): string[] => {
    if (!row.startsWith("|")) return [];
    const head = rows.slice(0, at + 1).findLastIndex((other, index) => other.startsWith("|") && !rows[index - 1]?.startsWith("|"));
    return cells(row).length === cells(rows[head] as string).length ? [] : [row];
  });
}

const cells = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

function isRight([names = "", value = ""]: readonly string[], hasDefault: boolean): boolean {
  const paths = [...names.matchAll(/`([^`]+)`/g)].map(([, path]) => path as string);
  const nodes = paths.map(field);
  if (paths.length === 0 || nodes.includes(undefined)) return false;
  const [only] = nodes;
  if (!hasDefault || nodes.length > 1 || only === true || only?.default === undefined || isMap(only.default) || Array.isArray(only.default)) return true;
  return only.default === "" || value.includes(`\`${only.default}\``);
}
