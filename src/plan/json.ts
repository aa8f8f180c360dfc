import type { Capacity, Reserved } from "./capacity.ts";
import type { Connections, Moments } from "./connections.ts";
import type { Figure } from "./figure.ts";
import type { Plan, ReleasePlan } from "./plan.ts";
import type { Needs } from "./pod.ts";
import type { Rollout } from "./rollout.ts";
import type { OneOffPlan, ProcessPlan, WorkloadPlan } from "./scaled.ts";

/** Version of the JSON below; docs/plan.schema.json describes it. */
const VERSION = 1;

export const json = (plans: readonly Plan[]): string => `${JSON.stringify({ version: VERSION, environments: plans.map(environment) }, null, 2)}\n`;

const environment = ({ path, way, releases, others, capacity, disks, notes }: Plan): object => ({
  path,
  way,
  releases: releases.map(release),
  others: others.map(workload),
  storage: disks.map(({ name, size, least, most }) => ({ name, size: figure(size), least: figure(least), most: figure(most) })),
  capacity: mapped(capacity, reserved),
  notes,
});

const release = ({ name, namespace, processes, oneOffs, connections }: ReleasePlan): object => ({
  name,
  namespace: namespace ?? null,
  processes: processes.map(process),
  oneOffs: oneOffs.map(oneOff),
  ...("why" in connections ? { connections: null, uncounted: connections.why } : { connections: opened(connections) }),
});

const workload = ({ name, workload, least, most, needs, disruption, rollout }: WorkloadPlan): object => ({
  name,
  workload,
  pods: { least: figure(least), most: figure(most) },
  ...perPod(needs),
  nodeDrain: figure(disruption),
  rollout: rolling(rollout),
});

const process = (plan: ProcessPlan): object => ({
  ...workload(plan),
  drainSeconds: figure(plan.drain),
  graceSeconds: figure(plan.grace),
  schedulers: figure(plan.schedulers),
});

const oneOff = ({ name, workload, pods, needs }: OneOffPlan): object => ({ name, workload, pods: figure(pods), ...perPod(needs) });

const perPod = ({ requests, limits }: Needs): object => ({ requests: reserved(requests), limits: reserved(limits) });

const rolling = ({ surge, unavailable, draining, peak, waves, quickest, slowest, deadline }: Rollout): object => ({
  surge: figure(surge),
  unavailable: figure(unavailable),
  draining: figure(draining),
  peak: figure(peak),
  waves: figure(waves),
  quickestSeconds: figure(quickest),
  slowestSeconds: figure(slowest),
  progressDeadlineSeconds: figure(deadline),
});

const opened = ({ openers, allowed, left, leftDraining, ...all }: Connections): object => ({
  openers: openers.map(({ name, ...opener }) => ({ name, ...moments(opener) })),
  ...moments(all),
  allowed: figure(allowed),
  left: figure(left),
  leftDraining: figure(leftDraining),
});

const moments = ({ least, most, rollout, draining }: Moments): object => ({
  least: figure(least),
  most: figure(most),
  rollout: figure(rollout),
  draining: figure(draining),
});

const reserved = (all: Reserved): object => mapped(all, figure);

function mapped<Value>(all: Capacity | Readonly<Record<string, Value>>, how: (value: Value) => object): object {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, how(value as Value)]));
}

/** null: nobody can tell, or there is none; how says which. */
const figure = ({ value, how }: Figure): object => ({ value: value === undefined || value === "none" ? null : value, how });
