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
import { innerDocuments, type Outer } from "./inner-documents.ts";
import { oddities, tooDeep } from "./oddities.ts";
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
  /** The documents in the text at a path. Throws InvalidInput like parseDocuments. */
  readonly inner: (path: Path) => Document[];
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

/**
 * The parser's own search for duplicate keys takes seconds for a map of ten thousand; ours is duplicateKeys. Of YAML 1.1's types, sets and
 * ordered maps would be read as empty maps, without a word.
 */
export const yamlOptions = {
  schema: "core",
  resolveKnownTags: false,
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
  const lines = linesOf(text);
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), text: lineAt(text, lines, line) };
  };
  refuseControlCharacters(text, file);
  const documents = compose(text, place);
  const problems = documents.flatMap((document) => faults(document).map(({ offset, ...problem }): Problem => ({ ...problem, position: place(offset) })));
  if (problems.length > 0) throw new InvalidInput(problems);
  const full = documents.filter(({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null));
  if (full.length === 0)
    throw new InvalidInput([
      { code: "PHX008", object: file, message: "the file is empty", help: "write a PhoenixRelease into it: apiVersion, kind, metadata.name and spec.image" },
    ]);
  const outer: Outer = { place, line: (number) => lineAt(text, lines, number) };
  return full.map((document) => ({
    value: plainValue(document),
    find: (path, on) => find(document, path, on, place),
    inner: (path) => innerDocuments(document.getIn(path, true), outer, parseDocuments),
  }));
}

/** The parser counts lines too, but none that it skips after an error. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  for (let start = 0; start > 0 || lines.lineStarts.length === 0; start = text.indexOf("\n", start) + 1) lines.addNewLine(start);
  return lines;
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

/** The documents of a text, as far as it is worth reading. Throws InvalidInput where the parser, which is recursive, does not get to an end. */
export function compose(text: string, place?: (offset: number) => Position): YamlDocument.Parsed[] {
  const composer = new Composer<ParsedNode, true>(yamlOptions);
  let line = 0;
  const parser = new Parser((offset) => {
    line = offset;
  });
  try {
    return [...composer.compose(untilTooManyErrors(parser.parse(text)))];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidInput([{ ...tooDeep, ...(place && { position: place(line) }) }]);
  }
}

function* untilTooManyErrors(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  let errors = 0;
  for (const token of tokens) {
    if (token.type === "error" && ++errors > MAX_ERRORS) return;
    yield token;
  }
}

type Fault = Omit<Problem, "path"> & { readonly offset: number };

/** How deep the parser gets depends on the machine; what is too deep for us does not. */
function faults(document: YamlDocument.Parsed): Fault[] {
  const { errors } = document;
  const isOver = errors.some(({ code }) => code === "RESOURCE_EXHAUSTION");
  const found = isOver || errors.length === 0 ? strange(document) : [];
  return found.length > 0 ? found : errors.slice(0, MAX_ERRORS).map(({ code, message, pos: [offset] }) => ({ ...syntaxProblem(code, message), offset }));
}

/** The first thing that is wrong with a text that shows no lines. */
export const errorOf = ({ errors: [error] }: YamlDocument.Parsed): string | undefined =>
  error && (error.code === "RESOURCE_EXHAUSTION" ? tooDeep.message : error.message);

/** What is YAML and cannot be meant, in the order of the text. */
function strange(document: YamlDocument.Parsed): Fault[] {
  const odd = oddities(document.contents);
  // What has no end is not walked again.
  if (odd.length > 0) return odd.slice(0, MAX_ERRORS);
  const tags = document.warnings.filter(({ code }) => code === "TAG_RESOLVE_FAILED");
  const faults = [...duplicateKeys(document).map((offset) => ({ ...duplicate, offset })), ...tags.map(({ pos: [offset] }) => ({ ...unknownTag, offset }))];
  return faults.slice(0, MAX_ERRORS);
}

/** Offsets of keys that stand a second time in the same map. */
function duplicateKeys(document: YamlDocument.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(String(key.value))) offsets.push(key.range?.[0] ?? 0);
        seen.add(String(key.value));
      }
    },
  });
  return offsets;
}

const unknownTag = {
  code: "PHX001",
  message: "this tag (!name) means nothing here",
  help: "delete it; a text that begins with ! needs quotes",
} as const;

const duplicate = {
  code: "PHX002",
  message: "this key stands twice in the same map",
  help: "delete one of the two: YAML tools disagree about which one counts",
} as const;

function syntaxProblem(code: string, message: string): Problem {
  const help = code === "TAB_AS_INDENT" ? "indent with spaces" : "look at the indentation, brackets and quotes here and in the line above";
  return { code: "PHX001", message: `this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, help };
}

/** The value, once oddities has found nothing: the parser's own bound on aliases counts each use of one, however small it is. */
export const plainValue = (document: YamlDocument.Parsed): unknown => document.toJS({ maxAliasCount: -1 });

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
