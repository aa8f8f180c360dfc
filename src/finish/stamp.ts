import { createHash } from "node:crypto";
import type { Item } from "../source/item.ts";
import { containersOf, type Overlay, type Source, type Template, templateOf } from "./overlay.ts";

const INPUTS = "phoenix-release.dev/inputs";
const DIGITS = 16;

/**
 * Marks a Job with a digest of all settings it refers to. Kustomize hashes a Job's name before it rewrites the references inside: without
 * the mark a changed setting would keep the name and change the template, which Kubernetes refuses to apply a second time.
 */
export function stamped(item: Item, overlay: Overlay): Item {
  const job = overlay.release.jobs.find(({ name }) => item.text.includes(name));
  if (!job || item.object.kind !== "Job" || !overlay.own.includes(item.object)) return item;
  return item.with(["spec", "template", "metadata", "annotations", INPUTS], digest(overlay, templateOf(item.object)));
}

function digest(overlay: Overlay, template: Template): string {
  const used = references(template).map(([kind, name]) => {
    const { data, binaryData, stringData } = overlay.find(kind, name) ?? {};
    return [kind, name, ...[data, binaryData, stringData].map(sorted)];
  });
  return createHash("sha256").update(JSON.stringify(used)).digest("hex").slice(0, DIGITS);
}

/** ConfigMaps and Secrets by kind and name, each once, sorted. */
function references(template: Template): [kind: string, name: string][] {
  const found = containersOf(template).flatMap(({ env = [], envFrom = [] }) => [
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [...named("ConfigMap", configMapRef), ...named("Secret", secretRef)]),
    ...env.flatMap(({ valueFrom }) => [...named("ConfigMap", valueFrom?.configMapKeyRef), ...named("Secret", valueFrom?.secretKeyRef)]),
  ]);
  const mounted = (template.spec?.volumes ?? []).flatMap(({ configMap, secret }) => [
    ...named("ConfigMap", configMap),
    ...named("Secret", secret?.secretName === undefined ? undefined : { name: secret.secretName }),
  ]);
  const byKey = new Map([...found, ...mounted].map((one) => [one.join("/"), one]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key) as [string, string]);
}

const named = (kind: string, source: Source | undefined): [string, string][] => (source?.name === undefined ? [] : [[kind, source.name]]);

const sorted = (data: unknown): [string, unknown][] => Object.entries(data ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
