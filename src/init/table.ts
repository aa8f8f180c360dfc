import { wrapped } from "../source/wrap.ts";
import { oneLine } from "./spec-text.ts";

// Columns for a terminal: what does not fit beside the others goes below them.

export interface Line {
  /** The last one is where it was found. */
  readonly cells: readonly string[];
  /** What a reader needs to know of it, on lines of its own. */
  readonly note?: string;
}

const INDENT = 4;
const GAP = 2;
/** Few names are longer, and one long name would push all others aside. */
export const WIDEST = 32;

export function table(head: readonly string[], body: readonly Line[], width: number): string {
  const lines = body.map(({ cells, note = "" }) => ({ cells: cells.map(oneLine), note }));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map(({ cells }) => cells[column]?.length ?? 0).filter((length) => length <= WIDEST)),
  );
  return [lineText({ cells: head }, widths, Number.POSITIVE_INFINITY), ...lines.map((line) => lineText(line, widths, width))].join("");
}

function lineText({ cells, note = "" }: Line, widths: readonly number[], width: number): string {
  const padded = cells.slice(0, -1).map((cell, column) => cell.padEnd(widths[column] as number));
  const [left, place = ""] = [padded.join(" ".repeat(GAP)), cells.at(-1)];
  const fits = left.length + GAP + place.length <= width;
  const below = [fits ? "" : place, note].filter((text) => text !== "").join(": ");
  const line = fits ? left + " ".repeat(GAP) + place : left;
  return `${line.trimEnd()}\n${below === "" ? "" : `${indented(below, INDENT, width)}\n`}`;
}

export const indented = (text: string, indent: number, width: number): string => `${" ".repeat(indent)}${wrapped(oneLine(text), indent, width)}`;

/** For a column that is as wide as it can be, and no wider. */
export const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
