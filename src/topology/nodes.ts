import type { Build, Thing, Workload } from "./build.ts";
import { asPort, containerPorts } from "./container-ports.ts";
import type { Column, LinksOf, NewNode } from "./model.ts";
import { at, fields, list, once, text, texts } from "./read.ts";

/** What has a place in the picture whether anything leads there or not. Gateways and routes, too, may belong to nobody yet. */
const places: Readonly<Record<string, Column>> = {
  Ingress: "edge",
  Gateway: "edge",
  HTTPRoute: "routes",
  Service: "services",
  Deployment: "workloads",
  StatefulSet: "workloads",
  DaemonSet: "workloads",
  ReplicaSet: "workloads",
  Job: "workloads",
  CronJob: "workloads",
  Pod: "workloads",
  ConfigMap: "data",
  Secret: "data",
  PersistentVolumeClaim: "data",
};

/** Kinds that are told at what they are about. */
const told = ["HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy", "ServiceMonitor", "PodMonitor", "Role", "RoleBinding"];

const placeOf = (kind: string): Column | undefined => (Object.hasOwn(places, kind) ? places[kind] : undefined);

export const nodes: LinksOf = (build) => ({
  nodes: build.things.flatMap((thing) => {
    const column = placeOf(thing.kind);
    return column ? [{ ...place(thing), column, origin: "build" as const }] : [];
  }),
});

export const undrawn = ({ things }: Build): string[] =>
  things.filter(({ kind }) => placeOf(kind) === undefined && !told.includes(kind)).map(({ kind, name }) => `${kind}/${name}`);

export const place = ({ id, kind, name, namespace }: Thing) => ({ id, kind, name, namespace });

export const internet: NewNode = { id: "Internet", column: "outside", kind: "Outside", name: "Internet", namespace: "", origin: "outside" };

/** Something that the build refers to and does not hold. */
export const expected = (id: string, kind: string, namespace: string, name: string, column = placeOf(kind) ?? "data"): NewNode => ({
  id,
  kind,
  name,
  namespace,
  column,
  origin: "expected",
});

/** What a workload is by itself. */
export const pods: LinksOf = (build) => ({
  nodes: build.workloads.map((workload) => ({
    id: workload.id,
    ports: containerPorts(workload).map(asPort),
    details: [...runs(build, workload), ...images(workload)],
  })),
});

function runs(build: Build, { kind, namespace, name, spec }: Workload): string[] {
  if (kind === "CronJob") {
    const zone = text(spec["timeZone"]);
    return [`at ${text(spec["schedule"]) ?? "?"}${zone ? ` ${zone}` : ""}`, ...(spec["suspend"] === true ? ["suspended"] : [])];
  }
  if (kind === "Job") return ["runs once"];
  if (kind === "DaemonSet") return ["a pod on each node"];
  if (kind === "Pod") return ["a pod by itself"];
  const scaler = build.all("HorizontalPodAutoscaler").find((one) => one.namespace === namespace && at(one.spec, "scaleTargetRef", "name") === name);
  // It says how many there are, from the first minute on.
  if (scaler && spec["replicas"] === undefined) return [];
  const replicas = text(spec["replicas"]) ?? "1";
  return [`${replicas} ${replicas === "1" ? "pod" : "pods"}`];
}

function images({ pod, containers }: Workload): string[] {
  const named = list(pod["containers"]).map(fields);
  const images = once(containers.flatMap(({ image }) => text(image) ?? []));
  return [...(named.length > 1 ? [`containers ${named.map(({ name }) => text(name) ?? "?").join(", ")}`] : []), ...images.map((image) => `image ${image}`)];
}

const MOST_KEYS = 12;

/** Of a ConfigMap or Secret only the keys are told, never a value. */
export const keys: LinksOf = (build) => ({
  nodes: build.all("ConfigMap", "Secret").map(({ id, object }) => {
    const known = ["data", "stringData", "binaryData"].flatMap((field) => Object.keys(fields(object[field])));
    const more = known.length - MOST_KEYS;
    return { id, details: known.length === 0 ? ["no keys"] : [`keys ${known.slice(0, MOST_KEYS).join(", ")}${more > 0 ? ` and ${more} more` : ""}`] };
  }),
});

/** Those who make a Secret in the cluster are named at it. */
const makers: Readonly<Record<string, (thing: Thing) => readonly string[]>> = {
  ExternalSecret: ({ spec, name }) => [text(at(spec, "target", "name")) ?? name],
  SealedSecret: ({ spec, name }) => [text(at(spec, "template", "metadata", "name")) ?? name],
  Certificate: ({ spec }) => [text(spec["secretName"]) ?? ""],
  Ingress: ({ object, spec }) =>
    texts(at(object, "metadata", "annotations")).some(([key]) => /^cert-manager\.io\/(cluster-)?issuer$/.test(key))
      ? list(spec["tls"]).flatMap((entry) => text(at(entry, "secretName")) ?? [])
      : [],
};

/** @returns who makes this Secret, in words; undefined: nobody in the build */
export function maker(build: Build, namespace: string, name: string): string | undefined {
  const found = build.things.find((thing) => thing.namespace === namespace && Object.hasOwn(makers, thing.kind) && makers[thing.kind]?.(thing).includes(name));
  if (!found) return undefined;
  return found.kind === "Ingress" ? "made by cert-manager" : `made by ${found.kind} ${found.name}`;
}
