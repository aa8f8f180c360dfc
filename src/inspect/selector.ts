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

/** What kustomizations do to names and namespaces. */
export interface Renaming {
  /** Those that have been put before and behind names: Kustomize still knows an object by what it was called without. */
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** What the kustomization of the selector itself does, where that comes first: an object is known by its new name too. */
  readonly now?: { readonly prefix: string; readonly suffix: string; readonly namespace: string | undefined };
}

const nothing: Renaming = { prefixes: [], suffixes: [] };

export function selects(selector: Selector, object: KubernetesObject, renaming: Renaming = nothing): boolean {
  const { apiVersion = "", kind, metadata = {} } = object;
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return (
    fits(selector.group, group) &&
    fits(selector.version, version) &&
    fits(selector.kind, kind) &&
    namesOf(metadata.name ?? "", renaming).some((name) => fits(selector.name, name)) &&
    namespacesOf(metadata.namespace, renaming).some((namespace) => fits(selector.namespace, namespace)) &&
    fitsLabels(selector.labelSelector, metadata.labels ?? {}) &&
    fitsLabels(selector.annotationSelector, metadata.annotations ?? {})
  );
}

/** All that an object is known by, more rather than less: a patch that matches must not be called lost. */
function namesOf(name: string, { prefixes, suffixes, now }: Renaming): string[] {
  const known = new Set([name, withoutHash(name)]);
  // A set goes on to what is added while it is walked.
  for (const one of known) {
    for (const prefix of prefixes) if (one.startsWith(prefix)) known.add(one.slice(prefix.length));
    for (const suffix of suffixes) if (one.endsWith(suffix)) known.add(one.slice(0, -suffix.length));
  }
  return [...known].flatMap((one) => (now ? [one, `${now.prefix}${one}${now.suffix}`] : [one]));
}

/** Objects that are to be hashed have no hash yet when patches look at them. */
const withoutHash = (name: string): string => name.replace(/-[bcdfghkmt2456789]{10}$/, "");

/** The namespace of a kustomization is set after its patches: until then an object without one is in default. */
const namespacesOf = (namespace: string | undefined, { now }: Renaming): string[] =>
  ["default", namespace, now?.namespace].filter((one): one is string => one !== undefined);

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
  const existence = /^(!?)\s*([-./\w]+)$/.exec(term);
  // Comparisons of numbers are not judged.
  return existence === null || Object.hasOwn(labels, existence[2] as string) === (existence[1] === "");
}
