// As much of a Kubernetes cluster as the pages that change one need: what is there, which pods answer, and what cannot be changed.

import { merged } from "../fences.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of every kind
type Anything = any;
type Labels = Readonly<Record<string, string>>;

interface Pod {
  readonly owner: string;
  readonly template: Anything;
  readonly ready: boolean;
}

export interface Cluster {
  readonly objects: Readonly<Record<string, Anything>>;
  /** Objects that remember what kubectl apply made of them. Of the others it removes nothing. */
  readonly applied: readonly string[];
  readonly pods: readonly Pod[];
}

export const empty: Cluster = { objects: {}, applied: [], pods: [] };

/** What the cluster refuses, or what users would notice. */
export class Refused extends Error {}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const idOf = ({ kind, metadata: { namespace, name } }: Anything): string => `${kind}/${namespace}/${name}`;

/** What kubectl calls it. */
export function spoken({ apiVersion, kind, metadata }: Anything): string {
  const group = apiVersion.includes("/") ? `.${apiVersion.split("/")[0]}` : "";
  return `${kind.toLowerCase()}${group}/${metadata.name}`;
}

interface Change {
  readonly cluster: Cluster;
  readonly done: string;
}

export function create(cluster: Cluster, object: Anything): Change {
  if (cluster.objects[idOf(object)]) throw new Refused(`Error from server (AlreadyExists): ${spoken(object)} already exists`);
  return { cluster: put(cluster, object), done: "created" };
}

/** @param remembers as with --save-config */
export function replace(cluster: Cluster, object: Anything, remembers: boolean): Change {
  const id = idOf(object);
  const before = cluster.objects[id];
  if (!before) throw new Refused(`Error from server (NotFound): ${spoken(object)} not found`);
  refuseChanges(before, object);
  const next = put(cluster, object);
  return { cluster: remembers ? { ...next, applied: [...next.applied, id] } : next, done: "replaced" };
}

export function apply(cluster: Cluster, object: Anything): Change {
  const id = idOf(object);
  const before = cluster.objects[id];
  const after = before && !cluster.applied.includes(id) ? merged(before, object) : object;
  if (before) refuseChanges(before, after);
  const next = put(cluster, after);
  const done = before === undefined ? "created" : same(before, after) ? "unchanged" : "configured";
  return { cluster: { ...next, applied: [...next.applied, id] }, done };
}

function put(cluster: Cluster, object: Anything): Cluster {
  const id = idOf(object);
  const template = object.spec?.template;
  const starts = ["Deployment", "StatefulSet"].includes(object.kind) && !same(cluster.objects[id]?.spec.template, template);
  const pods = starts ? [...cluster.pods.map((pod) => adopted(pod, object)), { owner: id, template, ready: false }] : cluster.pods;
  return { ...cluster, objects: { ...cluster.objects, [id]: object }, pods };
}

/** A Deployment takes over a ReplicaSet without an owner whose labels it selects. */
function adopted(pod: Pod, deployment: Anything): Pod {
  const orphan = pod.owner.startsWith(`ReplicaSet/${deployment.metadata.namespace}/`);
  return orphan && matches(deployment.spec.selector.matchLabels, pod.template.metadata.labels) ? { ...pod, owner: idOf(deployment) } : pod;
}

function refuseChanges(before: Anything, after: Anything): void {
  const fixed: Readonly<Record<string, readonly string[]>> = {
    Deployment: ["selector"],
    StatefulSet: ["selector", "serviceName"],
    Job: ["template", "selector"],
  };
  for (const field of fixed[after.kind] ?? []) {
    if (!same(before.spec[field], after.spec[field]))
      throw new Refused(`The ${after.kind} "${after.metadata.name}" is invalid: spec.${field}: field is immutable`);
  }
  if (after.kind === "Service" && (before.spec.clusterIP === "None") !== (after.spec.clusterIP === "None")) {
    throw new Refused(`The Service "${after.metadata.name}" is invalid: spec.clusterIPs[0]: field is immutable`);
  }
}

/** As kubectl rollout status: waits until the pods of the last template are ready, and those before are gone. */
export function rollOut(cluster: Cluster, id: string): Cluster {
  const { template } = cluster.objects[id]?.spec ?? {};
  if (template === undefined) throw new Refused(`${id} not found`);
  const others = cluster.pods.filter(({ owner }) => owner !== id);
  return { ...cluster, pods: [...others, { owner: id, template, ready: true }] };
}

