import type { Environment } from "../environments/environment.ts";
import { factsOf } from "../finish/connections.ts";
import { Objects, type Workload } from "../finish/overlay.ts";
import type { Release } from "../release/release.ts";
import type { Item } from "../source/item.ts";
import { type Capacity, capacity } from "./capacity.ts";
import { type Connections, connections, type Uncounted } from "./connections.ts";
import type { Rollout } from "./rollout.ts";
import { type Ending, ending as ended, type OneOffPlan, type ProcessPlan, type Scaled, scale, type WorkloadPlan } from "./scaled.ts";
import { type Disk, disksOf } from "./storage.ts";
import { isLasting, ownerOf, processOf, uncountedPods, workloadsOf } from "./workloads.ts";

/** What an environment takes of a cluster and of its database, and how long it takes to replace it. */
export interface Plan {
  /** The PATH, as the user gave it. */
  readonly path: string;
  readonly way: Environment["way"];
  readonly releases: readonly ReleasePlan[];
  /** What else makes pods that stay, such as the Postgres of dev. */
  readonly others: readonly WorkloadPlan[];
  readonly capacity: Capacity;
  readonly disks: readonly Disk[];
  /** What the numbers do not say. */
  readonly notes: readonly string[];
}

export interface ReleasePlan {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly processes: readonly ProcessPlan[];
  readonly oneOffs: readonly OneOffPlan[];
  readonly connections: Connections | Uncounted;
}

/** Throws InvalidInput where an object cannot be read. */
export function plan({ name, way, items, releases }: Environment): Plan {
  const parts = namespacesOf(items).map((namespace) => inNamespace(namespace, items, releases));
  const scaled = parts.flatMap((part) => part.scaled);
  const ending = parts.flatMap((part) => part.ending);
  const planned = parts.flatMap((part) => part.releases);
  const own: readonly object[] = planned.flatMap(({ processes, oneOffs }) => [...processes, ...oneOffs]);
  const several = planned.length > 1;
  return {
    path: name,
    way,
    releases: planned.filter(({ processes, oneOffs }) => processes.length + oneOffs.length > 0),
    others: parts.flatMap((part) => part.others),
    capacity: capacity(scaled, ending, ({ workload: { object }, plan }) => (several && own.includes(plan) ? `${ownerOf(object)} ${plan.name}` : plan.name)),
    disks: parts.flatMap((part) => part.disks),
    notes: parts.flatMap((part) => part.notes),
  };
}

type Namespace = string | undefined;

/** Objects find each other in one only; those without one get the one that is applied to. */
const namespacesOf = (items: readonly Item[]): Namespace[] => [...new Set(items.map(({ object }) => object.metadata?.namespace))];

interface Part extends Pick<Plan, "releases" | "others" | "disks" | "notes"> {
  readonly scaled: readonly Scaled[];
  readonly ending: readonly Ending[];
}

function inNamespace(namespace: Namespace, items: readonly Item[], releases: readonly Release[]): Part {
  const inside = items.filter(({ object: { metadata } }) => metadata?.namespace === namespace);
  const objects = new Objects(inside);
  const { own } = objects;
  const decided = new Map([...new Set(own.map(ownerOf))].map((name) => [name, decidedFor(name, releases)]));
  const workloads = workloadsOf(objects, (object) => {
    const release = own.includes(object) ? decided.get(ownerOf(object)) : undefined;
    return release && processOf(release, object);
  });
  const scaled = workloads.filter(isLasting).map((workload) => scale(objects, workload, own.includes(workload.object)));
  const ending = workloads.filter((workload) => !isLasting(workload)).map(ended);
  const isOf = (name: string, { object }: Workload): boolean => own.includes(object) && ownerOf(object) === name;
  const planned = [...decided].map(([name, release]): ReleasePlan => {
    const mine = scaled.filter(({ workload }) => isOf(name, workload));
    return {
      name,
      namespace,
      processes: mine.map(({ plan }) => plan as ProcessPlan),
      oneOffs: ending.filter(({ workload }) => isOf(name, workload)).map(({ plan }) => plan),
      connections: release ? opened(objects, release, mine) : { why: whyUndecided(name, releases), isZero: false },
    };
  });
  return {
    releases: planned.filter(({ processes, oneOffs }) => processes.length + oneOffs.length > 0),
    others: scaled.filter(({ workload }) => !own.includes(workload.object)).map(({ plan }) => plan),
    scaled,
    ending,
    disks: disksOf(objects, scaled),
    notes: [
      ...uncountedPods(inside),
      ...[...decided].flatMap(([name, release]) => missing(name, release, workloads)),
      ...scaled.flatMap(warnings),
      ...ending.flatMap(overlapping),
      ...planned.flatMap(tight),
    ],
  };
}

