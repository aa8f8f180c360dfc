import type { Io } from "../io.ts";
import { candidates, type Table } from "./completion/candidates.ts";

/** The word by which the scripts of the shells ask; no command of people. */
export const COMPLETE = "__complete";

/** The kind of what follows, and then one candidate a line, with a tab before what it means. */
export function complete(table: Table, words: readonly string[], io: Io): number {
  const { kind, candidates: found } = candidates(table, words);
  io.stdout(`${kind}\n${found.map(({ value, description }) => `${value}\t${description.replace(/\s+/g, " ")}\n`).join("")}`);
  return 0;
}
