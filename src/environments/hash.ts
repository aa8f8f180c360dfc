import { createHash } from "node:crypto";
import { blockStream } from "../output/yaml.ts";
import { type Item, itemsOfStream, type KubernetesObject } from "../source/item.ts";

// What Kustomize does to names after us, for specs that are read without it.

const NEEDS_HASH = "kustomize.config.k8s.io/needs-hash";

/** Generated objects with their last names, references to these, and without Kustomize's annotation. */
export function named(items: readonly Item[]): Item[] {
  const objects = items.map(({ object }) => object);
  const names: Names = new Map(objects.filter(needsHash).map((object) => [keyOf(object), `${object.metadata?.name}-${suffix(unmarked(object))}`]));
  return itemsOfStream(blockStream(objects.map((object) => withNames(unmarked(object), names))));
}

type Names = ReadonlyMap<string, string>;

const key = (kind: unknown, namespace: unknown, name: unknown): string => JSON.stringify([kind, namespace, name]);
const keyOf = ({ kind, metadata }: KubernetesObject): string => key(kind, metadata?.namespace, metadata?.name);

const needsHash = ({ metadata }: KubernetesObject): boolean => metadata?.annotations?.[NEEDS_HASH] === "true";

function unmarked(object: KubernetesObject): KubernetesObject {
  if (!needsHash(object)) return object;
  const { annotations, ...metadata } = object.metadata ?? {};
  const { [NEEDS_HASH]: _, ...others } = annotations ?? {};
  return { ...object, metadata: { ...metadata, ...(Object.keys(others).length > 0 && { annotations: others }) } };
}

function withNames(object: KubernetesObject, names: Names): KubernetesObject {
  const { metadata } = object;
  const renamed = (name: string): string => names.get(key("ConfigMap", metadata?.namespace, name)) ?? name;
  const name = names.get(keyOf(object));
  return { ...(rewritten(object, renamed) as KubernetesObject), ...(metadata && { metadata: name === undefined ? metadata : { ...metadata, name } }) };
}

/** How containers and volumes refer to a ConfigMap. Secrets are never generated, and nobody refers to a Job. */
const REFERENCES: readonly string[] = ["configMapRef", "configMapKeyRef", "configMap"];

function rewritten(value: unknown, renamed: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((inner) => rewritten(inner, renamed));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, REFERENCES.includes(field) ? reference(inner, renamed) : rewritten(inner, renamed)]),
  );
}

const reference = (value: unknown, renamed: (name: string) => string): unknown =>
  isMap(value) && typeof value["name"] === "string" ? { ...value, name: renamed(value["name"]) } : value;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

const DIGITS = 10;

/** Kustomize replaces digits by letters that form no words; so does kubectl (hash.go). */
const LETTERS: Readonly<Record<string, string>> = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };

const suffix = (object: KubernetesObject): string =>
  createHash("sha256")
    .update(goJson(hashedPart(object)))
    .digest("hex")
    .slice(0, DIGITS)
    .replace(/[013ae]/g, (digit) => LETTERS[digit] as string);

/**
 * Of a ConfigMap what Kustomize hashes, which looks for the name in a wrong place and takes "" (hasher.go). Of everything else Kustomize hashes
 * its parsed text with lines, columns and quotes; here it is the content, so that the suffix of a Job differs from that of a build.
 */
function hashedPart(object: KubernetesObject): object {
  const { kind, data = "", binaryData } = object;
  return kind === "ConfigMap" ? { kind, name: "", data, ...(binaryData !== undefined && { binaryData }) } : object;
}

/** As Go prints it: keys sorted by their bytes, and what would be dangerous in HTML escaped. */
function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(",")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${entries
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map(([field, inner]) => `${goJson(field)}:${goJson(inner)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
