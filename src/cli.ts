import packageJson from "../package.json" with { type: "json" };
import { coloured } from "./colours.ts";
import { type Command, parse } from "./commands/command.ts";
import { commands } from "./commands/commands.ts";
import { COMPLETE, complete } from "./commands/complete.ts";
import { help, topicHelp } from "./commands/help.ts";
import { topics } from "./commands/topics.ts";
import { usage, widthOn } from "./commands/usage.ts";
import type { Io } from "./io.ts";
import { krm } from "./krm.ts";
import { plugin } from "./plugin.ts";
import { statsOf } from "./source/files.ts";
import { nearest } from "./source/suggest.ts";

const OK = 0;
const INVALID = 1;
const USAGE = 2;
const OURS = 3;

/** Neither the program's fault nor the spec's: the disk, rights, a directory that somebody has deleted. */
const MACHINE = ["ENOSPC", "EDQUOT", "EIO", "EACCES", "EPERM", "ENOENT", "EISDIR", "EROFS"];

const program = packageJson.name;

/**
 * Runs what the arguments ask for.
 * @returns exit code: 0 done, 1 the input is wrong, 2 wrong usage, 3 our fault
 */
export function run(args: readonly string[], io: Io): number {
  try {
    return choose(args, coloured(io));
  } catch (error) {
    if (MACHINE.includes(String((error as NodeJS.ErrnoException).code))) {
      io.stderr(`${program}: ${(error as Error).message}: what was to be read or written is not there, not allowed or full\n`);
      return commands.find(({ name }) => name === args[0])?.unreadable ?? INVALID;
    }
    io.stderr(
      `${program} ${packageJson.version}: this is a fault of the program, not of your input. Please report it with the spec and this text:\n${(error as Error).stack ?? error}\n`,
    );
    return OURS;
  } finally {
    io.progress?.("");
  }
}

/** One file: a classic plugin. No argument and a caller who writes to us: a KRM function. Anything else is the command line. */
function choose([first, ...rest]: readonly string[], io: Io): number {
  if (first === undefined) {
    if (!io.stdinIsTerminal()) return krm(io);
    io.stderr(help(program, commands, topics, widthOn(io.columns?.("stderr"))));
    return USAGE;
  }
  if (["help", "--help", "-h"].includes(first)) return helped(rest, io);
  if (first === COMPLETE) return complete({ commands, topics }, rest, io);
  const command = commands.find(({ name }) => name === (first === "--version" ? "version" : first));
  if (command) return called(command, rest, io);
  if (rest.length === 0 && isFile(first)) return plugin(first, io);
  return misused(strange(first, rest), io);
}

function helped([word, ...rest]: readonly string[], io: Io): number {
  const width = widthOn(io.columns?.("stdout"));
  const command = commands.find(({ name }) => name === word);
  const topic = topics.find(({ name }) => name === word);
  if (word !== undefined && ((!command && !topic) || rest.length > 0)) {
    const guess = nearest(
      word,
      [...commands, ...topics].map(({ name }) => name),
    );
    const given = JSON.stringify([word, ...rest].join(" "));
    return misused(`help takes the name of a command or a topic, not ${given}${guess && rest.length === 0 ? `; did you mean "${guess}"?` : ""}`, io);
  }
  io.stdout(command ? usage(program, command, width) : topic ? topicHelp(topic, width) : help(program, commands, topics, width));
  return OK;
}

function called(command: Command, args: readonly string[], io: Io): number {
  if (args.includes("--help") || args.includes("-h")) return helped([command.name], io);
  const call = parse(command, args);
  if (typeof call === "string") return misused(call, io, `${program} help ${command.name}`);
  return command.run(call, io);
}

function misused(what: string, io: Io, topic = `${program} help`): number {
  io.stderr(`${program}: ${what}\nRun ${topic} for what it can do.\n`);
  return USAGE;
}

function strange(first: string, rest: readonly string[]): string {
  if (first === "-") return "- is a path, and stands after a command: phoenix-release render - prints the objects for a spec on standard input";
  if (first.startsWith("-")) {
    const having = withOption(first);
    if (having.length > 0) return `${first} stands after a command: phoenix-release ${having.join("|")} ${first} …`;
  }
  const guess = nearest(first, [...commands.map(({ name }) => name), "help", "--help", "--version"]);
  if (statsOf(first)?.isDirectory()) {
    return `${JSON.stringify(first)} is a directory: phoenix-release validate ${first} checks it, and kustomize build --enable-alpha-plugins ${first} builds it`;
  }
  if (rest.length > 0 && !guess) return `one file is read at a time, but ${JSON.stringify(rest[0])} was given too`;
  return `${JSON.stringify(first)} is neither a file nor a command${guess ? `; did you mean "${guess}"?` : ""}`;
}

/** Names of the commands that have an option, as it was written. */
function withOption(word: string): string[] {
  const [, long, short] = /^(?:--([^=]+)|-(\w))/.exec(word) ?? [];
  return commands
    .filter(({ options }) => Object.entries(options).some(([name, option]) => name === long || (option.short === short && short !== undefined)))
    .map(({ name }) => name);
}

function isFile(path: string): boolean {
  // Also a pipe, as in phoenix-release <(…).
  const stats = statsOf(path);
  return stats !== undefined && !stats.isDirectory();
}
