import { parse, stringify } from "yaml";
import type { Random } from "../properties/random.ts";
import { rareNumbers, rareWords, words } from "../properties/words.ts";
import { someScalar } from "./tokens.ts";

// Mutations of what a text means: the parser is content, and everything behind it gets what it does not expect.

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;

/** What is too large to be built and printed: it stands as a word, and is written out in the text. */
const large = (random: Random): string => `LARGE-${random.pick(Object.keys(sizes))}-${random.pick([50, 150, 900, 3000, 12_000])}`;

const sizes: Readonly<Record<string, (count: number) => string>> = {
  map: (count) => `{${Array.from({ length: count }, (_, index) => `"k${index}": 1`).join(", ")}}`,
  names: (count) => `{${Array.from({ length: count }, (_, index) => `"KEY_${index}": "$(KEY_${index + 1})"`).join(", ")}}`,
  list: (count) => `[${Array.from({ length: count }, (_, index) => index).join(", ")}]`,
  maps: (count) => `${'{"a": '.repeat(count)}1${"}".repeat(count)}`,
  lists: (count) => "[".repeat(count) + "]".repeat(count),
  word: (count) => `"${"a".repeat(count * 10)}!"`,
  path: (count) => `"${"/a-".repeat(count * 3)}"`,
  dots: (count) => `"${"a.".repeat(count * 3)}"`,
  dollars: (count) => `"${"$(A)".repeat(count)}$("`,
  spaces: (count) => `"a${" ".repeat(count)}b"`,
};

const LARGE = /"?LARGE-(\w+)-(\d+)"?(:?)/g;

/** Anything, of any type. */
function anything(random: Random): unknown {
  return random.pick([
    () => null,
    () => random.chance(0.5),
    () => random.pick(rareNumbers),
    () => random.pick([-1, 0, 0.5, 1e21, 2 ** 53, 2 ** 31, -0, 65_536, 1e-7]),
    () => random.pick([...words, ...rareWords]),
    () => parsed(someScalar(random)),
    () => large(random),
    () => ({}),
    () => [],
    () => [random.pick(words)],
    () => ({ [random.pick([...words, ...rareWords])]: random.pick(words) }),
  ])();
}

function parsed(scalar: string): unknown {
  try {
    return parse(scalar, { logLevel: "silent" });
  } catch {
    return scalar;
  }
}

/** All containers of the value; each once, though an alias leads there too. */
function containers(value: unknown, found: Set<Container> = new Set()): Set<Container> {
  if (!isContainer(value) || found.has(value)) return found;
  found.add(value);
  for (const inner of Object.values(value)) containers(inner, found);
  return found;
}

type Change = (container: Record<string, unknown>, key: string, random: Random, all: readonly Container[]) => void;

const set: Change = (container, key, random) => put(container, key, anything(random));

/** Also __proto__ becomes a key like any other. */
function put(container: object, key: string, value: unknown): void {
  if (Array.isArray(container) && !/^\d{1,3}$/.test(key)) container.push(value);
  else Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove(container: Container, key: string): void {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete container[key];
}

const slip = (key: string, random: Random): string => {
  const at = random.below(key.length);
  return random.pick([
    key.slice(0, at) + key.slice(at + 1),
    `${key}s`,
    key.toLowerCase(),
    key.slice(0, at) + key.slice(at + 1, at + 2) + key.slice(at),
    ` ${key}`,
    "",
  ]);
};

const changes: readonly Change[] = [
  set,
  set,
  (container, key) => remove(container, key),
  (container, key) => put(container, key, null),
  function otherType(container, key, random) {
    const value = container[key];
    put(
      container,
      key,
      random.pick<() => unknown>([
        () => [value],
        () => ({ value }),
        () => ({ [key]: value }),
        () => (isContainer(value) ? key : String(value)),
        () => (isContainer(value) ? Object.values(value)[0] : Number(value)),
        () => (isContainer(value) ? (Array.isArray(value) ? { ...value } : Object.entries(value)) : [value, value]),
      ])(),
    );
  },
  function duplicate(container, key, random) {
    if (Array.isArray(container)) container.push(random.chance(0.5) ? container[Number(key)] : structuredClone(container[Number(key)]));
    else put(container, random.chance(0.5) ? `${key}-2` : slip(key, random), container[key]);
  },
  function rename(container, key, random) {
    if (Array.isArray(container)) return;
    const value = container[key];
    remove(container, key);
    put(container, slip(key, random), value);
  },
  function unknownKey(container, _, random) {
    if (Array.isArray(container)) container.unshift(anything(random));
    else put(container, random.pick([...words, ...rareWords, "enabled", "name", "LARGE-word-50"]), anything(random));
  },
  function move(container, key, random, all) {
    const value = container[key];
    remove(container, key);
    put(random.pick(all), key, value);
  },
  /** Where it leads back to a container above, the value has no end. */
  function share(container, key, random, all) {
    const target = random.pick(all);
    if (Array.isArray(target)) target.push(container[key]);
    else put(target, random.chance(0.5) ? key : random.pick(words), random.chance(0.3) ? container : container[key]);
  },
  function swap(container, key, random, all) {
    const other = random.pick(all) as Record<string, unknown>;
    const at = random.pick(Object.keys(other).concat(key));
    const [mine, theirs] = [container[key], Object.hasOwn(other, at) ? other[at] : null];
    put(container, key, theirs);
    put(other, at, mine);
  },
];

/** The value changed in one place; of a list that a stream is made of, in one of its entries. */
export function mutatedValue(value: unknown, random: Random): unknown {
  if (!isContainer(value) || random.chance(0.01)) return anything(random);
  const all = [...containers(value)];
  const container = random.pick(all) as Record<string, unknown>;
  const keys = Object.keys(container);
  if (keys.length === 0) put(container, random.pick(words), anything(random));
  else random.pick(changes)(container, random.pick(keys), random, all);
  return value;
}

/** The value as somebody might have written it. */
export function printed(value: unknown, random: Random): string {
  const text = random.chance(0.2) && !isCircular(value) ? json(value, random) : yaml(value, random);
  return text.replace(LARGE, (all, name: string, count: string, colon: string) => (colon ? `"${name}${count}":` : (sizes[name]?.(Number(count)) ?? all)));
}

const json = (value: unknown, random: Random): string => `${JSON.stringify(value, null, random.pick([0, 2])) ?? "null"}\n`;

function yaml(value: unknown, random: Random): string {
  const options = {
    indent: random.pick([1, 2, 4]),
    indentSeq: random.chance(0.5),
    lineWidth: random.pick([0, 20, 80]),
    aliasDuplicateObjects: random.chance(0.7) || isCircular(value),
    ...(random.chance(0.1) && { collectionStyle: "flow" as const }),
  };
  try {
    return stringify(value, options);
  } catch (error) {
    // It cannot print everything that stands in itself.
    if (error instanceof RangeError) return "&a {kind: PhoenixRelease, metadata: *a}\n";
    throw error;
  }
}

function isCircular(value: unknown, above: readonly unknown[] = []): boolean {
  return isContainer(value) && (above.includes(value) || Object.values(value).some((inner) => isCircular(inner, [...above, value])));
}
