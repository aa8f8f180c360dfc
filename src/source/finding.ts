import { type Locate, type Position, type Problem, pathText } from "./problem.ts";

/** A problem with its place, as it is told. */
export interface Finding {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly help?: string;
  /** What it is about where no place is known: Kind/name, or a file. */
  readonly subject: string;
  /** Path in the spec. */
  readonly field?: string;
  readonly position?: Position;
  /** Why the warning does not count here. */
  readonly waived?: string;
}

/** Problems sorted by position, those without one at the end, each once. */
export function findings(problems: readonly Problem[], locate: Locate, subject: string): Finding[] {
  const placed = problems.map((problem) => finding(problem, problem.position ?? (problem.path && locate(problem.path, problem.on ?? "value")), subject));
  return inOrder(placed);
}

export function inOrder(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort(byPosition);
  return [...new Map(sorted.map((one) => [keyOf(one), one])).values()];
}

const keyOf = ({ position, subject, code, message }: Finding): string =>
  JSON.stringify([position ? [position.file, position.line, position.column] : subject, code, message]);

function finding({ code, severity, message, help, path, object, waived }: Problem, position: Position | undefined, subject: string): Finding {
  return {
    code,
    severity: severity ?? "error",
    message,
    ...(help !== undefined && { help }),
    subject: object ?? subject,
    ...(path && path.length > 0 && { field: pathText(path) }),
    ...(position && { position }),
    ...(waived !== undefined && { waived }),
  };
}

function byPosition({ position: a }: Finding, { position: b }: Finding): number {
  if (!a || !b) return Number(!a) - Number(!b);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
