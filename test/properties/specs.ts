import { readdirSync, readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { isWarning, type Path, type Problem } from "../../src/source/problem.ts";
import { schema } from "../../src/spec/schema.ts";
import { root } from "../program.ts";
import type { Random } from "./random.ts";
import { lists, numbers, rareNumbers, rareWords, shapes, words } from "./words.ts";

// Specs made by walking the schema: a new field is part of them as soon as the schema has it.

/** The keywords that the schema uses. */
interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: boolean | Schema;
}

const whole: Schema = schema;

/** Without patches, which may break what they like. */
const cases: readonly unknown[] = readdirSync(`${root}/test/cases`)
  .flatMap((name) => parseAllDocuments(readFileSync(`${root}/test/cases/${name}/release.yaml`, "utf8")))
  .map((document) => {
    document.deleteIn(["spec", "patches"]);
    return document.toJS();
  });

/** A document that the schema takes. Half of them extend a golden case: some fields make sense only in company. */
export function someDocument(random: Random): unknown {
  const own = valueFor(whole, "", random);
  return random.chance(0.5) ? own : merged(random.pick(cases), own);
}

/** The document with what the problems point at taken out, or written where it was missing. */
export function repaired(document: unknown, problems: readonly Problem[], random: Random): unknown {
  const copy = structuredClone(document);
  // From the end: the index of an entry stays right while later ones go.
  for (const { path = [] } of problems.filter((problem) => !isWarning(problem)).reverse()) {
    const there = has(copy, path);
    const optional = there && random.chance(0.7) ? removable(path) : [];
    if (optional.length > 0) remove(copy, optional);
    else if (path.length > 0) write(copy, path, valueFor(schemaAt(path) ?? {}, fieldOf(path), random));
  }
  return copy;
}

/** The field that a path leads to; an entry of a map with open values is of the kind that the map's name says. */
const fieldOf = (path: Problem["path"] & object): string => String(path.findLast((step) => Object.hasOwn(shapes, step)) ?? path.at(-1));

/** The fields of the schema, as spec.processes.*.http.port. */
export const allFields: ReadonlySet<string> = new Set(fieldsOf(whole, ""));

function fieldsOf({ properties = {}, additionalProperties, items }: Schema, above: string): string[] {
  const below = [additionalProperties, items].filter((part): part is Schema => typeof part === "object");
  return [
    ...Object.entries(properties).flatMap(([name, one]) => [`${above}${name}`, ...fieldsOf(one, `${above}${name}.`)]),
    ...below.flatMap((one) => fieldsOf(one, `${above}*.`)),
  ];
}

/** Those that a document has. */
export function fieldsIn(value: unknown, one: Schema = whole, above = ""): string[] {
  if (!isContainer(value)) return [];
  const { properties = {}, additionalProperties, items } = one;
  return Object.entries(value).flatMap(([key, inner]) => {
    if (Object.hasOwn(properties, key)) return [`${above}${key}`, ...fieldsIn(inner, properties[key], `${above}${key}.`)];
    return fieldsIn(inner, typeof additionalProperties === "object" ? additionalProperties : (items ?? {}), `${above}*.`);
  });
}

/** @param field name of the field that holds the value */
function valueFor(one: Schema, field: string, random: Random): unknown {
  if (one.const !== undefined) return one.const;
  if (one.default !== undefined && typeof one.default !== "object" && random.chance(0.1)) return one.default;
  if (one.enum) return random.pick(one.enum);
  const type = typeof one.type === "object" ? random.pick(one.type) : one.type;
  switch (type) {
    case "boolean":
      return random.chance(0.5);
    case "integer":
      return numberFor(one, random);
    case "number":
      return random.chance(0.2) ? 0.5 : numberFor(one, random);
    case "string":
      return wordFor(one, field, random);
    case "array":
      if (Object.hasOwn(lists, field)) return random.pick(lists[field] as (typeof lists)[string]);
      return Array.from({ length: (one.minItems ?? 0) + random.below(3) }, () => valueFor(one.items ?? {}, field, random));
    case "object":
      return mapFor(one, field, random);
    default:
      return random.pick([...numbers, ...words]);
  }
}

