import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { demoEngine } from "../engines/engines.ts";
import { directories } from "./directories.ts";
import { type Failure, input } from "./examine.ts";
import type { Slice, Told } from "./worker.ts";

// npm run fuzz: wrong inputs by the hundred thousand, each from a seed and its number alone. What breaks a rule is made small, and printed.

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    directories: { type: "string" },
  },
});
const number = (text: string, name: string): number => {
  const given = Number(text);
  if (!Number.isInteger(given) || given < 0) throw new Error(`--${name} takes a whole number, not ${text}`);
  return given;
};
const seed = number(values.seed, "seed");
const from = number(values.from, "from");
const to = from + number(values.count, "count");

/** Inputs of one worker: what it keeps is measured over them. */
const SLICE = 5000;
/** The longest input takes a tenth of it on a slow machine. */
const HANGS_AFTER_MS = 60_000;
const MEMORY_MB = 768;
/** Characters of an input that are printed; all of it is in a file. */
const LONGEST = 2000;

const counts = new Map<string, number>();
const places: string[] = [];
let accepted = 0;
const started = performance.now();

const failures = join(tmpdir(), `phoenix-release-fuzz-${seed}`);
rmSync(failures, { recursive: true, force: true });

for (let at = from; at < to; ) at = await slice(at, Math.min(at + SLICE, to));
const builds = number(values.directories ?? String(Math.floor((to - from) / 1000)), "directories");
if (builds > 0) {
  for (const failure of directories(await demoEngine(), builds, seed)) found({ kind: `${failure.way}: ${failure.rule}`, failure });
}
show(to, true);
if (counts.size > 0) {
  console.log(`\n${[...counts].map(([kind, count]) => `${count} x ${kind}`).join("\n")}\n\ntheir inputs: ${places.join(" ")}`);
  process.exitCode = 1;
}

/** @returns the index to go on with */
function slice(begin: number, end: number): Promise<number> {
  const progress = new SharedArrayBuffer(8);
  const at = new Int32Array(progress);
  Atomics.store(at, 0, begin);
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { seed, from: begin, to: end, progress, known: [...counts.keys()] } satisfies Slice,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return new Promise((resolve) => {
    let last = begin;
    let since = performance.now();
    const ended = (next: number): void => {
      clearInterval(watch);
      accepted += Atomics.exchange(at, 1, 0);
      worker.terminate();
      resolve(next);
    };
    /** The input that the worker was busy with, and did not survive. */
    const lost = (rule: string, problem: string): void => {
      const index = Atomics.load(at, 0);
      const [way, parts] = input(seed, index);
      const kind = `${way}: ${rule}: ${problem}`;
      found(counts.has(kind) ? { kind } : { kind, failure: { seed, index, way, rule, problems: [problem], parts } });
      ended(index + 1);
    };
    const watch = setInterval(() => {
      const now = Atomics.load(at, 0);
      if (now !== last) [last, since] = [now, performance.now()];
      else if (performance.now() - since > HANGS_AFTER_MS) lost("it comes to an end", `nothing after ${HANGS_AFTER_MS / 1000} s`);
      show(now, false);
    }, 500);
    worker.on("message", found);
    worker.on("error", (error) => lost("the program leaves memory and stack to others", String(error)));
    worker.on("exit", () => ended(end));
  });
}

function found({ kind, failure }: Told): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (!failure) return;
  const place = join(failures, String(places.length + 1));
  places.push(place);
  print(failure);
  mkdirSync(place, { recursive: true });
  for (const [name, bytes] of Object.entries(failure.parts)) writeFileSync(join(place, name.replaceAll("/", "%")), bytes, "latin1");
}

function print({ index, way, rule, problems, parts }: Failure): void {
  const shown = Object.entries(parts).map(([name, bytes]) => `--- ${name}, as a string of bytes:\n${JSON.stringify(bytes).slice(0, LONGEST)}`);
  console.log(`\n${way}, --seed ${seed} --from ${index} --count 1: broken is "${rule}"\n${problems.join("\n").slice(0, LONGEST)}\n${shown.join("\n")}`);
}

/** A line that rewrites itself where a person waits, and one at the end for everybody. */
function show(index: number, isLast: boolean): void {
  const seconds = Math.round((performance.now() - started) / 1000);
  const line = `seed ${seed}: ${index - from} of ${to - from} inputs, ${accepted} accepted${isLast && builds > 0 ? ` and ${builds} directories` : ""}, ${counts.size} kinds of failures, ${seconds} s`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${isLast ? "\n" : ""}`);
  else if (isLast) console.error(line);
}
