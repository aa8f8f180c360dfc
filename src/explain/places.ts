import { fieldAt, textOf } from "../schema/field.ts";
import { ENTRY, NAME } from "../schema/node.ts";
import { defaultWords } from "../schema/words.ts";
import type { Path, Position } from "../source/problem.ts";
import type { Subject } from "./subject.ts";

/** Where a field has its value from in one spec. */
export interface Place {
  readonly field: string;
  /** Undefined: there is none. */
  readonly value: unknown;
  /** Undefined: it is not written. */
  readonly position: Position | undefined;
  readonly from: "written" | "default" | "spec" | "elsewhere";
  /** How it came about. */
  readonly words: string;
}

/** One, or one for each name where <name> stands; then those of processes that say otherwise. */
export const placesOf = (path: readonly string[], subject: Subject): Place[] => [
  ...concrete(path, subject.written).map((one) => placeOf(one, subject)),
  ...ownOfProcesses(path, subject).map((one) => placeOf(one, subject)),
];

function ownOfProcesses([top, ...rest]: readonly string[], { written }: Subject): Path[] {
  const field = fieldAt(["spec", "processes", NAME, ...rest]);
  if (top !== "spec" || !field?.inherited) return [];
  return concrete(["spec", "processes", NAME, ...rest], written).filter((path) => valueAt(written, path) !== undefined);
}

function placeOf(path: Path, { written, document, locate }: Subject): Place {
  const field = textOf(path.map((step) => (typeof step === "number" ? ENTRY : step)));
  const own = valueAt(written, path);
  if (own !== undefined) {
    const position = locate(path, "key");
    return {
      field,
      value: own,
      position,
      from: position ? "written" : "elsewhere",
      words: position ? "written" : "written outside of the files that were found",
    };
  }
  const described = fieldAt(path.map(String).map((step, index) => (typeof path[index] === "number" ? ENTRY : step)));
  if (described?.inherited && !isForWebAlone(path)) {
    const source = placeOf(described.inherited, { written, document, locate } as Subject);
    return { ...source, field, from: source.from === "written" ? "spec" : source.from, words: `${textOf(described.inherited)}, ${source.words}` };
  }
  const value = valueAt(document, path);
  return {
    field,
    value,
    position: undefined,
    from: "default",
    words: described ? (described.isRequired ? "missing" : defaultText(defaultWords(described))) : "default",
  };
}

const defaultText = (words: string): string => (words === "" ? "default" : `default: ${words}`);

/** http.enabled of the spec is for web. */
const isForWebAlone = (path: Path): boolean => path[3] === "http" && path[4] === "enabled";

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (one, step) => (typeof one === "object" && one !== null && Object.hasOwn(one, step) ? (one as Record<string | number, unknown>)[step] : undefined),
    value,
  );

/** The path with names and numbers of what is there in the place of <name> and []. */
function concrete(path: readonly string[], written: unknown): Path[] {
  return path.reduce<(string | number)[][]>(
    (found, step) =>
      found.flatMap((before) => {
        if (step !== NAME && step !== ENTRY) return [[...before, step]];
        const value = valueAt(written, before);
        if (Array.isArray(value)) return value.map((_, index) => [...before, index]);
        return typeof value === "object" && value !== null ? Object.keys(value).map((key) => [...before, key]) : [];
      }),
    [[]],
  );
}
