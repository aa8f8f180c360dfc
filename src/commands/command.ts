import { parseArgs } from "node:util";
import type { Io } from "../io.ts";
import { nearest } from "../source/suggest.ts";

/** An option of a command; every one has a value. */
interface Option {
  readonly description: string;
  /** What stands for the value in the usage. */
  readonly value: string;
  /** Absent: any text. */
  readonly choices?: readonly string[];
  readonly default: string;
}

export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What follows the options in the usage; empty: nothing may. */
  readonly operands: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  /** @returns exit code */
  readonly run: (call: Call, io: Io) => number;
}

export interface Call {
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** The call, or what is wrong with the arguments in a sentence. */
export function parse(command: Command, args: readonly string[]): Call | string {
  const { options } = command;
  const known = Object.keys(options);
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(known.map((name) => [name, { type: "string" as const }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Record<string, string> = Object.fromEntries(known.map((name) => [name, (options[name] as Option).default]));
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) return unknown(token.rawName, known);
    if (token.value === undefined) return `${token.rawName} needs a value: ${token.rawName} ${option.value}`;
    if (option.choices && !option.choices.includes(token.value)) return notOneOf(token.rawName, token.value, option.choices);
    given[token.name] = token.value;
  }
  if (command.operands === "" && positionals.length > 0) return `${command.name} takes no argument, but ${JSON.stringify(positionals[0])} was given`;
  return { operands: positionals, options: given };
}

function unknown(name: string, known: readonly string[]): string {
  const guess = nearest(name.replace(/^-+/, ""), known);
  const options = known.map((option) => `--${option}`).join(", ");
  return `there is no option ${name}${guess ? `; did you mean --${guess}?` : options ? `; there are ${options}` : ""}`;
}

function notOneOf(name: string, value: string, choices: readonly string[]): string {
  const guess = nearest(value, choices);
  return `${name} is one of ${choices.join(", ")}, not ${JSON.stringify(value)}${guess ? `; did you mean ${guess}?` : ""}`;
}

/** How to call it, for phoenix-release help COMMAND and for wrong usage. */
export function usage(program: string, { name, summary, operands, options, examples }: Command): string {
  const rows = Object.entries(options).map(([option, { value, description, default: fallback }]) => [
    `--${option} ${value}`,
    `${description} Default: ${fallback}.`,
  ]);
  const width = Math.max(0, ...rows.map(([option = ""]) => option.length));
  return [
    `${summary}`,
    "",
    "Usage:",
    `  ${[program, name, rows.length > 0 ? "[OPTIONS]" : "", operands].filter(Boolean).join(" ")}`,
    ...(rows.length > 0 ? ["", "Options:", ...rows.map(([option = "", text]) => `  ${option.padEnd(width)}  ${text}`)] : []),
    ...(examples.length > 0 ? ["", "Examples:", ...examples.map((example) => `  ${program} ${example}`)] : []),
    "",
  ].join("\n");
}
