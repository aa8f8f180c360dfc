import type { KubernetesObject } from "../source/item.ts";
import type { Naming } from "./names.ts";

/** An object of one environment beside its like in the other. */
export interface Pair {
  readonly kind: string;
  /** Without what each environment puts around it. */
  readonly name: string;
  /** Where there are several in one environment. */
  readonly namespace: string | undefined;
  readonly a: KubernetesObject | undefined;
  readonly b: KubernetesObject | undefined;
}

interface Side {
  readonly objects: readonly KubernetesObject[];
  readonly naming: Naming;
}

/** By group and kind, name, and the namespace unless both environments have one. */
export function pairs(a: Side, b: Side): Pair[] {
  const counts = [a, b].some(({ naming }) => naming.namespaces.length > 1);
  const [left, right] = [keyed(a, counts), keyed(b, counts)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().map((key) => {
    const [one, other] = [left.get(key), right.get(key)];
    const { object, name } = (one ?? other) as Named;
    const { kind = "", metadata } = object;
    return { kind, name, namespace: counts ? metadata?.namespace : undefined, a: one?.object, b: other?.object };
  });
}

interface Named {
  readonly object: KubernetesObject;
  readonly name: string;
}

function keyed({ objects, naming }: Side, counts: boolean): Map<string, Named> {
  const found = new Map<string, Named>();
  for (const object of objects) {
    const { apiVersion = "", kind, metadata } = object;
    const name = naming.plain(object);
    const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
    const key = JSON.stringify([kind, name, group, counts ? metadata?.namespace : undefined]);
    // Two with hashes that were called the same: the second is told by its whole name.
    const unique = found.has(key) ? JSON.stringify([kind, metadata?.name, group, metadata?.namespace, found.size]) : key;
    found.set(unique, { object, name: found.has(key) ? (metadata?.name ?? name) : name });
  }
  return found;
}
