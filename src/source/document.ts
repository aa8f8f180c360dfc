import { isUtf8 } from "node:buffer";
import {
  Composer,
  type CST,
  type DocumentOptions,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  visit,
  type Document as YamlDocument,
} from "yaml";
import { InvalidInput, type Path, type Position, type Problem } from "./problem.ts";

/** Where a path ended: its position, and how many of its steps the document holds. */
export interface Found {
  readonly position: Position;
  readonly depth: number;
}

/** One YAML document of a text. */
export interface Document {
  readonly value: unknown;
  readonly find: (path: Path, on: "key" | "value") => Found | undefined;
}

/** A PhoenixRelease is a few kilobytes; what is larger is something else, and reading it might take seconds. */
export const MAX_BYTES = 128 * 1024;

export const tooLarge = (object: string, bytes: number): InvalidInput =>
  new InvalidInput([
    {
      code: "PHX003",
      object,
      message: `this has ${bytes} bytes; a PhoenixRelease has a few thousand`,
      help: "give the spec, not what was generated from it",
    },
  ]);

/** The parser's own search for duplicate keys takes seconds for a map of ten thousand; ours is duplicateKeys. */
export const yamlOptions = {
  stringKeys: true,
  uniqueKeys: false,
  merge: true,
  prettyErrors: false,
  logLevel: "silent",
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** All documents of a spec file, at least one. Throws InvalidInput with every syntax problem. */
export function parseDocuments(bytes: Buffer, file: string): Document[] {
  if (bytes.length > MAX_BYTES) throw tooLarge(file, bytes.length);
  if (!isUtf8(bytes)) throw new InvalidInput([{ code: "PHX004", object: file, message: "the file is not UTF-8 text", help: "save it as UTF-8" }]);
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const lines = new LineCounter();
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), text: lineAt(text, lines, line) };
  };
  refuseControlCharacters(text, file);
  const documents = compose(text, lines);
  const problems = documents.flatMap((document) => [
    ...document.errors.slice(0, MAX_ERRORS).map((error): Problem => ({ ...syntaxProblem(error.code, error.message), position: place(error.pos[0]) })),
    ...duplicateKeys(document).map((offset): Problem => ({ ...duplicate, position: place(offset) })),
  ]);
  if (problems.length > 0) throw new InvalidInput(problems);
  const full = documents.filter(({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null));
  if (full.length === 0)
    throw new InvalidInput([
      { code: "PHX008", object: file, message: "the file is empty", help: "write a PhoenixRelease into it: apiVersion, kind, metadata.name and spec.image" },
    ]);
  return full.map((document) => ({ value: plainValue(document, place), find: (path, on) => find(document, path, on, place) }));
}

function lineAt(text: string, lines: LineCounter, line: number): string {
  const start = lines.lineStarts[line - 1] ?? 0;
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end).replace(/\r$/, "");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
export const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/;

function refuseControlCharacters(text: string, file: string): void {
  const at = text.search(control);
  if (at < 0) return;
  const before = text.slice(0, at).split("\n");
  const line = `${before.at(-1) ?? ""}?`;
  const code = text.charCodeAt(at).toString(16).padStart(4, "0").toUpperCase();
  throw new InvalidInput([
    {
      code: "PHX004",
      message: `the control character U+${code} may not stand in YAML`,
      help: "delete it; a binary or UTF-16 file must be saved as UTF-8 text",
      position: { file, line: before.length, column: line.length, text: line },
    },
  ]);
}

/** Nobody reads the hundredth syntax error, and text that is not YAML at all has one in each word. */
const MAX_ERRORS = 10;

/** The documents of a text, as far as it is worth reading. */
export function compose(text: string, lines: LineCounter = new LineCounter()): YamlDocument.Parsed[] {
  const composer = new Composer<ParsedNode, true>({ ...yamlOptions, lineCounter: lines });
  return [...composer.compose(untilTooManyErrors(new Parser(lines.addNewLine).parse(text)))];
}

function* untilTooManyErrors(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  let errors = 0;
  for (const token of tokens) {
    if (token.type === "error" && ++errors > MAX_ERRORS) return;
    yield token;
  }
}

/** Offsets of keys that stand a second time in the same map. */
function duplicateKeys(document: YamlDocument.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key) || key.value === "<<") continue;
        if (seen.has(String(key.value))) offsets.push(key.range?.[0] ?? 0);
        seen.add(String(key.value));
      }
    },
  });
  return offsets;
}

const duplicate = {
  code: "PHX002",
  message: "this key stands twice in the same map",
  help: "delete one of the two: YAML tools disagree about which one counts",
} as const;

function syntaxProblem(code: string, message: string): Problem {
  if (message.includes("call stack")) return { code: "PHX001", message: "this is nested too deeply to be a spec" };
  const help = code === "TAB_AS_INDENT" ? "indent with spaces" : "look at the indentation, brackets and quotes here and in the line above";
  return { code: "PHX001", message: `this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, help };
}

/** Aliases that multiply each other grow without bound: a spec needs none, a few dozen are let through. */
const MAX_ALIASES = 100;

function plainValue(document: YamlDocument.Parsed, place: (offset: number) => Position): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new InvalidInput([
      { code: "PHX005", message: "aliases (*name) expand to far more than is written here", help: "write the values out", position: place(document.range[0]) },
    ]);
  }
}

function find(document: YamlDocument.Parsed, path: Path, on: "key" | "value", place: (offset: number) => Position): Found | undefined {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0];
  let depth = 0;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      const key = pair.key as Node;
      node = (pair.value as Node | null) ?? null;
      const last = index === path.length - 1;
      offset = (last && on === "key") || !node?.range ? key.range?.[0] : node.range[0];
    } else if (isSeq(node) && typeof step === "number") {
      const item = node.items[step] as Node | undefined;
      if (!item) break;
      node = item;
      offset = item.range?.[0];
    } else break;
    depth = index + 1;
  }
  return offset === undefined ? undefined : { position: place(offset), depth };
}
