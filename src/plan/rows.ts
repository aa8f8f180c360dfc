import type { Reserved } from "./capacity.ts";
import type { Connections, Uncounted } from "./connections.ts";
import { type Figure, given, unknown } from "./figure.ts";
import type { Plan, ReleasePlan } from "./plan.ts";
import type { Needs } from "./pod.ts";
import type { OneOffPlan, ProcessPlan, WorkloadPlan } from "./scaled.ts";
import type { Disk } from "./storage.ts";

/** One line of the table: what stands in it for one environment. */
export interface Row {
  readonly label: string;
  readonly figure: Figure;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A plan as people read it. */
export function sections({ releases, others, capacity, disks }: Plan): Section[] {
  const names = releases.map(({ name }) => name);
  return [
    ...releases.flatMap((release) => ofRelease(release, names.filter((name) => name === release.name).length > 1)),
    ...others.map((other): Section => ({ title: `${other.name}, not generated`, rows: ofWorkload(other) })),
    ...(disks.length > 0 ? [{ title: "storage", rows: disks.map(ofDisk) }] : []),
    {
      title: "all pods",
      rows: [
        ...ofReserved("requests, least", capacity.least),
        ...ofReserved("requests, most", capacity.most),
        ...ofReserved("requests, rollout", capacity.rollout),
        ...ofReserved("limits, most", capacity.limits),
      ],
    },
  ];
}

function ofRelease({ name, namespace, processes, oneOffs, connections }: ReleasePlan, isOneOfSeveral: boolean): Section[] {
  const title = isOneOfSeveral ? `${name} in ${namespace ?? "no namespace"}` : name;
  return [
    ...processes.map((process): Section => ({ title: `${title}, ${process.name}`, rows: ofProcess(process) })),
    ...(oneOffs.length > 0 ? [{ title: `${title}, pods that end`, rows: oneOffs.map(ofOneOff) }] : []),
    { title: `${title}, database connections`, rows: ofConnections(connections) },
  ];
}

const ofWorkload = ({ least, most, needs }: WorkloadPlan): Row[] => [row("pods", range(least, most)), ...ofNeeds(needs)];

function ofProcess(process: ProcessPlan): Row[] {
  const { least, most, disruption, rollout, drain, grace, needs, schedulers } = process;
  return [
    row("pods", range(least, most)),
    row("surge", rollout.surge),
    row("maxUnavailable", rollout.unavailable),
    row("old pods draining", rollout.draining),
    row("pods at the peak", rollout.peak),
    row("a node drain takes", disruption),
    row("drain", drain),
    row("grace period", grace),
    ...ofNeeds(needs),
    row("schedulers (+S)", schedulers),
    row("rollout, waves", rollout.waves),
    row("rollout, quickest", rollout.quickest),
    row("rollout, slowest", rollout.slowest),
    row("progress deadline", rollout.deadline),
  ];
}

const row = (label: string, figure: Figure): Row => ({ label, figure });

const range = (least: Figure, most: Figure): Figure =>
  least.value === most.value ? most : { ...most, value: `${least.value} to ${most.value}`, isSum: least.isSum || most.isSum };

const ofNeeds = ({ requests, limits }: Needs): Row[] => [...ofReserved("request", requests), ...ofReserved("limit", limits)];

const ofReserved = (what: string, reserved: Reserved): Row[] =>
  Object.entries(reserved).map(([name, figure]) => row(`${name === "cpu" ? "CPU" : name} ${what}`, figure));

function ofOneOff({ name, pods, needs: { requests } }: OneOffPlan): Row {
  if (pods.value === 0) return row(name, pods);
  const asked = Object.entries(requests);
  return row(name, {
    value: asked.map(([, { value = "?" }]) => value).join(" "),
    how: [
      ...(pods.value === 1 ? [] : [`${pods.value} ${pods.how}`]),
      ...asked.map(([resource, { how }]) => `${resource === "cpu" ? "CPU" : resource}: ${how}`),
    ].join("; "),
    isSum: false,
  });
}

const ofDisk = ({ name, least, most }: Disk): Row => row(name, range(least, most));

function ofConnections(connections: Connections | Uncounted): Row[] {
  if ("why" in connections) return [row("at most", connections.isZero ? given(0, connections.why) : unknown(connections.why))];
  const { least, most, rollout, draining, allowed, left, leftDraining } = connections;
  return [
    row("least", least),
    row("most", most),
    row("at a rollout", rollout),
    row("while old pods drain", draining),
    row("allowed", allowed),
    row("left at a rollout", left),
    row("left while they drain", leftDraining),
  ];
}
