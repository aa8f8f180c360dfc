import { type Objects, type Template, templateOf, type Workload } from "../finish/overlay.ts";
import { replicasOf } from "../finish/pods.ts";
import { componentOf, releaseOf } from "../release/labels.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import { type Item, type KubernetesObject, labelOf } from "../source/item.ts";
import { WEB } from "../spec/processes.ts";
import { type Figure, given } from "./figure.ts";

/** Pods that are wanted, apart from rollouts. */
export interface Range {
  readonly least: number;
  readonly most: number;
  /** The field that says so. */
  readonly how: string;
}

export function rangeOf(objects: Objects, workload: Workload): Range {
  const scaler = objects.autoscalerOf(workload);
  const replicas = replicasOf(workload.object);
  if (scaler) return { least: scaler.minReplicas ?? 1, most: scaler.maxReplicas ?? replicas, how: `the HorizontalPodAutoscaler ${scaler.name}` };
  const isSaid = (workload.object.spec as { replicas?: number } | undefined)?.replicas !== undefined;
  return { least: replicas, most: replicas, how: isSaid ? "spec.replicas" : "Kubernetes' default" };
}

/** Of a one-off: pods of one run. */
export function parallelOf({ kind, spec }: KubernetesObject): Figure {
  const { parallelism = 1, suspend } = ((kind === "CronJob" ? (spec as { jobTemplate?: { spec?: object } } | undefined)?.jobTemplate?.spec : spec) ?? {}) as {
    parallelism?: number;
    suspend?: boolean;
  };
  const stopped = suspend === true || (kind === "CronJob" && (spec as { suspend?: boolean } | undefined)?.suspend === true);
  return stopped ? given(0, "it is suspended") : given(parallelism, "pods of one run");
}

const LASTING = ["Deployment", "StatefulSet"];
const ENDING = ["Job", "CronJob"];

export const isLasting = ({ object }: Workload): boolean => LASTING.includes(object.kind ?? "");

/** Everything that makes pods, ours or not, as a workload: web first, the others by name. */
export const workloadsOf = (objects: Objects, processOf: (object: KubernetesObject) => Process | undefined): Workload[] =>
  [...LASTING, ...ENDING]
    .flatMap((kind) => objects.objects(kind))
    .map((object) => ({ label: labelOf(object), object, template: templateOf(object), process: processOf(object) }))
    .sort((a, b) => rank(a) - rank(b) || (titleOf(a) < titleOf(b) ? -1 : 1));

const rank = (workload: Workload): number => (titleOf(workload) === WEB ? 0 : 1);

/** What else has containers, and is not counted. */
export function uncountedPods(items: readonly Item[]): string[] {
  return items
    .filter(({ text }) => text.includes("containers"))
    .map(({ object }) => object)
    .filter(({ kind = "" }) => ![...LASTING, ...ENDING].includes(kind))
    .filter(({ kind, spec }) => hasContainers((spec as { template?: Template } | undefined)?.template?.spec) || (kind === "Pod" && hasContainers(spec)))
    .map((object) => `${labelOf(object)} makes pods that are not counted here`);
}

const hasContainers = (pod: unknown): boolean => Array.isArray((pod as { containers?: unknown } | undefined)?.containers);

/** Name of the release that an object belongs to, by its labels. */
export const ownerOf = ({ metadata }: KubernetesObject): string => releaseOf(metadata?.labels ?? {}) ?? "";

export function processOf({ processes }: Release, { kind, metadata }: KubernetesObject): Process | undefined {
  const component = componentOf(metadata?.labels ?? {});
  return processes.find((process) => process.kind === kind && process.name === component);
}

/** A process by its name, a one-off by the name that it has in the spec. */
export function titleOf({ object }: Workload): string {
  const component = componentOf(object.metadata?.labels ?? {}) ?? object.metadata?.name ?? "";
  return component.replace(/^job\./, "").replace(/^cron\./, "cron ");
}
