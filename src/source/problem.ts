/** Where a value stands in a document: keys of maps and indexes of lists, from the top. */
export type Path = readonly (string | number)[];

/** 1-based, columns counted in UTF-16 units as editors do. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The whole line, for the excerpt. */
  readonly text: string;
}

type Code = `PHX${number}`;

/** One thing that is wrong with the input, in words for the person who wrote it. */
export interface Problem {
  /** Stable; docs/errors.md explains it. */
  readonly code: Code;
  /** An error unless said: a warning changes neither output nor exit code. */
  readonly severity?: "warning";
  /** Why a warning does not count for this spec. */
  readonly waived?: string;
  readonly message: string;
  /** What to type instead. */
  readonly help?: string;
  /** The offending place in the spec. */
  readonly path?: Path;
  /** Whether the key or the value at path is to blame; the value unless said. */
  readonly on?: "key" | "value";
  /** Known at once for text that is not YAML. */
  readonly position?: Position;
  /** Kind/name of the object to blame, where it is not the spec. */
  readonly object?: string;
}

/** Finds a path in the user's own text. */
export type Locate = (path: Path, on: "key" | "value") => Position | undefined;

/** The user's fault: all problems of a run, no stack. Anything else that is thrown is ours. */
export class InvalidInput extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ code, message }) => `${code}: ${message}`).join("\n"));
    this.problems = problems;
  }
}

/** What the user has to mend; anything else that was thrown is thrown on. */
export function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof InvalidInput) return error.problems;
  throw error;
}

export const isWarning = ({ severity }: Problem): boolean => severity === "warning";

/** Throws where there is an error; warnings come along. */
export function refuse(problems: readonly Problem[]): void {
  if (!problems.every(isWarning)) throw new InvalidInput(problems);
}

const plainKey = /^[A-Za-z_][-\w]*$/;

/** spec.processes.web.env, metadata.annotations["a.b/c"], spec.patches[0] */
export function pathText(path: Path): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : plainKey.test(key) ? `${index > 0 ? "." : ""}${key}` : `[${JSON.stringify(key)}]`))
    .join("");
}
