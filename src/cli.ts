import { statSync } from "node:fs";
import packageJson from "../package.json" with { type: "json" };
import { help } from "./commands/help.ts";
import type { Io } from "./io.ts";
import { krm } from "./krm.ts";
import { plugin } from "./plugin.ts";
import { nearest } from "./source/suggest.ts";

const OK = 0;
const USAGE = 2;
const OURS = 3;

type Command = (io: Io) => void;

const commands: Readonly<Record<string, Command>> = {
  help: (io) => io.stdout(help),
  version: (io) => io.stdout(`${packageJson.name} ${packageJson.version}\n`),
};

const aliases: Readonly<Record<string, string>> = { "--help": "help", "-h": "help", "--version": "version" };

/**
 * Runs what the arguments ask for.
 * @returns exit code: 0 done, 1 the input is wrong, 2 wrong usage, 3 our fault
 */
export function run(args: readonly string[], io: Io): number {
  try {
    return choose(args, io);
  } catch (error) {
    // The reader of a pipe has read enough: nobody is left to tell.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return OK;
    io.stderr(
      `${packageJson.name} ${packageJson.version}: this is a fault of the program, not of your input. Please report it with the spec and this text:\n${(error as Error).stack ?? error}\n`,
    );
    return OURS;
  }
}

/** One file: a classic plugin. No argument and a caller who writes to us: a KRM function. Anything else is the command line. */
function choose(args: readonly string[], io: Io): number {
  const [first] = args;
  if (first === undefined) {
    if (!io.stdinIsTerminal()) return krm(io);
    io.stderr(help);
    return USAGE;
  }
  const name = aliases[first] ?? first;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command && args.length === 1) {
    command(io);
    return OK;
  }
  if (args.length === 1 && isFile(first)) return plugin(first, io);
  io.stderr(`${packageJson.name}: ${misuse(args, command !== undefined)}\nRun ${packageJson.name} help for what it can do.\n`);
  return USAGE;
}

function misuse([first = "", second]: readonly string[], known: boolean): string {
  if (known) return `${first} takes no argument, but ${JSON.stringify(second)} was given`;
  const guess = nearest(first, [...Object.keys(commands), ...Object.keys(aliases)]);
  if (second !== undefined && !guess) return `one file is read at a time, but ${JSON.stringify(second)} was given too`;
  return `${JSON.stringify(first)} is neither a file nor a command${guess ? `; did you mean "${guess}"?` : ""}`;
}

function isFile(path: string): boolean {
  // Also a pipe, as in phoenix-release <(…).
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isDirectory();
}
