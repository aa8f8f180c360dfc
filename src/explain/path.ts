import { fieldAt, fields, textOf } from "../schema/field.ts";
import { at, document, ENTRY, NAME, valuesOf } from "../schema/node.ts";
import { nearest } from "../source/suggest.ts";

/** The keys of spec.processes.web.env, drain, or metadata.annotations["a.b/c"]. */
function keys(text: string): string[] {
  return [...text.matchAll(/\["([^"]*)"\]|\['([^']*)'\]|\[\d*\]|<[^>]*>|[^.[\]]+/g)].map(
    ([whole, double, single]) => double ?? single ?? (whole.startsWith("[") ? ENTRY : whole),
  );
}

export interface Found {
  /** From the top of the document. */
  readonly path: readonly string[];
}

interface NotFound {
  /** In a sentence, with what may have been meant. */
  readonly wrong: string;
}

/** The field that is meant; spec. may be left out. */
export function fieldNamed(text: string): Found | NotFound {
  const written = keys(text.replace(/^\.|\.$/g, ""));
  const path = throughLists(Object.hasOwn(document.properties ?? {}, written[0] ?? "") ? written : ["spec", ...written]);
  return fieldAt(path) ? { path } : { wrong: `${textOf(path)} is not a field${guess(path)}` };
}

/** [] may be left out. */
function throughLists(path: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const step of path) {
    if (at(whole)?.items && step !== ENTRY) whole.push(ENTRY);
    whole.push(step);
  }
  return whole;
}

/** A word that was mistyped where it stands, or that belongs elsewhere. */
function guess(path: readonly string[]): string {
  const depth = path.findIndex((_, index) => at(path.slice(0, index + 1)) === undefined);
  const parent = path.slice(0, depth);
  const word = path[depth] as string;
  const rest = path.slice(depth + 1);
  const here = known(parent);
  if (at(parent)?.additionalProperties === true && here.length === 0)
    return `: ${textOf(parent)} is passed on as Kubernetes has it, and kubectl explain knows its fields`;
  const near = nearest(word, here);
  if (near !== undefined && fieldAt([...parent, near, ...rest])) return `; did you mean "${textOf([...parent, near, ...rest])}"?`;
  const homes = fields()
    .filter(({ path, inherited }) => endsWith(path, [word, ...rest]) && inherited === undefined)
    .sort((a, b) => a.path.length - b.path.length);
  if (homes[0]) return `; did you mean "${textOf(homes[0].path)}"?`;
  if (near !== undefined) return `; did you mean "${textOf([...parent, near])}"?`;
  const spelled = nearest(word, [...new Set(fields().map(({ path }) => path.at(-1) as string))]);
  const home = spelled === undefined ? undefined : fields().find(({ path }) => path.at(-1) === spelled);
  if (home) return `; did you mean "${textOf(home.path)}"?`;
  return here.length > 0 ? `; fields of ${textOf(parent)}: ${here.join(", ")}` : `; ${textOf(parent)} has no fields`;
}

const endsWith = (path: readonly string[], end: readonly string[]): boolean => end.every((step, index) => path[path.length - end.length + index] === step);

function known(path: readonly string[]): string[] {
  const node = at(path);
  return Object.keys(node?.properties ?? {});
}

/** The same path with <name> for each name that the user chose, as tables have it. */
export const general = (path: readonly string[]): readonly string[] =>
  path.map((step, index) => {
    const parent = index === 0 ? document : at(path.slice(0, index));
    return parent && !Object.hasOwn(parent.properties ?? {}, step) && valuesOf(parent) ? NAME : step;
  });
