import type { KubernetesObject } from "../source/item.ts";

// What differs between any two builds and means nothing, or is the cluster's own and was never written by anybody.

const CLUSTERS: readonly string[] = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

const STAMP = "phoenix-release.dev/inputs";
const OF_TOOLS = /^(?:internal\.config\.kubernetes\.io|config\.kubernetes\.io|kustomize\.config\.k8s\.io)\//;
const OF_THE_CLUSTER: readonly string[] = ["kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision"];

const isNoise = (annotation: string): boolean => annotation === STAMP || OF_TOOLS.test(annotation) || OF_THE_CLUSTER.includes(annotation);

type Value = unknown;
const isMap = (value: Value): value is Readonly<Record<string, Value>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields of an object that somebody decided. */
export function meaningful({ status, ...object }: KubernetesObject): KubernetesObject {
  return visited(object) as KubernetesObject;
}

function visited(value: Value): Value {
  if (Array.isArray(value)) return value.map(visited);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === "metadata" && isMap(inner) ? metadata(inner) : visited(inner)]));
}

function metadata(all: Readonly<Record<string, Value>>): Value {
  const kept = Object.entries(all).filter(([key]) => !CLUSTERS.includes(key));
  return Object.fromEntries(kept.flatMap(([key, value]) => (key === "annotations" && isMap(value) ? annotations(value) : [[key, value]])));
}

/** An empty map is none: a tool that takes its last annotation away leaves one. */
function annotations(all: Readonly<Record<string, Value>>): [string, Value][] {
  const kept = Object.entries(all).filter(([key]) => !isNoise(key));
  return kept.length > 0 ? [["annotations", Object.fromEntries(kept)]] : [];
}
