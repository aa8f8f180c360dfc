import type { Finding } from "./finding.ts";
import type { Position } from "./problem.ts";

/** Blocks of one report. Nobody reads on; programs get all. */
const MOST = 200;

/**
 * Text for people. One block each: `file:line:column: error[CODE]: message` (or warning), the source line with a caret, help. Where no position is known the
 * block begins with the subject. Of very many the first are shown, errors before warnings, and the rest is counted.
 */
export function human(findings: readonly Finding[]): string {
  if (findings.length <= MOST) return findings.map(block).join("");
  const errors = findings.filter(({ severity }) => severity === "error");
  const shown = new Set([...errors, ...findings.filter(({ severity }) => severity !== "error")].slice(0, MOST));
  const rest = `and ${findings.length - MOST} more, which are not shown: mend these first\n`;
  return [...findings.filter((one) => shown.has(one)).map(block), rest].join("");
}

function block({ code, severity, message, help, subject, position, waived }: Finding): string {
  const place = position ? `${position.file}:${position.line}:${position.column}` : subject;
  const cure = waived === undefined ? help && `  help: ${oneLine(help)}\n` : `  waived: ${oneLine(waived)}\n`;
  return `${oneLine(place)}: ${severity}[${code}]: ${oneLine(message)}\n${position ? excerpt(position) : ""}${cure ?? ""}`;
}

/** What the input says is shown and moves no terminal: YAML allows some control characters, and in quotes all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
export const plain = (text: string): string => text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd");

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
