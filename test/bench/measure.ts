import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";

/** A command line and all of its environment. */
export interface Command {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** Seconds of one run of the whole process. */
export function seconds({ argv: [file = "", ...args], env = {}, stdin = "/dev/null" }: Command): number {
  const input = openSync(stdin, "r");
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(file, args, { env, stdio: [input, "ignore", "pipe"], encoding: "utf8" });
  const spent = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${file} ${args.join(" ")}: ${stderr}`);
  return spent;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

function spread(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  return { min: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** How much longer `a` takes than `b`, run in turns, so that a machine that slows down slows both. */
export function ratio(a: Command, b: Command, pairs: number): Spread {
  for (const command of [a, b, a, b]) seconds(command);
  return spread(Array.from({ length: pairs }, () => seconds(a) / seconds(b)));
}
