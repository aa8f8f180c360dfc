import type { Spec } from "../spec/schema.ts";
import { type Compute, cpuRequest } from "./compute.ts";
import type { Variable } from "./environment.ts";

type Beam = Spec["beam"];

/** The kubelet keeps 4096 bytes of a termination message; the dump writes a few more than it is told. */
const CRASH_DUMP_BYTES = 3900;
const TERMINATION_LOG = "/dev/termination-log";

/**
 * Flags of the VM. Of two emulator flags (+) the last counts, of two others (-) the first, whatever the image says in its vm.args: so the
 * former stand after it, in ERL_ZFLAGS, the latter before it, in ERL_AFLAGS.
 * @param distribution flags of the cluster; undefined: the image's own ERL_AFLAGS may stay
 */
export function beamVariables(beam: Beam, compute: Compute, distribution?: readonly string[]): Variable[] {
  const { count } = schedulers(beam, compute);
  const users = split(beam.flags);
  const after = [
    `+Q ${beam.portLimit}`,
    `+sbwt ${beam.busyWait} +sbwtdcpu ${beam.busyWait} +sbwtdio ${beam.busyWait}`,
    ...(count === undefined ? [] : [`+S ${count}:${count}`]),
    ...users.filter((flag) => flag.startsWith("+")),
  ];
  const before = [...(distribution ?? []), ...users.filter((flag) => !flag.startsWith("+"))];
  const dump: Variable[] =
    beam.crashDump === "none"
      ? []
      : [
          { name: "ERL_CRASH_DUMP", value: TERMINATION_LOG },
          { name: "ERL_CRASH_DUMP_BYTES", value: String(CRASH_DUMP_BYTES) },
        ];
  return [
    ...(before.length > 0 || distribution ? [{ name: "ERL_AFLAGS", value: before.join(" ") }] : []),
    { name: "ERL_ZFLAGS", value: after.join(" ") },
    ...dump,
  ];
}

/** Each flag with what belongs to it: "-kernel a b +K true" is two. */
const split = (flags: string): string[] =>
  flags
    .trim()
    .split(/\s+(?=[-+][A-Za-z])/)
    .filter((flag) => flag !== "");

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
