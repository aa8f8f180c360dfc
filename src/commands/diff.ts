import { diff as compared, type Difference, isSame } from "../diff/diff.ts";
import { human } from "../diff/human.ts";
import { json } from "../diff/json.ts";
import { type Environment, environment, isNothing } from "../environments/environment.ts";
import type { Io } from "../io.ts";
import { findings } from "../source/finding.ts";
import { problemsIn } from "../source/problem.ts";
import { told } from "../tell.ts";
import type { Call, Command } from "./command.ts";
import { misused } from "./misused.ts";
import { misuse } from "./paths.ts";

// As those of diff and of kubectl diff: a script that asks whether something changed must not take a failure for a yes.
const SAME = 0;
const DIFFERS = 1;
const FAILED = 2;

const formats = { human, json } as const;

export const diff: Command = {
  name: "diff",
  summary: "Says what differs between two environments, or two versions of a spec.",
  operands: "A B",
  options: {
    format: { value: "FORMAT", choices: Object.keys(formats), default: "human", description: "json: for programs." },
  },
  notes: [
    "A and B are overlays, files with specs, what kustomize build has printed, or - for standard input.",
    "Hashes in names, prefixes and the namespace are told once, and not for each object. Values of secrets are never shown.",
    "Exit codes: 0 the same, 1 differs, more than 1 anything else.",
  ],
  examples: ["diff overlays/staging overlays/prod", "diff old.yaml new.yaml", "diff - bases/app/spec/release.yaml < old.yaml"],
  unreadable: FAILED,
  run,
};

function run({ operands, options }: Call, io: Io): number {
  const wrong =
    operands.length === 2
      ? misuse("diff", operands, io)
      : `diff compares two PATHs, A and B, and ${operands.length} ${operands.length === 1 ? "was" : "were"} given`;
  if (wrong !== undefined) return misused(wrong, "diff", io, FAILED);
  const [a, b] = operands.map((path) => environment(path, io)) as [Environment, Environment];
  const both = [a, b].flatMap((one) => one.findings);
  const difference = [a, b].some(isNothing) ? undefined : orFindings(a, b);
  const found = [...both, ...(Array.isArray(difference) ? difference : [])];
  io.stderr(told(found));
  if (difference === undefined || Array.isArray(difference)) return FAILED;
  io.stdout(formats[options["format"] as keyof typeof formats](difference));
  if (found.some(({ severity }) => severity === "error")) return FAILED;
  if (!isSame(difference)) return DIFFERS;
  io.stderr(`no difference: ${difference.same} ${difference.same === 1 ? "object is" : "objects are"} the same\n`);
  return SAME;
}

function orFindings(a: Environment, b: Environment): Difference | ReturnType<typeof findings> {
  try {
    return compared(a, b);
  } catch (error) {
    return findings(problemsIn(error), () => undefined, `${a.name}, ${b.name}`);
  }
}
