import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parseAllDocuments, stringify } from "yaml";
import { generate } from "../../src/generate.ts";
import { root } from "../program.ts";
import type { Random } from "../properties/random.ts";
import { someDocument } from "../properties/specs.ts";
import { type Bytes, bytesOf, mutatedBytes, textOf } from "./bytes.ts";
import { mutatedValue, printed } from "./structure.ts";
import { mutatedTokens } from "./tokens.ts";

// What mutations begin with: everything that the other tests have, and specs made by walking the schema.

const specsIn = (directory: string): Bytes[] =>
  readdirSync(`${root}/test/${directory}`)
    .sort()
    .map((name) => `${root}/test/${directory}/${name}/release.yaml`)
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "latin1"));

const right = specsIn("cases");
const texts: readonly Bytes[] = [...right, ...right, ...specsIn("refused")];

function valuesIn(text: string): unknown[] {
  try {
    return parseAllDocuments(text, { logLevel: "silent" }).map((document) => document.toJS());
  } catch {
    return [];
  }
}

/** A spec with one mutation or a few, of bytes, tokens or structure. */
export function mutatedSpec(random: Random): Bytes {
  const text = random.pick(texts);
  if (random.chance(0.5)) return mutatedText(text, random);
  const document = random.chance(0.6) ? someDocument(random) : random.pick(valuesIn(textOf(text)));
  return mutatedDocument(document, random);
}

/** As a spec of the schema, mutated in its structure and perhaps in its text. */
export function mutatedDocument(document: unknown, random: Random): Bytes {
  const text = bytesOf(
    printed(
      times(random, document, (value) => mutatedValue(value, random)),
      random,
    ),
  );
  return random.chance(0.2) ? mutatedText(text, random) : text;
}

export function mutatedText(text: Bytes, random: Random): Bytes {
  return times(random, text, (bytes) => (random.chance(0.7) ? bytesOf(mutatedTokens(textOf(bytes), random)) : mutatedBytes(bytes, random, random.pick(texts))));
}

/** Mutations get worse with their number, and messages fewer: mostly one. */
function times<T>(random: Random, value: T, mutate: (value: T) => T): T {
  let result = mutate(value);
  while (random.chance(0.35)) result = mutate(result);
  return result;
}

/** What finish is given: a spec and the objects of its overlay. */
export interface Finishing {
  readonly spec: Record<string, unknown>;
  readonly objects: readonly Printed[];
}

/** An object as Kustomize prints it. */
export interface Printed {
  readonly object: unknown;
  readonly text: string;
}

export function someFinishing(random: Random): Finishing {
  for (;;) {
    const isNew = random.chance(0.2);
    const prefix = random.pick(["", "", "eu-"]);
    const found = isNew ? finishing(someDocument(random), prefix) : known(random.below(right.length), prefix);
    if (found) return found;
  }
}

const finishings = new Map<string, Finishing | undefined>();

/** Of a case; made once. */
function known(index: number, prefix: string): Finishing | undefined {
  const key = `${index} ${prefix}`;
  if (!finishings.has(key)) finishings.set(key, finishing(valuesIn(textOf(right[index] as Bytes))[0], prefix));
  return finishings.get(key);
}

function finishing(document: unknown, prefix: string): Finishing | undefined {
  const resources = generated(document);
  if (!resources) return undefined;
  const { metadata, ...rest } = document as { metadata: { annotations?: object } };
  return {
    spec: { ...rest, metadata: { ...metadata, annotations: { ...metadata.annotations, "phoenix-release.dev/phase": "finish" } } },
    objects: [...resources, ...foreign]
      .map((resource) => inOverlay(resource, prefix))
      .map((object) => ({ object, text: stringify(object, { indentSeq: false, lineWidth: 0 }) })),
  };
}

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: object };
  readonly [field: string]: unknown;
}

function generated(spec: unknown): readonly KubernetesObject[] | undefined {
  try {
    return generate(structuredClone(spec)).resources as readonly object[] as readonly KubernetesObject[];
  } catch {
    return undefined;
  }
}

const foreign: readonly KubernetesObject[] = [
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "shop-secrets" },
    stringData: { SECRET_KEY_BASE: "x".repeat(64), DATABASE_URL: "y", RELEASE_COOKIE: "z" },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "shop-config" }, data: { A: "1_000" }, binaryData: { b: "aGk=" } },
  { apiVersion: "example.com/v1", kind: "Shop", metadata: { name: "shop" }, spec: { replicas: 9_007_199_254_740_992, template: [1] } },
];

/** With what Kustomize notes on the objects that it hands to a transformer. */
function inOverlay({ apiVersion, kind, metadata, ...rest }: KubernetesObject, prefix: string): unknown {
  const { name, annotations = {} } = metadata;
  const notes = {
    ...annotations,
    "internal.config.kubernetes.io/generatorBehavior": "unspecified",
    "internal.config.kubernetes.io/previousKinds": kind,
    "internal.config.kubernetes.io/previousNames": name,
    "internal.config.kubernetes.io/previousNamespaces": "default",
    "kustomize.config.k8s.io/id": `kind: ${kind}\nname: ${name}\nnamespace: shop-prod\nversion: v1\n`,
  };
  return { apiVersion, kind, metadata: { ...metadata, annotations: notes, name: prefix + name, namespace: "shop-prod" }, ...rest };
}

/** The objects, one of them or some mutated in their structure. */
export function someMutated(objects: readonly Printed[], random: Random): string[] {
  const index = random.below(objects.length);
  return objects.map(({ object, text }, at) => (at === index || random.chance(0.05) ? printed(mutatedValue(structuredClone(object), random), random) : text));
}

export const stream = (objects: readonly Printed[]): string => objects.map(({ text }) => text).join("---\n");
