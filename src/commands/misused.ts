import packageJson from "../../package.json" with { type: "json" };
import type { Io } from "../io.ts";

const USAGE = 2;
const { name: program } = packageJson;

/** Wrong usage, in the same form for every command. */
export function misused(what: string, command: string, io: Io, code = USAGE): number {
  io.stderr(`${program}: ${what}\nRun ${program} help ${command} for what it can do.\n`);
  return code;
}

/** Why nothing came of it, where the usage was right. */
export function refused(why: string, code: number, io: Io): number {
  io.stderr(`${program}: ${why}\n`);
  return code;
}

/** What is wrong with a path before anything looks for it: a variable of a script that is not set gives an empty one. */
export const emptyPath = (command: string, paths: readonly string[]): string | undefined =>
  paths.includes("") ? `${command} was given an empty PATH: "" names nothing; is a variable not set?` : undefined;
