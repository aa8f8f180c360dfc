import { isDeepStrictEqual } from "node:util";
import type { Outcome } from "../program.ts";
import { Random } from "../properties/random.ts";
import type { Parts } from "./parts.ts";
import { always } from "./rules.ts";
import { smallest } from "./smallest.ts";
import { type Way, ways } from "./ways.ts";

/** An input for which something does not hold that must hold for all. */
export interface Failure {
  readonly seed: number;
  readonly index: number;
  readonly way: string;
  readonly rule: string;
  readonly problems: readonly string[];
  readonly parts: Parts;
}

/** Seconds of processor time that a run may take, on a slow machine too. */
const MAX_SECONDS = 2;

const names = Object.keys(ways);
const weights = names.flatMap((name) => Array.from({ length: (ways[name] as Way).weight }, () => name));

/** The input of an index comes again without those before it. */
export function input(seed: number, index: number): readonly [way: string, parts: Parts] {
  const random = new Random(seed * 1_000_003 + index);
  const way = random.pick(weights);
  return [way, (ways[way] as Way).make(random)];
}

export interface Examined {
  readonly way: string;
  readonly isAccepted: boolean;
  readonly failure: Failure | undefined;
}

/** Every fourth input is asked a second time, which must not change anything. */
export function examine(seed: number, index: number): Examined {
  const [way, parts] = input(seed, index);
  const { isAccepted, broken } = judge(ways[way] as Way, parts, index % 4 === 0);
  return { way, isAccepted, failure: broken && { seed, index, way, parts, ...broken } };
}

/** The same with the smallest input that shows it. */
export function shrunk(failure: Failure): Failure {
  const way = ways[failure.way] as Way;
  const twice = failure.rule === SAME;
  const parts =
    failure.rule === SLOW
      ? failure.parts
      : smallest(failure.parts, (smaller) => {
          const { broken } = judge(way, smaller, twice);
          return broken !== undefined && kindOf(broken) === kindOf(failure);
        });
  return { ...failure, parts, ...judge(way, parts, twice).broken };
}

/** Failures of one kind have one reason, nearly always. */
export function kindOf({ rule, problems }: Pick<Failure, "rule" | "problems">): string {
  const place = /^ {4}at .*$/m.exec(problems.join("\n"))?.[0] ?? "";
  return rule + place;
}

interface Broken {
  readonly rule: string;
  readonly problems: readonly string[];
}

const THROWN = "nothing is thrown";
const SLOW = `${MAX_SECONDS} seconds are enough`;
const SAME = "the same input gives the same bytes";

interface Judgement {
  readonly isAccepted: boolean;
  readonly broken?: Broken;
}

export function judge({ ask, rules }: Way, parts: Parts, twice: boolean): Judgement {
  const started = seconds();
  let outcome: Outcome;
  try {
    outcome = ask(parts);
  } catch (error) {
    return { isAccepted: false, broken: { rule: THROWN, problems: [(error as Error).stack ?? String(error)] } };
  }
  const isAccepted = outcome.code === 0;
  const spent = seconds() - started;
  if (spent > MAX_SECONDS) return { isAccepted, broken: { rule: SLOW, problems: [`${spent.toFixed(1)} s`] } };
  const again = twice ? ask(parts) : outcome;
  if (!isDeepStrictEqual(again, outcome)) return { isAccepted, broken: { rule: SAME, problems: [JSON.stringify(outcome), JSON.stringify(again)] } };
  for (const [rule, holds] of Object.entries({ ...always, ...rules })) {
    const problems = judged(() => holds(outcome, parts));
    if (problems.length > 0) return { isAccepted, broken: { rule, problems } };
  }
  return { isAccepted };
}

/** What cannot even be read breaks its rule. */
function judged(rule: () => readonly string[]): readonly string[] {
  try {
    return rule();
  } catch (error) {
    return [(error as Error).stack ?? String(error)];
  }
}

/** Of this thread: other processes on the machine do not count. */
function seconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}
