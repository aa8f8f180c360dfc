import type { Spec } from "../spec/schema.ts";
import { type Compute, cpuRequest } from "./compute.ts";
import type { Variable } from "./environment.ts";

type Beam = Spec["beam"];

/** The kubelet keeps 4096 bytes of a termination message; the dump writes a few more than it is told. */
const CRASH_DUMP_BYTES = 3900;
const TERMINATION_LOG = "/dev/termination-log";

/** Flags of the emulator. They go into ERL_ZFLAGS, which is read after the image's vm.args: of two of them the last counts. */
export function beamVariables(beam: Beam, compute: Compute): Variable[] {
  const { count } = schedulers(beam, compute);
  const flags = [
    `+Q ${beam.portLimit}`,
    `+sbwt ${beam.busyWait} +sbwtdcpu ${beam.busyWait} +sbwtdio ${beam.busyWait}`,
    ...(count === undefined ? [] : [`+S ${count}:${count}`]),
    ...[beam.flags.trim()].filter((flags) => flags !== ""),
  ];
  const dump: Variable[] =
    beam.crashDump === "none"
      ? []
      : [
          { name: "ERL_CRASH_DUMP", value: TERMINATION_LOG },
          { name: "ERL_CRASH_DUMP_BYTES", value: String(CRASH_DUMP_BYTES) },
        ];
  return [{ name: "ERL_ZFLAGS", value: flags.join(" ") }, ...dump];
}

/** How many schedulers the VM starts. */
export interface Schedulers {
  /** Undefined: the VM decides, by the CPU limit or by itself. */
  readonly count: number | undefined;
  /** Whether the number follows the CPU request. */
  readonly isAutomatic: boolean;
}

export function schedulers(beam: Beam, compute: Compute): Schedulers {
  if (typeof beam.schedulers === "number") return { count: beam.schedulers, isAutomatic: false };
  if (beam.schedulers === "none") return { count: undefined, isAutomatic: false };
  return { count: compute.limits["cpu"] === undefined ? schedulersFor(cpuRequest(compute)) : undefined, isAutomatic: true };
}

/** Twice the request leaves room to burst; with a CPU limit the VM counts by itself. */
export const schedulersFor = (cores: number): number => Math.max(2, Math.ceil(2 * cores));
