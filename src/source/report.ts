import type { Finding } from "./finding.ts";
import type { Position } from "./problem.ts";

/**
 * Text for people. One block each: `file:line:column: error[CODE]: message` (or warning), the source line with a caret, help. Where no position is known the
 * block begins with the subject.
 */
export const human = (findings: readonly Finding[]): string => findings.map(block).join("");

function block({ code, severity, message, help, subject, position, waived }: Finding): string {
  const place = position ? `${position.file}:${position.line}:${position.column}` : subject;
  const cure = waived === undefined ? help && `  help: ${oneLine(help)}\n` : `  waived: ${oneLine(waived)}\n`;
  return `${oneLine(place)}: ${severity}[${code}]: ${oneLine(message)}\n${position ? excerpt(position) : ""}${cure ?? ""}`;
}

/** What the input says is shown and moves no terminal: YAML allows some control characters, and in quotes all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const plain = (text: string): string => text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd");

const oneLine = (text: string): string => plain(text.trim().replace(/\s*[\n\u2028\u2029]\s*/g, " "));

const WIDTH = 120;

function excerpt({ line, column, text }: Position): string {
  // A minified file has lines of thousands of characters: show the part around the column.
  const start = column > WIDTH ? column - WIDTH / 2 : 0;
  const shown = plain(text.slice(start, start + WIDTH));
  const gutter = String(line);
  const indent = shown.slice(0, column - 1 - start).replace(/[^\t]/g, " ");
  return `  ${gutter} | ${shown}\n  ${" ".repeat(gutter.length)} | ${indent}^\n`;
}
