import { stringify } from "yaml";
import { type Fact, placeText } from "../mix/fact.ts";
import { type Decision, isWritten } from "./decision.ts";

// The spec as a person would write it: maps of one field on one line, and beside each line where it comes from.

const ORDER = [
  "image",
  "host",
  "release",
  "http",
  "health",
  "expose",
  "env",
  "secretEnv",
  "database",
  "migrations",
  "cluster",
  "drain",
  "security",
  "metrics",
  "processes",
];
const WIDTH = 140;

interface Leaf {
  readonly fact: Fact<unknown>;
  readonly isOff: boolean;
}

type Branch = Map<string, Leaf | Branch>;

/** What stands below spec:, with what holds by itself told before it. */
export function specText(name: Fact<string>, decisions: readonly Decision[], modeline: string): string {
  const written = decisions.filter((decision) => isWritten(decision) || decision.isOff);
  const told = decisions.filter((decision) => !isWritten(decision) && !decision.isOff && !isUsualName(decision));
  const tree: Branch = new Map();
  for (const key of ORDER) for (const decision of written.filter(({ path }) => path[0] === key)) put(tree, decision);
  return [
    ...(modeline === "" ? [] : [modeline]),
    "# Made by phoenix-release init from the text of the project. It is yours: change it. Run again, init compares it with the project.",
    ...(told.length > 0 ? ["# Found, and right without a word here:", ...table(told)] : []),
    "apiVersion: phoenix-release.dev/v1",
    "kind: PhoenixRelease",
    "metadata:",
    `  name: ${name.value}${comment(name)}`,
    "spec:",
    ...lines(tree, 1),
    "",
  ].join("\n");
}

/** A variable that has the name which every generated project has says little, in many lines. */
const isUsualName = ({ path }: Decision): boolean => path[1] === "envNames";

function put(tree: Branch, { path, fact, isOff }: Decision): void {
  let branch = tree;
  for (const key of path.slice(0, -1)) {
    const known = branch.get(key);
    const inner: Branch = known instanceof Map ? known : new Map();
    branch.set(key, inner);
    branch = inner;
  }
  branch.set(path.at(-1) as string, { fact, isOff: isOff === true });
}

function table(decisions: readonly Decision[]): string[] {
  const rows = decisions.map(({ path, fact }) => [path.join("."), inline(fact.value), said(fact)] as const);
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] as string).length))) as [number, number];
  return rows.map(([field, value, found]) => `#   ${field.padEnd(first)}  ${value.padEnd(second)}  ${found}`.trimEnd());
}

function lines(branch: Branch, depth: number): string[] {
  const pad = "  ".repeat(depth);
  return [...branch].flatMap(([key, node]) => {
    const only = single(node);
    if (only) {
      const { leaf, path } = only;
      const value = path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), leaf.fact.value);
      return [`${pad}${leaf.isOff ? "# " : ""}${key}: ${inline(value)}${comment(leaf.fact)}`];
    }
    const inner = lines(node as Branch, depth + 1);
    // A map of which nothing holds is a comment as a whole.
    return allOff(node) ? [`${pad}# ${key}:`, ...inner.map((line) => `${pad}#${line.slice(pad.length).replace("# ", "")}`)] : [`${pad}${key}:`, ...inner];
  });
}

/** The one leaf below a node, where there is just one, and no map with names of the user's is on the way. */
function single(node: Leaf | Branch): { leaf: Leaf; path: string[] } | undefined {
  if (!(node instanceof Map)) return { leaf: node, path: [] };
  const [first, ...rest] = node;
  if (!first || rest.length > 0) return undefined;
  const below = single(first[1]);
  return below && { leaf: below.leaf, path: [first[0], ...below.path] };
}

const allOff = (node: Leaf | Branch): boolean => (node instanceof Map ? [...node.values()].every(allOff) : node.isOff);

/** On one line, with quotes where YAML wants them. */
export const inline = (value: unknown): string =>
  stringify(value, { compat: "yaml-1.1", collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();

const comment = (fact: Fact<unknown>): string => ` # ${said(fact)}`;

function said({ at, certainty, why }: Fact<unknown>): string {
  const text = [certainty === "guess" ? "a guess" : undefined, at && placeText(at), why].filter((part) => part !== undefined && part !== "").join(": ");
  return oneLine(text).slice(0, WIDTH);
}

/** A name in a project may hold what would end a comment. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ");
