import { componentOf, isGenerated, releaseOf } from "../release/labels.ts";
import type { KubernetesObject } from "../source/item.ts";
import { WEB } from "../spec/processes.ts";

// The same object has another name and namespace in each environment. What names have in common is what two objects are paired by.

/** How an environment calls its objects. */
export interface Naming {
  readonly namespaces: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
  /** The name without prefix, suffix and hash. */
  readonly plain: (object: KubernetesObject) => string;
  /** An object in which other objects, and the one namespace, are called by their plain names. */
  readonly neutral: (object: KubernetesObject) => KubernetesObject;
}

/** What stands for the namespace, where there is one. */
const THE_NAMESPACE = "(namespace)";

const HASHED: readonly unknown[] = ["ConfigMap", "Secret", "Job"];
/** Ten letters and digits of those that Kubernetes takes for random names. */
const HASH = /-[bcdfghkmt2456789]{10}$/;

export function namingOf(objects: readonly KubernetesObject[]): Naming {
  const namespaces = [...new Set(objects.flatMap(({ metadata }) => metadata?.namespace ?? []))].sort();
  const { prefix, suffix } = affixes(objects);
  const [namespace] = namespaces.length === 1 ? namespaces : [undefined];
  const plain = ({ kind, metadata }: KubernetesObject): string => {
    const name = metadata?.name ?? "";
    if (kind === "Namespace" && name === namespace) return THE_NAMESPACE;
    const whole = HASHED.includes(kind) ? name.replace(HASH, "") : name;
    return whole.startsWith(prefix) && whole.endsWith(suffix) ? whole.slice(prefix.length, suffix === "" ? undefined : -suffix.length) : whole;
  };
  const known = new Map(
    objects.map((object) => [object.metadata?.name ?? "", plain(object)] as const).filter(([name, short]) => name !== "" && name !== short),
  );
  return { namespaces, prefix, suffix, plain, neutral: (object) => renamed(object, "", known, namespace) as KubernetesObject };
}

/** What a kustomization has put around all names: our own objects still say in a label what they were called. */
function affixes(objects: readonly KubernetesObject[]): { readonly prefix: string; readonly suffix: string } {
  for (const { metadata } of objects.filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet")) {
    const labels = metadata?.labels ?? {};
    const [release, component] = [releaseOf(labels), componentOf(labels)];
    if (!isGenerated(labels) || release === undefined || component === undefined) continue;
    const name = metadata?.name ?? "";
    const first = component === WEB ? release : `${release}-${component}`;
    const at = name.indexOf(first);
    if (at >= 0) return { prefix: name.slice(0, at), suffix: name.slice(at + first.length) };
  }
  return { prefix: "", suffix: "" };
}

/** Whole texts only: a name inside of another text is not told from the text. */
function renamed(value: unknown, field: string, known: ReadonlyMap<string, string>, namespace: string | undefined): unknown {
  if (typeof value === "string") return field === "namespace" && value === namespace ? THE_NAMESPACE : (known.get(value) ?? value);
  if (Array.isArray(value)) return value.map((inner) => renamed(inner, field, known, namespace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamed(inner, key, known, namespace)]));
}
