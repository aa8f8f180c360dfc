import { amount, type Quantity } from "../spec/quantity.ts";
import { isMap, keyed, own } from "./lists.ts";
import { isSecret, redacted } from "./secrets.ts";
import { isVariable, type Steps } from "./steps.ts";

type Value = unknown;

/** One thing that is not the same. */
export interface Change {
  readonly path: Steps;
  /** Undefined: it is not there. */
  readonly a: Value;
  readonly b: Value;
  /** Whether nobody may see the values. */
  readonly isSecret: boolean;
  /** How the value of b was decided. */
  readonly why?: string;
}

/** @param kind whose values are secret, or are not */
export function changes(kind: string, a: Value, b: Value, path: Steps = []): Change[] {
  if (isSame(a, b, path)) return [];
  if (isMap(a) && isMap(b)) {
    if (isVariable(path)) return [change(kind, a, b, path)];
    return both(Object.keys(a), Object.keys(b)).flatMap((field) => changes(kind, own(a, field), own(b, field), [...path, { field }]));
  }
  if (isListOfMaps(a) && isListOfMaps(b)) {
    const found = keyed(a, b);
    if (found)
      return both([...found[0].keys()], [...found[1].keys()]).flatMap((entry) => changes(kind, found[0].get(entry), found[1].get(entry), [...path, { entry }]));
    return longer(a, b).flatMap((_, index) => changes(kind, a[index], b[index], [...path, { entry: String(index) }]));
  }
  return only(kind, a, b, path);
}

/** Of what is on one side alone the parts are told one by one where each has a meaning of its own. */
function only(kind: string, a: Value, b: Value, path: Steps): Change[] {
  const [there, other] = a === undefined ? [b, "a"] : [a, "b"];
  if ((a === undefined || b === undefined) && !isVariable(path)) {
    const nothing = Array.isArray(there) ? [] : {};
    if (isListed(path, there)) return other === "a" ? changes(kind, nothing, there, path) : changes(kind, there, nothing, path);
  }
  return [change(kind, a, b, path)];
}

function change(kind: string, a: Value, b: Value, path: Steps): Change {
  const shown = (value: Value): Value => (isMap(value) && isVariable(path) ? variable(value) : redacted(value));
  return { path, a: shown(a), b: shown(b), isSecret: isSecret(kind, path, a) || isSecret(kind, path, b) };
}

/** Maps and lists whose entries are things of their own, also where all are new. */
const LISTS: readonly string[] = ["data", "stringData", "binaryData", "env", "envFrom", "annotations", "labels", "requests", "limits"];

function isListed(path: Steps, there: Value): boolean {
  const last = path.at(-1);
  return last !== undefined && "field" in last && LISTS.includes(last.field) && (isMap(there) || isListOfMaps(there));
}

const both = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();

const longer = (a: readonly Value[], b: readonly Value[]): readonly Value[] => (a.length > b.length ? a : b);

/** Also an empty list, which is none of anything. */
const isListOfMaps = (value: Value): value is readonly Value[] => Array.isArray(value) && value.every(isMap);

function isSame(a: Value, b: Value, path: Steps): boolean {
  if (JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))) return true;
  return isQuantity(path) && isAmount(a) && isAmount(b) && amount(a) === amount(b);
}

const isAmount = (value: Value): value is Quantity => typeof value === "number" || (typeof value === "string" && /^[0-9]/.test(value));

/** 1000m is 1, and 1024Mi is 1Gi. */
const isQuantity = (path: Steps): boolean =>
  path.slice(-2, -1).some((step) => "field" in step && ["requests", "limits", "capacity", "overhead"].includes(step.field));

/** Nobody cares in which order a map was written. */
function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** An entry of env as one reads it: its value, or where the value comes from. */
function variable({ name, value, valueFrom }: Readonly<Record<string, Value>>): Value {
  if (!isMap(valueFrom)) return value ?? "";
  for (const [kind, key] of [
    ["Secret", "secretKeyRef"],
    ["ConfigMap", "configMapKeyRef"],
  ] as const) {
    const ref = valueFrom[key];
    if (isMap(ref) && typeof ref["key"] === "string" && typeof ref["name"] === "string")
      return `key ${ref["key"]} of the ${kind} ${ref["name"]}${ref["optional"] === true ? ", if there is one" : ""}`;
  }
  const { fieldRef } = valueFrom;
  return isMap(fieldRef) && typeof fieldRef["fieldPath"] === "string" ? `field ${fieldRef["fieldPath"]}` : { name, valueFrom };
}