function mapFor(one: Schema, field: string, random: Random): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties = false, propertyNames = {} } = one;
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const weights = optional.map((name) => Math.sqrt(size(properties[name] as Schema)));
  const chosen = [...required, ...random.someWeighted(optional, weights, optional.length / (optional.length + 8))];
  const entries = chosen.map((name): [string, unknown] => [name, valueFor(properties[name] as Schema, name, random)]);
  if (additionalProperties === true) return { ...random.pick(shapesOf(field)), ...Object.fromEntries(entries) };
  if (additionalProperties === false) return Object.fromEntries(entries);
  const names = random
    .some(fitting({ type: "string", ...propertyNames }, "a name", words))
    .concat(random.chance(0.1) ? (random.pick(fitting(propertyNames, "", rareWords)) ?? []) : []);
  return Object.fromEntries([...names.map((name): [string, unknown] => [name, valueFor(additionalProperties, field, random)]), ...entries]);
}

function numberFor({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema, random: Random): number {
  const inside = (list: readonly number[]): number[] => list.filter((number) => number >= minimum && number <= maximum);
  const rare = inside([...rareNumbers, minimum, maximum]);
  const common = inside(numbers);
  return random.pick(common.length === 0 || random.chance(0.3) ? rare : common);
}

function wordFor(one: Schema, field: string, random: Random): string {
  const rare = fitting(one, "", rareWords);
  return random.pick(rare.length > 0 && random.chance(0.05) ? rare : fitting(one, field, words));
}

const known = new Map<string, readonly string[]>();

/** Those of the words that a schema for strings takes. */
function fitting(one: Schema, field: string, list: readonly string[]): readonly string[] {
  const { pattern = "", minLength = 0, maxLength = Number.POSITIVE_INFINITY, examples = [] } = one;
  const key = JSON.stringify([list === words, pattern, minLength, maxLength, examples]);
  const before = known.get(key);
  if (before) return before;
  const form = new RegExp(pattern, "u");
  const all = list === words ? [...list, ...examples.filter((example) => typeof example === "string")] : list;
  const fit = all.filter((word) => form.test(word) && word.length >= minLength && word.length <= maxLength);
  if (fit.length === 0 && list === words) throw new Error(`no word of words.ts fits ${field}: ${pattern}`);
  known.set(key, fit);
  return fit;
}

function shapesOf(field: string): readonly object[] {
  const known = shapes[field];
  if (!known) throw new Error(`words.ts has no shape for ${field}, which the schema leaves open`);
  return known;
}

const sizes = new WeakMap<Schema, number>();

/** Number of fields: what has many is chosen more often. */
function size(one: Schema): number {
  const before = sizes.get(one);
  if (before !== undefined) return before;
  const inner = [...Object.values(one.properties ?? {}), ...[one.items, one.additionalProperties].filter((part): part is Schema => typeof part === "object")];
  const sum = inner.reduce((total, part) => total + size(part), 1);
  sizes.set(one, sum);
  return sum;
}

function schemaAt(path: Path): Schema | undefined {
  let one: Schema | undefined = whole;
  for (const key of path) {
    const { properties = {}, additionalProperties, items }: Schema = one ?? {};
    one = Object.hasOwn(properties, key) ? properties[key] : typeof additionalProperties === "object" ? additionalProperties : items;
  }
  return one;
}

/** The path, or the nearest one above that the schema does not require. */
function removable(path: Path): Path {
  const needed = schemaAt(path.slice(0, -1))?.required?.includes(String(path.at(-1)));
  return needed ? removable(path.slice(0, -1)) : path;
}

type Container = Record<string | number, unknown>;

const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;

const has = (value: unknown, [key, ...rest]: Path): boolean => key === undefined || (isContainer(value) && Object.hasOwn(value, key) && has(value[key], rest));

function remove(value: unknown, [key, ...rest]: Path): void {
  if (key === undefined || !isContainer(value) || !Object.hasOwn(value, key)) return;
  if (rest.length > 0) remove(value[key], rest);
  else if (Array.isArray(value)) value.splice(Number(key), 1);
  else delete value[key];
}

function write(document: unknown, path: Path, value: unknown): void {
  let inner = document as Container;
  for (const key of path.slice(0, -1)) {
    if (!Object.hasOwn(inner, key) || !isContainer(inner[key])) inner[key] = {};
    inner = inner[key] as Container;
  }
  inner[path.at(-1) as string] = value;
}

/** Maps merge, everything else is replaced. */
function merged(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over === undefined ? base : over;
  return Object.fromEntries([...new Set([...Object.keys(base), ...Object.keys(over)])].map((key) => [key, merged(own(base, key), own(over, key))]));
}

const own = (value: Container, key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);

const isMap = (value: unknown): value is Container => isContainer(value) && !Array.isArray(value);
