import { exampleOf } from "./example.ts";
import { type Field, fieldAt, fields, isPlainEntry } from "./field.ts";
import { below, document, ENTRY, NAME, type Node } from "./node.ts";
import { sourceOf } from "./sources.ts";
import { allowedWords, choices, defaultWords, typeWords } from "./words.ts";
import { entry } from "./yaml.ts";

// The page of all fields, for people who read on GitHub: docs/reference.md.

/** @param example a whole spec, with comments */
export function referencePage(example: string): string {
  const written = new Map<string, readonly string[]>();
  const sections = tops().flatMap((path) => section(path, written));
  return `${[head(), exampleSection(example), ...sections, kindsSection()].join("\n\n")}\n`;
}

/** Each is a section of its own. */
const tops = (): (readonly string[])[] => [["metadata"], ...Object.keys(document.properties?.["spec"]?.properties ?? {}).map((step) => ["spec", step])];

function head(): string {
  const links = tops().map((path) => `[${named(path)}](#${anchor(path)})`);
  return `# Every field

Written by \`npm run schema\` from \`src/spec/schema.ts\`, which also makes the validator and what editors show: [explain.md](explain.md). \`phoenix-release explain FIELD\`
prints the same, and with a spec what is decided from the field.

A spec begins with \`apiVersion: phoenix-release.dev/v1\` and \`kind: PhoenixRelease\`; \`metadata.name\` and \`spec.image\` are all that is required. \`<name>\` stands for a name that
you choose. \`null\` in a patch of an overlay means: back to the default.

${links.join(", ")}`;
}

const exampleSection = (example: string): string => `<a id="example"></a>

## A whole example

More than any application needs, to show how each field is written; what excludes each other cannot be in it. It is built by the tests, without a warning but the
one that it waives, PHX401.

<!-- docs/reference/example.yaml -->
\`\`\`yaml
${example}\`\`\``;

/** A field with those below it, and those that have fields of their own in sections of their own. */
function section(path: readonly string[], written: Map<string, readonly string[]>): string[] {
  const field = fieldAt(path) as Field;
  const heading = `<a id="${anchor(path)}"></a>\n\n${"#".repeat(isTop(path) ? 2 : 3)} ${named(path)}`;
  const same = written.get(JSON.stringify(field.node));
  if (same) return [`${heading}\n\nAs [${named(same)}](#${anchor(same)}).`];
  written.set(JSON.stringify(field.node), path);
  const inner = fieldsBelow(path);
  const scalars = inner.filter(({ node }) => !hasSection(node));
  return [
    [heading, facts(field), [...scalars.map(line)].join("\n"), more(path), inherits(path)].filter((text) => text !== "").join("\n\n"),
    ...inner.filter(({ node }) => hasSection(node)).flatMap((part) => section(part.path, written)),
  ];
}

const isTop = (path: readonly string[]): boolean => path[0] === "metadata" || path.length === 2;

/** Fields of a map, or of the entries of a map or list. What a process takes from the spec is described there. */
function fieldsBelow(path: readonly string[]): Field[] {
  const node = fieldAt(path)?.node as Node;
  return below(node)
    .map(([step]) => fieldAt([...path, step]) as Field)
    .flatMap((field) => (isEntry(field.path) && field.node.properties ? fieldsBelow(field.path) : [field]))
    .filter((field) => !isPlainEntry(field) && field.inherited === undefined);
}

const isEntry = (path: readonly string[]): boolean => path.at(-1) === NAME || path.at(-1) === ENTRY;

const hasSection = (node: Node): boolean => below(node).some(([step, part]) => (step !== NAME && step !== ENTRY) || part.properties !== undefined);

function inherits(path: readonly string[]): string {
  if (path.join(".") !== "spec.processes") return "";
  const names = below(fieldAt([...path, NAME])?.node as Node)
    .map(([step]) => fieldAt([...path, NAME, step]) as Field)
    .filter(({ inherited }) => inherited)
    .map(({ inherited }) => `[${named(inherited as readonly string[])}](#${anchor(inherited as readonly string[])})`);
  return `What a process does not say about ${names.join(", ")} it takes from the spec; what it says is merged over that.`;
}

/** Description, type, default and example of a field that has a section. */
function facts(field: Field): string {
  const { node, path } = field;
  const entries = below(node)
    .filter(([step, part]) => (step === NAME || step === ENTRY) && part.properties !== undefined)
    .map(([, part]) => escaped(part.description))
    .filter((words) => !/^One \w+\.$/.test(words));
  return [[escaped(node.description), ...entries].join(" "), `${properties(field)} Example: ${code(entry(path.at(-1) as string, exampleOf(node)))}`].join(
    "\n\n",
  );
}

function line(field: Field): string {
  const { node, path } = field;
  const name = path.at(-1) as string;
  const { intro, choices: explained } = choices(node);
  const isList = explained.length > 1;
  return [
    `- <a id="${anchor(path)}"></a>**\`${name}\`** ${escaped(isList ? intro : node.description)}`.trimEnd() + (isList ? "" : "  "),
    ...(isList ? explained.map(({ value, meaning }) => `  - \`${value}\`: ${escaped(meaning)}`) : []),
    `${isList ? "\n" : ""}  ${properties(field)} Example: ${code(entry(name, exampleOf(node)))}`,
  ].join("\n");
}

/** List of strings, each: …. Default: none. */
function properties(field: Field): string {
  const isSaid = field.node.enum !== undefined && choices(field.node).choices.length === field.node.enum.length;
  const allowed = isSaid ? [] : allowedWords(field.node).map((words) => escaped(kindOf(words)));
  const absent = defaultWords(field);
  const isValue = field.node.absent === undefined && typeof (field.node.default ?? {}) !== "object" && field.inherited === undefined && !field.isRequired;
  const type = typeWords(field.node);
  return [
    `${[type[0]?.toUpperCase() + type.slice(1), ...allowed].join(", ")}.`,
    ...(field.isRequired ? ["Required."] : absent === "" ? [] : [`Default: ${isValue ? code(absent) : escaped(absent)}.`]),
  ].join(" ");
}

/** Sentences about names are long, and many fields share them: here stands what comes before the colon. */
const kindOf = (words: string): string => words.replace(/^((?:each: |names: |values: )?(?:an?|the) [^:]+): .*$/, "$1");

function kindsSection(): string {
  const all = fields().flatMap(({ node }) => [node, node.propertyNames, node.items].flatMap((part) => part?.patternErrorMessage ?? []));
  const long = [...new Set(all)].filter((words) => kindOf(words) !== words).sort();
  return `<a id="kinds"></a>\n\n## Kinds of names\n\n${long.map((words) => `- ${escaped(words)}`).join("\n")}`;
}

function more(path: readonly string[]): string {
  if (!isTop(path)) return "";
  const { page, links } = sourceOf(path);
  const pages = [`[${page.replace(/^docs\//, "")}](${page.replace(/^docs\//, "")})`, ...links.map((link) => `<${link}>`)];
  return `More: ${pages.join(", ")}`;
}

const named = (path: readonly string[]): string =>
  `\`${path
    .slice(path[0] === "spec" && path.length > 1 ? 1 : 0)
    .join(".")
    .replaceAll(`.${ENTRY}`, ENTRY)}\``;

const anchor = (path: readonly string[]): string =>
  path
    .join("-")
    .replaceAll(/[<>[\]]/g, "")
    .replace(/-+/g, "-")
    .toLowerCase();

const code = (text: string): string => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);

/** In Markdown <name> would be HTML, and * the beginning of something. */
const escaped = (text: string): string => text.replaceAll("<", "&lt;").replaceAll("*", "\\*");
