import type { Locate, Position, Problem } from "./problem.ts";

interface Placed {
  readonly problem: Problem;
  readonly position: Position | undefined;
}

/**
 * Problems as text, sorted by position: one block each, `file:line:column: error[CODE]: message` (or warning), the source line with a caret, help.
 * Where no position is known the block begins with the subject, Kind/name.
 */
export function report(problems: readonly Problem[], locate: Locate, subject: string): string {
  const placed = problems.map((problem) => ({ problem, position: problem.position ?? (problem.path && locate(problem.path, problem.on ?? "value")) }));
  const blocks = placed.sort(byPosition).map((one) => block(one, subject));
  return [...new Set(blocks)].join("");
}

function byPosition({ position: a }: Placed, { position: b }: Placed): number {
  if (!a || !b) return Number(!a) - Number(!b);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function block({ problem, position }: Placed, subject: string): string {
  const place = position ? `${position.file}:${position.line}:${position.column}` : (problem.object ?? subject);
  const help = problem.help ? `  help: ${problem.help}\n` : "";
  return `${place}: ${problem.severity ?? "error"}[${problem.code}]: ${problem.message}\n${position ? excerpt(position) : ""}${help}`;
}

const WIDTH = 120;

function excerpt({ line, column, text }: Position): string {
  // A minified file has lines of thousands of characters: show the part around the column.
  const start = column > WIDTH ? column - WIDTH / 2 : 0;
  const shown = text.slice(start, start + WIDTH);
  const gutter = String(line);
  const indent = shown.slice(0, column - 1 - start).replace(/[^\t]/g, " ");
  return `  ${gutter} | ${shown}\n  ${" ".repeat(gutter.length)} | ${indent}^\n`;
}