export function remove(cluster: Cluster, id: string, orphan: boolean): Cluster {
  if (cluster.objects[id] === undefined) throw new Refused(`${id} not found`);
  if (id.startsWith("Namespace/")) return without(cluster, id.split("/")[2] as string, id);
  const { [id]: _, ...objects } = cluster.objects;
  const applied = cluster.applied.filter((other) => other !== id);
  if (!orphan) return { objects, applied, pods: cluster.pods.filter(({ owner }) => owner !== id) };
  const replicaSet = id.replace(/^Deployment\//, "ReplicaSet/").concat("-5d8f7c6b9");
  const pods = cluster.pods.map((pod) => (pod.owner === id ? { ...pod, owner: replicaSet } : pod));
  const labels = cluster.objects[id].spec.template.metadata.labels;
  const [, namespace, name] = replicaSet.split("/");
  return { objects: { ...objects, [replicaSet]: { apiVersion: "apps/v1", kind: "ReplicaSet", metadata: { namespace, name, labels } } }, applied, pods };
}

function without({ objects, applied, pods }: Cluster, namespace: string, id: string): Cluster {
  const stays = (other: string): boolean => other !== id && other.split("/")[1] !== namespace;
  return {
    objects: Object.fromEntries(Object.entries(objects).filter(([other]) => stays(other))),
    applied: applied.filter(stays),
    pods: pods.filter(({ owner }) => stays(owner)),
  };
}

export const matches = (selector: Labels, labels: Labels = {}): boolean => Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Hosts whose users get an error now, each with the reason. */
export function outages({ objects, pods }: Cluster): string[] {
  const ingresses = Object.values(objects).filter(({ kind }) => kind === "Ingress");
  return ingresses.flatMap(({ metadata: { namespace }, spec: { rules } }) =>
    rules.flatMap(({ host, http }: Anything) =>
      http.paths.flatMap(({ backend: { service } }: Anything) => {
        const found = objects[`Service/${namespace}/${service.name}`];
        const port = found?.spec.ports.find(({ name, port }: Anything) => name === service.port.name || port === service.port.number);
        if (!port) return [`${host}: no Service ${service.name} with the port ${JSON.stringify(service.port)}`];
        const behind = pods.filter((pod) => pod.ready && pod.owner.split("/")[1] === namespace && matches(found.spec.selector, pod.template.metadata.labels));
        if (behind.length === 0) return [`${host}: no pod is ready behind the Service ${service.name}`];
        return behind.flatMap((pod) => blocked(Object.values(objects), namespace, pod, port).map((reason) => `${host}: ${reason}`));
      }),
    ),
  );
}

/** Whether no NetworkPolicy of the pod lets the edge in. */
function blocked(objects: readonly Anything[], namespace: string, { owner, template }: Pod, { targetPort, port }: Anything): string[] {
  const ports = template.spec.containers.flatMap((container: Anything) => container.ports ?? []);
  const wanted = targetPort ?? port;
  const number = typeof wanted === "number" ? wanted : ports.find(({ name }: Anything) => name === wanted)?.containerPort;
  if (number === undefined) return [`${owner} has no port ${wanted}`];
  const policies = objects.filter(
    ({ kind, metadata, spec }) =>
      kind === "NetworkPolicy" && metadata.namespace === namespace && matches(spec.podSelector.matchLabels ?? {}, template.metadata.labels),
  );
  const lets = ({ from, ports }: Anything): boolean => from === undefined && (ports === undefined || ports.some((rule: Anything) => rule.port === number));
  return policies.length === 0 || policies.some(({ spec }) => (spec.ingress ?? []).some(lets)) ? [] : [`a NetworkPolicy closes port ${number} of ${owner}`];
}

/** The variables of the first container of a workload: values, or where they come from. */
export function settingsOf({ objects }: Cluster, id: string): Readonly<Record<string, string>> {
  const { metadata, spec } = objects[id];
  const { envFrom = [], env = [] } = spec.template.spec.containers[0];
  const all = envFrom.flatMap(({ configMapRef, secretRef }: Anything) => {
    const found = objects[configMapRef ? `ConfigMap/${metadata.namespace}/${configMapRef.name}` : `Secret/${metadata.namespace}/${secretRef.name}`];
    const data = { ...found?.stringData, ...found?.data };
    return Object.entries(data).map(([name, value]) => [name, configMapRef ? value : fromSecret({ name: secretRef.name, key: name })]);
  });
  const own = env.map(({ name, value, valueFrom }: Anything) => [
    name,
    value ?? (valueFrom.secretKeyRef ? fromSecret(valueFrom.secretKeyRef) : JSON.stringify(valueFrom)),
  ]);
  return Object.fromEntries([...all, ...own]);
}

const fromSecret = ({ name, key }: Anything): string => `${key} of the Secret ${name}`;
