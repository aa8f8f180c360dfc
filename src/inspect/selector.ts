import type { KubernetesObject } from "../source/item.ts";

/** Which objects a patch or a replacement is for, as Kustomize reads it: regular expressions for the whole word, selectors for labels. */
export interface Selector {
  readonly group?: unknown;
  readonly version?: unknown;
  readonly kind?: unknown;
  readonly name?: unknown;
  readonly namespace?: unknown;
  readonly labelSelector?: unknown;
  readonly annotationSelector?: unknown;
}

export function selects(selector: Selector, object: KubernetesObject): boolean {
  const { apiVersion = "", kind, metadata = {} } = object;
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return (
    fits(selector.group, group) &&
    fits(selector.version, version) &&
    fits(selector.kind, kind) &&
    [metadata.name, withoutHash(metadata.name)].some((name) => fits(selector.name, name)) &&
    // The namespace of an overlay is set after its patches.
    (metadata.namespace === undefined || fits(selector.namespace, metadata.namespace)) &&
    fitsLabels(selector.labelSelector, metadata.labels ?? {}) &&
    fitsLabels(selector.annotationSelector, metadata.annotations ?? {})
  );
}

/** Objects that are to be hashed have no hash yet when patches look at them. */
const withoutHash = (name = ""): string => name.replace(/-[bcdfghkmt2456789]{10}$/, "");

function fits(pattern: unknown, value = ""): boolean {
  if (typeof pattern !== "string" || pattern === "") return true;
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    // Go's expressions are not quite ours: one that cannot be read here is not judged.
    return true;
  }
}

function fitsLabels(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  if (typeof selector !== "string") return true;
  return selector
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== "")
    .every((term) => fitsTerm(term, labels));
}

function fitsTerm(term: string, labels: Readonly<Record<string, string>>): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(term);
  if (set) {
    const [, key = "", operator, values = ""] = set;
    const isIn = values.split(",").some((value) => value.trim() === labels[key]);
    return operator === "in" ? isIn : !isIn;
  }
  const equality = /^([^=!\s]+)\s*(!=|==|=)\s*(.*)$/.exec(term);
  if (equality) {
    const [, key = "", operator, value] = equality;
    return operator === "!=" ? labels[key] !== value : labels[key] === value;
  }
  return term.startsWith("!") ? !Object.hasOwn(labels, term.slice(1).trim()) : Object.hasOwn(labels, term);
}
