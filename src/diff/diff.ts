import type { Environment } from "../environments/environment.ts";
import type { Item, KubernetesObject } from "../source/item.ts";
import { type Change, changes } from "./changes.ts";
import { meaning } from "./meaning.ts";
import { type Naming, namingOf } from "./names.ts";
import { meaningful } from "./noise.ts";
import { type Pair, pairs } from "./pairs.ts";

/** What is not the same in two environments, or in what two versions of a spec give. */
export interface Difference {
  readonly a: Side;
  readonly b: Side;
  readonly onlyInA: readonly Pair[];
  readonly onlyInB: readonly Pair[];
  readonly changed: readonly Changed[];
  /** Objects that are the same. */
  readonly same: number;
}

interface Side {
  /** The PATH, as the user gave it. */
  readonly path: string;
  readonly way: Environment["way"];
  readonly naming: Naming;
}

export interface Changed {
  readonly pair: Pair;
  readonly changes: readonly Change[];
}

/** Throws InvalidInput where an object cannot be read. */
export function diff(one: Environment, other: Environment): Difference {
  const [a, b] = [sideOf(one), sideOf(other)];
  const all = pairs(a, b);
  const inBoth = all.filter((pair) => pair.a && pair.b);
  const compared = inBoth.map(
    (pair): Changed => ({ pair, changes: compare(pair, a.naming, b.naming).map((change) => explained(change, pair, other.releases)) }),
  );
  const changed = compared.filter(({ changes }) => changes.length > 0);
  return {
    a,
    b,
    onlyInA: all.filter((pair) => !pair.b),
    onlyInB: all.filter((pair) => !pair.a),
    changed,
    same: inBoth.length - changed.length,
  };
}

/** Names of what is around all names, and of the namespace, are told once. */
const isRenamed = ({ a, b }: Difference): boolean =>
  a.naming.namespaces.join() !== b.naming.namespaces.join() || a.naming.prefix !== b.naming.prefix || a.naming.suffix !== b.naming.suffix;

export const isSame = (difference: Difference): boolean =>
  difference.onlyInA.length + difference.onlyInB.length + difference.changed.length === 0 && !isRenamed(difference);

function sideOf({ name, way, items }: Environment): Side & { readonly objects: readonly KubernetesObject[] } {
  const objects = items.flatMap(objectsIn);
  return { path: name, way, naming: namingOf(objects), objects };
}

/** kubectl get prints a list. */
function objectsIn({ object }: Item): readonly KubernetesObject[] {
  const { kind, items } = object;
  return kind === "List" && Array.isArray(items) ? (items as readonly KubernetesObject[]) : [object];
}

function compare({ kind, a, b }: Pair, left: Naming, right: Naming): Change[] {
  const [one, other] = [nameless(a as KubernetesObject, left), nameless(b as KubernetesObject, right)];
  return changes(kind, one, other);
}

function explained(change: Change, { b }: Pair, releases: Environment["releases"]): Change {
  const why = meaning(change.path, b as KubernetesObject, change.b, releases);
  return why === undefined ? change : { ...change, why };
}

/** Two that are compared have the same name already; the namespace counts where there are several. */
function nameless(object: KubernetesObject, naming: Naming): KubernetesObject {
  const { metadata, ...rest } = meaningful(naming.neutral(object));
  const { name, namespace, ...others } = (metadata ?? {}) as { name?: string; namespace?: string };
  return { ...rest, metadata: others };
}
