import { wrapped } from "../source/wrap.ts";
import type { Command } from "./command.ts";

/** Where nobody says how wide a terminal is, and at most: longer lines are hard to read. */
const WIDTH = 100;
const LEAST = 40;

/** Of help, on a terminal of so many characters. */
export const widthOn = (columns: number | undefined): number => Math.max(LEAST, Math.min(WIDTH, columns ?? WIDTH));

/** How to call it, for phoenix-release help COMMAND and for wrong usage. */
export function usage(program: string, command: Command, width: number): string {
  const { name, summary, operands, options, notes = [], examples } = command;
  const call = [program, name, Object.keys(options).length > 0 ? "[OPTIONS]" : "", operands].filter(Boolean).join(" ");
  const sections = [
    wrapped(summary, 0, width),
    `Usage:\n  ${call}`,
    notes.map((note) => wrapped(note, 0, width)).join("\n"),
    section("Options", rows(optionRows(command), width)),
    section(
      "Examples",
      examples.map((example) => `  ${program} ${example}`),
    ),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

export const optionRows = ({ options }: Command): (readonly [call: string, what: string])[] =>
  Object.entries(options).map(([option, { value, short, description, default: fallback }]) => [
    [short === undefined ? "" : `-${short},`, `--${option}`, value].filter(Boolean).join(" "),
    fallback === undefined ? description : `${description} Default: ${fallback}.`,
  ]);

const section = (title: string, lines: readonly string[]): string => (lines.length === 0 ? "" : `${title}:\n${lines.join("\n")}`);

/** Two columns; on a narrow terminal the second begins below the first. */
export function rows(pairs: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.max(0, ...pairs.map(([call]) => call.length)) + 4;
  const isNarrow = left > width / 2;
  const indent = isNarrow ? 6 : left;
  return pairs.map(([call, what]) =>
    isNarrow ? `  ${call}\n${" ".repeat(indent)}${wrapped(what, indent, width)}` : `  ${call.padEnd(left - 2)}${wrapped(what, indent, width)}`,
  );
}
