import type { Process } from "../../release/process.ts";
import { type Decision, ofProcess, perProcess, variablesNamed } from "../decision.ts";

export const vm: readonly Decision[] = [
  {
    fields: ["beam.schedulers", "resources.requests.cpu", "resources.limits"],
    tell: perProcess((process) => {
      if (!process.isRelease) return [];
      const { count } = process.schedulers;
      return { what: `schedulers of ${ofProcess(process)}`, value: count === undefined ? "as the VM counts" : `+S ${count}:${count}`, why: because(process) };
    }),
  },
  {
    fields: ["beam", "cluster.distribution", "cluster.epmd", "cluster.ipFamily"],
    tell: ({ release }) => variablesNamed(release, ["ERL_ZFLAGS", "ERL_AFLAGS", "ERL_CRASH_DUMP", "ERL_CRASH_DUMP_BYTES"]),
  },
];

function because({ schedulers: { count, isAutomatic }, compute: { requests } }: Process): string {
  if (!isAutomatic) return "as beam.schedulers says";
  return count === undefined
    ? "auto, and there is a CPU limit, which the VM reads by itself"
    : `auto: twice the CPU request of ${requests["cpu"]}, rounded up, at least 2`;
}
