import { at, below, document, ENTRY, type Node, valuesOf } from "./node.ts";

/** A place in a spec that can be written. */
export interface Field {
  /** From the top of the document; <name> for a name that the user chooses, [] for an entry of a list. */
  readonly path: readonly string[];
  readonly node: Node;
  readonly isRequired: boolean;
  /** Field of the spec whose value holds where a process says nothing. */
  readonly inherited: readonly string[] | undefined;
}

/** All of them, in the order of the schema, each before those below it. */
export const fields = (): Field[] => walk([], document);

function walk(path: readonly string[], node: Node): Field[] {
  const own = path.length === 0 ? [] : [fieldAt(path) as Field];
  return [...own, ...below(node).flatMap(([step, part]) => walk([...path, step], part))];
}

/** The field at a path, in which <name> or any name may stand. */
export function fieldAt(path: readonly string[]): Field | undefined {
  const node = at(path);
  const step = path.at(-1);
  if (!node || step === undefined) return undefined;
  const isRequired = at(path.slice(0, -1))?.required?.includes(step) ?? false;
  const source = ["spec", ...path.slice(PROCESS)];
  const theirs = path[0] === "spec" && path[1] === "processes" && path.length > PROCESS ? at(source) : undefined;
  // What a process has of its own, or says otherwise about.
  if (!theirs || theirs.description !== node.description || theirs.absent !== node.absent) return { path, node, isRequired, inherited: undefined };
  return { path, node: theirs, isRequired, inherited: isBelowEntry(source) ? undefined : source };
}

const PROCESS = 3;

/** An entry of a map or a list has defaults of its own. */
const isBelowEntry = (path: readonly string[]): boolean => path.some((step, index) => step === ENTRY || entersMap(path.slice(0, index)));

function entersMap(path: readonly string[]): boolean {
  const node = at(path);
  return path.length > 0 && node !== undefined && node.properties === undefined && valuesOf(node) !== undefined;
}

/** spec.pod.tolerations[].key */
export const textOf = (path: readonly string[]): string => path.join(".").replaceAll(`.${ENTRY}`, ENTRY);

/** An entry of a map or list whose type says it all: it is no field of its own in a list of fields. */
export const isPlainEntry = ({ path, node }: Field): boolean => [ENTRY, "<name>"].includes(path.at(-1) ?? "") && node.properties === undefined;
