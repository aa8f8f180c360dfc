import { at, below, document, NAME } from "../../schema/node.ts";
import type { Command, Option } from "../command.ts";

/** What may stand at a place of the command line. */
interface Candidate {
  readonly value: string;
  readonly description: string;
}

export interface Candidates {
  /** part: more of the same word follows. files, directories: those too. */
  readonly kind: "words" | "part" | "files" | "directories";
  readonly candidates: readonly Candidate[];
}

/** All that the program has. */
export interface Table {
  readonly commands: readonly Command[];
  readonly topics: readonly { readonly name: string; readonly summary: string }[];
}

/** @param words after the name of the program, up to the one where the cursor is, of which only what stands before the cursor */
export function candidates({ commands, topics }: Table, words: readonly string[]): Candidates {
  const current = words.at(-1) ?? "";
  const found = look({ commands, topics }, words.slice(0, -1), current);
  return { ...found, candidates: found.candidates.filter(({ value }) => value.startsWith(current)) };
}

function look({ commands, topics }: Table, [first, ...rest]: readonly string[], current: string): Candidates {
  const named = (list: Table["topics"]): Candidate[] => list.map(({ name, summary }) => ({ value: name, description: summary }));
  if (first === undefined) return { kind: "files", candidates: [...named(commands), { value: "help", description: "What a command takes." }] };
  if (first === "help") return words(rest.length === 0 ? named([...commands, ...topics]) : []);
  const command = commands.find(({ name }) => name === first);
  return command ? ofCommand(command, rest, current) : words([]);
}

const words = (list: readonly Candidate[]): Candidates => ({ kind: "words", candidates: list });

function ofCommand(command: Command, before: readonly string[], current: string): Candidates {
  const onlyOperands = before.includes("--");
  const waiting = onlyOperands ? undefined : optionOf(command, before.at(-1) ?? "");
  if (waiting?.value !== undefined) return ofValue(waiting, "");
  const [, long] = /^(--[^=]+)=/.exec(current) ?? [];
  if (long !== undefined && !onlyOperands) {
    const option = optionOf(command, long);
    return option ? ofValue(option, `${long}=`) : words([]);
  }
  if (current.startsWith("-") && !onlyOperands) return words([...optionsOf(command, before), { value: "--help", description: "What it takes." }]);
  return ofOperand(command, before, current);
}

function optionOf({ options }: Command, word: string): Option | undefined {
  const entry = Object.entries(options).find(([name, { short }]) => word === `--${name}` || (short !== undefined && word === `-${short}`));
  return entry?.[1];
}

/** Those that were not given yet. */
const optionsOf = ({ options }: Command, before: readonly string[]): Candidate[] =>
  Object.entries(options)
    .filter(([name, { short }]) => !before.some((word) => word === `--${name}` || word.startsWith(`--${name}=`) || word === `-${short}`))
    .map(([name, { description }]) => ({ value: `--${name}`, description }));

function ofValue({ value, choices, description }: Option, prefix: string): Candidates {
  if (choices) return words(choices.map((choice) => ({ value: `${prefix}${choice}`, description: meaning(choice, description) })));
  return ofPlaceholder(value ?? "") ?? words([]);
}

/** A description goes through the choices as in "human: with a caret. json: for programs." */
const meaning = (choice: string, description: string): string => new RegExp(`(?:^|[.;] )${choice}: ([^.]*)`).exec(description)?.[1] ?? "";

function ofOperand(command: Command, before: readonly string[], current: string): Candidates {
  const { operands, completes } = command;
  if (completes) return words(completes.map((value) => ({ value, description: "" })));
  if (/^\[?FIELD\b/.test(operands)) return operandsIn(command, before).length === 0 ? ofField(current) : words([]);
  return ofPlaceholder(/[A-Z]+/.exec(operands)?.[0] ?? "") ?? words([]);
}

/** Neither options nor their values. */
const operandsIn = (command: Command, before: readonly string[]): string[] =>
  before.filter((word, index) => !word.startsWith("-") && optionOf(command, before[index - 1] ?? "")?.value === undefined);

function ofPlaceholder(word: string): Candidates | undefined {
  if (word === "DIR") return { kind: "directories", candidates: [] };
  return ["PATH", "FILE", "SPEC", "A", "B"].includes(word) ? { kind: "files", candidates: [] } : undefined;
}

/** The next step of a path such as spec.cluster.discovery or cluster.discovery. */
function ofField(current: string): Candidates {
  const before = current.split(".").slice(0, -1);
  const tops = Object.keys(document.properties ?? {});
  const node = at(tops.includes(before[0] ?? "") ? before : ["spec", ...before]);
  const top = before.length === 0 ? below(document) : [];
  const found = node ? [...below(node), ...top].filter(([step]) => /^\w/.test(step) && step !== NAME) : [];
  const candidates = found.map(([step, part]) => ({
    value: [...before, step].join("."),
    description: part.enum ? part.enum.join(", ") : (part.description.split(/(?<=\.) /)[0] ?? ""),
  }));
  const hasMore = found.some(([step, part]) => [...before, step].join(".").startsWith(current) && below(part).length > 0);
  return { kind: hasMore ? "part" : "words", candidates };
}
