import type { Io } from "./io.ts";

export function run(args: readonly string[], io: Io): number {
  io.stdout(`${JSON.stringify(args)}\n`);
  return 0;
}
