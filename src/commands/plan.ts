import { type Environment, environment, isNothing } from "../environments/environment.ts";
import type { Io } from "../io.ts";
import { human } from "../plan/human.ts";
import { json } from "../plan/json.ts";
import { type Plan, plan as planned } from "../plan/plan.ts";
import { type Finding, findings } from "../source/finding.ts";
import { problemsIn } from "../source/problem.ts";
import { told } from "../tell.ts";
import type { Call, Command } from "./command.ts";
import { misused } from "./misused.ts";
import { misuse } from "./paths.ts";

const INVALID = 1;

const formats = { human, json } as const;

export const plan: Command = {
  name: "plan",
  summary: "Counts pods, CPU, memory, database connections and the seconds of a rollout.",
  operands: "PATH…",
  options: {
    format: { value: "FORMAT", choices: Object.keys(formats), default: "human", description: "json: for programs." },
  },
  notes: [
    "A PATH is a file with a spec, an overlay, what kustomize build has printed, or - for standard input. Several stand side by side.",
    "Each number comes with its formula. What the objects do not tell is unknown, and never guessed.",
  ],
  examples: ["plan overlays/prod", "plan overlays/dev overlays/staging overlays/prod", "plan --format json overlays/prod"],
  run,
};

function run({ operands, options }: Call, io: Io): number {
  const wrong = misuse("plan", operands, io);
  if (wrong !== undefined) return misused(wrong, "plan", io);
  const looked = operands.map((path) => look(environment(path, io)));
  const found = looked.flatMap(({ findings }) => findings);
  const plans = looked.flatMap(({ plan }) => plan ?? []);
  // Whoever reads the numbers has read before what is wrong with them.
  io.stderr(told(found));
  if (plans.length > 0) io.stdout(formats[options["format"] as keyof typeof formats](plans));
  return found.some(({ severity }) => severity === "error") ? INVALID : 0;
}

interface Looked {
  readonly findings: readonly Finding[];
  /** Undefined: nothing is there to count. */
  readonly plan?: Plan;
}

function look(found: Environment): Looked {
  if (isNothing(found)) return { findings: found.findings };
  try {
    return { findings: found.findings, plan: planned(found) };
  } catch (error) {
    const also = findings(problemsIn(error), () => undefined, found.name);
    return { findings: [...found.findings, ...also] };
  }
}
