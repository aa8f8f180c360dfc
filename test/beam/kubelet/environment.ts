import type { Anything } from "../../kustomize.ts";

/** What the downward API knows of a pod. */
export interface PodFacts {
  readonly name: string;
  readonly namespace: string;
  readonly ip: string;
  readonly labels: Values;
  readonly annotations: Values;
  readonly serviceAccount: string;
}

export type Values = Readonly<Record<string, string>>;

/** The ConfigMaps and Secrets of a namespace, by name. */
export interface Store {
  readonly ConfigMap: Readonly<Record<string, Values>>;
  readonly Secret: Readonly<Record<string, Values>>;
}

/** The node that every pod runs on. */
const NODE = { name: "node-1", ip: "192.0.2.10" };

/**
 * The environment of a container, as the kubelet makes it: first envFrom, later ones over earlier ones; then env from above to below, where
 * $(X) stands for what is known so far. What is missing and not optional keeps the container from being created: an error here.
 */
export function environmentOf({ envFrom = [], env = [] }: Anything, pod: PodFacts, store: Store): Values {
  const known: Record<string, string> = {};
  for (const source of envFrom) Object.assign(known, bundle(source, store));
  for (const variable of env) {
    const value = variable.valueFrom ? fromSource(variable.valueFrom, pod, store) : expand(variable.value ?? "", known);
    if (value !== undefined) known[variable.name] = value;
  }
  return known;
}

/** $(X) is the value of X, or stays as it is where X is not known; $$ is a dollar sign. */
export function expand(text: string, known: Values): string {
  return text.replace(/\$(?:(\$)|\(([^)]*)\))/g, (all, dollar, name) => (dollar ? "$" : Object.hasOwn(known, name) ? (known[name] as string) : all));
}

function bundle({ prefix = "", configMapRef, secretRef }: Anything, store: Store): Values {
  const kind = configMapRef ? "ConfigMap" : "Secret";
  const { name, optional } = configMapRef ?? secretRef;
  const values = store[kind][name];
  if (values === undefined && !optional) throw new Error(`${kind} "${name}" not found`);
  return Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [prefix + key, value]));
}

function fromSource({ fieldRef, configMapKeyRef, secretKeyRef }: Anything, pod: PodFacts, store: Store): string | undefined {
  if (fieldRef) return field(fieldRef.fieldPath, pod);
  const kind = configMapKeyRef ? "ConfigMap" : "Secret";
  const { name, key, optional } = configMapKeyRef ?? secretKeyRef;
  const value = store[kind][name]?.[key];
  if (value === undefined && !optional) throw new Error(`couldn't find key ${key} in ${kind} ${name}`);
  return value;
}

function field(path: string, { name, namespace, ip, labels, annotations, serviceAccount }: PodFacts): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map !== undefined) return (map === "labels" ? labels : annotations)[key as string] ?? "";
  const fields: Values = {
    "metadata.name": name,
    "metadata.namespace": namespace,
    "status.podIP": ip,
    "status.podIPs": ip,
    "status.hostIP": NODE.ip,
    "spec.nodeName": NODE.name,
    "spec.serviceAccountName": serviceAccount,
  };
  const value = fields[path];
  if (value === undefined) throw new Error(`the downward API has no ${path}`);
  return value;
}
