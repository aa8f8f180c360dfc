import type { Spec } from "../spec/schema.ts";
import { type Compute, cpuRequest } from "./compute.ts";
import type { Variable } from "./environment.ts";

type Beam = Spec["beam"];

/** The kubelet keeps 4096 bytes of a termination message; the dump writes a few more than it is told. */
const CRASH_DUMP_BYTES = 3900;
const TERMINATION_LOG = "/dev/termination-log";

/**
 * Flags of the VM. They go into ERL_ZFLAGS, since that is read after the image's vm.args and wins.
 * @param kernel parameters of the kernel application, for example the distribution ports
 */
export function beamVariables(beam: Beam, compute: Compute, kernel: readonly string[]): Variable[] {
  const flags = [
    `+Q ${beam.portLimit}`,
    `+sbwt ${beam.busyWait} +sbwtdcpu ${beam.busyWait} +sbwtdio ${beam.busyWait}`,
    ...schedulers(beam, compute).map((count) => `+S ${count}:${count}`),
    ...kernel,
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

/** Twice the request leaves room to burst; with a CPU limit the VM counts by itself. Empty: not set. */
function schedulers(beam: Beam, compute: Compute): number[] {
  if (typeof beam.schedulers === "number") return [beam.schedulers];
  if (beam.schedulers === "none" || compute.limits["cpu"] !== undefined) return [];
  return [Math.max(2, Math.ceil(2 * cpuRequest(compute)))];
}
