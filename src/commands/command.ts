import { parseArgs } from "node:util";
import type { Io } from "../io.ts";
import { nearest } from "../source/suggest.ts";

/** An option of a command. */
export interface Option {
  readonly description: string;
  /** What stands for the value in the usage. Absent: a switch, which has none. */
  readonly value?: string;
  /** One letter. */
  readonly short?: string;
  /** Absent: any text. */
  readonly choices?: readonly string[];
  /** Absent: the option is not given unless somebody gives it. */
  readonly default?: string;
}

export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What follows the options in the usage; empty: nothing may. */
  readonly operands: string;
  /** Words that may stand there, where it takes no paths. */
  readonly completes?: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  /** What one should know before calling it, in lines. */
  readonly notes?: readonly string[];
  readonly examples: readonly string[];
  /** Exit code where what was named cannot be read or written. Default: 1. */
  readonly unreadable?: number;
  /** @returns exit code */
  readonly run: (call: Call, io: Io) => number;
}

export interface Call {
  readonly operands: readonly string[];
  /** Of switches that were given: the empty text. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

/** The call, or what is wrong with the arguments in a sentence. */
export function parse(command: Command, args: readonly string[]): Call | string {
  const { options } = command;
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, syntaxOf(option)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Record<string, string | undefined> = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) return unknown(token.rawName, options);
    const wrong = misgiven(token.rawName, option, token.value);
    if (wrong !== undefined) return wrong;
    given[token.name] = token.value ?? "";
  }
  if (command.operands === "" && positionals.length > 0) return `${command.name} takes no argument, but ${JSON.stringify(positionals[0])} was given`;
  return { operands: positionals, options: given };
}

const syntaxOf = ({ value, short }: Option) => ({
  type: value === undefined ? ("boolean" as const) : ("string" as const),
  ...(short !== undefined && { short }),
});

function misgiven(name: string, option: Option, value: string | undefined): string | undefined {
  if (option.value === undefined) return value === undefined ? undefined : `${name} takes no value, but ${JSON.stringify(value)} was given`;
  if (value === undefined) return `${name} needs a value: ${name} ${option.value}`;
  return option.choices && !option.choices.includes(value) ? notOneOf(name, value, option.choices) : undefined;
}

function unknown(name: string, options: Command["options"]): string {
  const known = Object.keys(options);
  const guess = nearest(name.replace(/^-+/, ""), known);
  const all = known.map((option) => `--${option}`).join(", ");
  return `there is no option ${name}${guess ? `; did you mean --${guess}?` : all ? `; there are ${all}` : ""}`;
}

function notOneOf(name: string, value: string, choices: readonly string[]): string {
  const guess = nearest(value, choices);
  return `${name} is one of ${choices.join(", ")}, not ${JSON.stringify(value)}${guess ? `; did you mean ${guess}?` : ""}`;
}
