import { createHash } from "node:crypto";
import type { KubernetesObject } from "../source/item.ts";

/** What Kustomize takes for one object. Throws nothing: parts that are missing are empty. */
export const identity = ({ apiVersion = "", kind = "", metadata: { namespace, name } = {} }: KubernetesObject): string =>
  JSON.stringify([apiVersion, kind, namespace ?? "default", name]);

/**
 * A file for each object, from its kind and name, as long as that is enough to tell it from the others. Their order does not count, so that a new object
 * moves only those that are called as it is.
 */
export function fileNames(objects: readonly KubernetesObject[]): string[] {
  const names = objects.map(() => "");
  let open = objects.map((_, index) => index);
  for (const spell of spellings) {
    const taken = new Set(names);
    const spelled = new Map(open.map((index) => [index, spell(objects[index] as KubernetesObject)]));
    const times = count([...spelled.values()]);
    const unique = open.filter((index) => times.get(spelled.get(index) as string) === 1 && !taken.has(spelled.get(index) as string));
    for (const index of unique) names[index] = spelled.get(index) as string;
    open = open.filter((index) => !unique.includes(index));
  }
  return names;
}

type Spelling = (object: KubernetesObject) => string;

const file = (...words: readonly string[]): string => `${words.map(safe).join("-")}.yaml`;
const nameOf = ({ metadata }: KubernetesObject): string => metadata?.name ?? "";
const kindOf = ({ kind = "" }: KubernetesObject): string => kind;
const inFolder = ({ metadata }: KubernetesObject, name: string): string => `${safe(metadata?.namespace ?? "cluster").replaceAll(".", "_")}/${name}`;
const group = ({ apiVersion = "" }: KubernetesObject): string => (apiVersion.includes("/") ? (apiVersion.split("/")[0] as string) : "core");

/** From the shortest to one that no two objects have. */
const spellings: readonly Spelling[] = [
  (object) => file(kindOf(object), stem(object)),
  (object) => file(kindOf(object), nameOf(object)),
  (object) => inFolder(object, file(kindOf(object), stem(object))),
  (object) => inFolder(object, file(`${kindOf(object)}.${group(object)}`, nameOf(object))),
  (object) => inFolder(object, file(kindOf(object), nameOf(object), createHash("sha256").update(identity(object)).digest("hex"))),
];

/** Kinds whose names may end in a hash: without it a changed object is a changed file, and not another one. */
const HASHED: readonly unknown[] = ["ConfigMap", "Secret", "Job"];
const stem = (object: KubernetesObject): string => (HASHED.includes(object.kind) ? nameOf(object).replace(/-[bcdfghkmt2456789]{10}$/, "") : nameOf(object));

/** Bytes. With the kind, a digest and a folder it stays below what file systems take. */
const LONGEST = 120;

/** What every file system has, whatever a name holds. Names of roles have colons and capitals. */
function safe(word: string): string {
  const plain = word
    .toLowerCase()
    .replace(/[^-.a-z0-9]/g, "_")
    .replace(/^[-.]+/, "_");
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}_` : plain || "_";
}

const count = (words: readonly string[]): ReadonlyMap<string, number> => {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
};
