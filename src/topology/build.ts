import type { KubernetesObject } from "../source/item.ts";
import { at, type Fields, fields, list, text } from "./read.ts";
import { matches } from "./selector.ts";

/** An object with what everybody asks of it. */
export interface Thing {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly object: KubernetesObject;
  readonly spec: Fields;
}

/** An object that runs pods. */
export interface Workload extends Thing {
  readonly pod: Fields;
  readonly podLabels: Fields;
  readonly podAnnotations: Fields;
  /** Init containers first, as they run. */
  readonly containers: readonly Fields[];
}

export interface Build {
  readonly things: readonly Thing[];
  readonly workloads: readonly Workload[];
  readonly all: (...kinds: readonly string[]) => readonly Thing[];
  readonly find: (kind: string, namespace: string, name: string) => Thing | undefined;
  /** Those whose pods a label selector takes. */
  readonly selected: (namespace: string, selector: unknown) => readonly Workload[];
}

export const idOf = (kind: string, namespace: string, name: string): string => [kind, namespace, name].join(" ");

export function buildOf(objects: readonly KubernetesObject[]): Build {
  const things = objects.flatMap(flat).map(thingOf);
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  const workloads = things.flatMap(workloadOf);
  return {
    things,
    workloads,
    all: (...kinds) => things.filter(({ kind }) => kinds.includes(kind)),
    find: (kind, namespace, name) => byId.get(idOf(kind, namespace, name)),
    selected: (namespace, selector) => workloads.filter((workload) => workload.namespace === namespace && matches(selector, workload.podLabels)),
  };
}

/** kubectl get prints a list. */
const flat = (object: KubernetesObject): KubernetesObject[] =>
  object.kind === "List" ? list(object["items"]).flatMap((inner) => flat(fields(inner) as KubernetesObject)) : [object];

function thingOf(object: KubernetesObject): Thing {
  const kind = text(object.kind) ?? "";
  const name = text(at(object, "metadata", "name")) ?? "";
  const namespace = text(at(object, "metadata", "namespace")) ?? "";
  return { id: idOf(kind, namespace, name), kind, name, namespace, object, spec: fields(at(object, "spec")) };
}

const templates: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  Pod: [],
};

function workloadOf(thing: Thing): Workload[] {
  const path = Object.hasOwn(templates, thing.kind) ? templates[thing.kind] : undefined;
  if (!path) return [];
  const template = at(thing.object, ...path);
  const pod = fields(at(template, "spec"));
  return [
    {
      ...thing,
      pod,
      podLabels: fields(at(template, "metadata", "labels")),
      podAnnotations: fields(at(template, "metadata", "annotations")),
      containers: [...list(pod["initContainers"]), ...list(pod["containers"])].map(fields),
    },
  ];
}
