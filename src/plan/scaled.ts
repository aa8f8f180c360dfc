import type { Objects, Workload } from "../finish/overlay.ts";
import { disruption } from "./disruption.ts";
import { type Figure, given, seconds, unknown } from "./figure.ts";
import { type Needs, needs } from "./pod.ts";
import { graceOf, type Rollout, rollout } from "./rollout.ts";
import { schedulers } from "./schedulers.ts";
import { parallelOf, type Range, rangeOf, titleOf } from "./workloads.ts";

export interface WorkloadPlan {
  readonly name: string;
  /** Kind/name. */
  readonly workload: string;
  readonly least: Figure;
  readonly most: Figure;
  readonly needs: Needs;
  readonly disruption: Figure;
  readonly rollout: Rollout;
}

export interface ProcessPlan extends WorkloadPlan {
  /** Seconds that a graceful stop takes. */
  readonly drain: Figure;
  /** Seconds after which Kubernetes kills the container. */
  readonly grace: Figure;
  readonly schedulers: Figure;
}

export interface OneOffPlan {
  readonly name: string;
  readonly workload: string;
  readonly pods: Figure;
  readonly needs: Needs;
}

/** A workload whose pods stay, and its numbers. */
export interface Scaled {
  readonly workload: Workload;
  readonly range: Range;
  readonly plan: WorkloadPlan;
}

/** One whose pods end. */
export interface Ending {
  readonly workload: Workload;
  readonly plan: OneOffPlan;
}

export function scale(objects: Objects, workload: Workload, isOwn: boolean): Scaled {
  const { object, template } = workload;
  const range = rangeOf(objects, workload);
  const basic: WorkloadPlan = {
    name: titleOf(workload),
    workload: workload.label,
    least: given(range.least, range.how),
    most: given(range.most, range.how),
    needs: needs(template),
    disruption: disruption(objects, template.metadata?.labels ?? {}, range.most),
    rollout: rollout(workload, range.most),
  };
  if (!isOwn) return { workload, range, plan: { ...basic, name: object.metadata?.name ?? "" } };
  const grace = graceOf(workload);
  const full: ProcessPlan = {
    ...basic,
    drain: drainOf(workload),
    grace: seconds(given(grace, template.spec?.terminationGracePeriodSeconds === undefined ? "Kubernetes' default" : "terminationGracePeriodSeconds")),
    schedulers: schedulers(workload),
  };
  return { workload, range, plan: full };
}

function drainOf({ process }: Workload): Figure {
  if (!process) return unknown("the parts are in the spec, not in the objects");
  const { drain } = process;
  return { value: drain.totalSeconds, unit: "s", how: drain.sum, isSum: true };
}

export function ending(workload: Workload): Ending {
  return { workload, plan: { name: titleOf(workload), workload: workload.label, pods: parallelOf(workload.object), needs: needs(workload.template) } };
}