/** Of two specs with one name nobody knows whose object it is, unless they have decided the same. */
function decidedFor(name: string, releases: readonly Release[]): Release | undefined {
  const [first, ...rest] = releases.filter((release) => release.name === name);
  return first && rest.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
}

function opened(objects: Objects, release: Release, mine: readonly Scaled[]): Connections | Uncounted {
  const workloads = mine.map(({ workload }) => workload);
  return connections(release, factsOf(objects, workloads), (process) => {
    const one = mine.find(({ workload }) => workload.process === process);
    return one && { workload: one.workload, least: one.range.least, draining: Number(one.plan.rollout.draining.value) };
  });
}

function whyUndecided(name: string, releases: readonly Release[]): string {
  if (releases.length === 0) return "the objects do not say what a pod opens: name the spec or the overlay";
  return releases.some((release) => release.name === name)
    ? `several specs are called ${name}, and say different things: whose objects these are is not known`
    : `no spec is called ${name}, as the labels of these objects say`;
}

function missing(name: string, release: Release | undefined, workloads: readonly Workload[]): string[] {
  const all = release?.processes ?? [];
  const gone = all.filter((process) => !workloads.some((workload) => workload.process === process));
  if (gone.length === all.length) return [];
  return gone.map((process) => `${process.name} of ${name} is in the spec, but not among the objects`);
}

/** What one run needs is counted once. */
const overlapping = ({ workload: { label, object } }: Ending): string[] => {
  const { concurrencyPolicy = "Allow" } = (object.spec ?? {}) as { concurrencyPolicy?: string };
  return object.kind === "CronJob" && concurrencyPolicy === "Allow" ? [`${label}: its runs may overlap (concurrencyPolicy Allow), and one is counted`] : [];
};

function warnings({ workload, range, plan: { disruption, rollout, workload: label } }: Scaled): string[] {
  const runtime = (workload.template.spec as { runtimeClassName?: string } | undefined)?.runtimeClassName;
  return [
    ...(disruption.value === 0 && range.most > 0 ? [`${label}: the drain of a node waits for ever (${disruption.how})`] : []),
    ...(runtime === undefined ? [] : [`${label}: the RuntimeClass ${runtime} may add an overhead to each pod`]),
    ...late(label, rollout),
  ];
}

/** What the build does not check, since it may be for a moment only. */
function tight({ name, connections }: ReleasePlan): string[] {
  if ("why" in connections || Number(connections.left.value) < 0 || !(Number(connections.leftDraining.value) < 0)) return [];
  return [
    `${name}: while old pods drain, up to ${connections.draining.value} connections are open, and ${connections.allowed.value} are allowed: new pods may be refused for a moment`,
  ];
}

/** A rollout that is slow, but well, must not be reported as failed. */
function late(label: string, { deadline, needed }: Rollout): string[] {
  if (needed === undefined || typeof deadline.value !== "number" || deadline.value >= needed) return [];
  return [`${label}: progressDeadlineSeconds is ${deadline.value}, and one pod may take ${needed} s: a slow rollout would be reported as failed`];
}
