import type { Workload } from "../finish/overlay.ts";
import { schedulersFor } from "../release/beam.ts";
import { amount } from "../spec/quantity.ts";
import { computed, type Figure, given, none, unknown } from "./figure.ts";
import { mainOf } from "./rollout.ts";

/** Threads of one VM that run Elixir, as its flags say. */
export function schedulers(workload: Workload): Figure {
  const { process } = workload;
  if (process && !process.isRelease) return none("no BEAM runs here");
  const main = mainOf(workload);
  const flags = main?.env?.findLast(({ name }) => name === "ERL_ZFLAGS")?.value;
  // Of two flags the last counts.
  const count = typeof flags === "string" ? /.*\+S\s*(\d+)/s.exec(flags)?.[1] : undefined;
  const { requests = {}, limits = {} } = main?.resources ?? {};
  if (count !== undefined) {
    const request = requests["cpu"];
    const follows = process?.schedulers.isAutomatic && request !== undefined && schedulersFor(amount(request)) === Number(count);
    return follows ? computed(Number(count), `max(2, ceil(2 x ${request} of CPU))`) : given(Number(count), "+S in ERL_ZFLAGS");
  }
  if (limits["cpu"] !== undefined) return given("by VM", `the VM follows the CPU limit ${limits["cpu"]}`);
  return unknown("no +S in ERL_ZFLAGS: as many as the node has cores");
}
