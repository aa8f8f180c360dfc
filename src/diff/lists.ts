type Value = unknown;
type Fields = Readonly<Record<string, Value>>;

/** Not what every object of the language has, such as toString. */
export const own = <Inner>(map: Readonly<Record<string, Inner>>, key: string): Inner | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

export const isMap = (value: Value): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** What tells the entries of a list apart, whatever their order. */
type Key = (entry: Fields) => unknown;

const field =
  (name: string): Key =>
  (entry) =>
    own(entry, name);

const keys: readonly Key[] = [
  field("mountPath"),
  field("name"),
  ({ metadata }) => (isMap(metadata) ? metadata["name"] : undefined),
  ({ prefix = "", configMapRef, secretRef }) => {
    const [kind, ref] = configMapRef === undefined ? ["Secret", secretRef] : ["ConfigMap", configMapRef];
    return isMap(ref) ? [kind, ref["name"], prefix].join(" ").trim() : undefined;
  },
  field("host"),
  field("path"),
  field("topologyKey"),
  field("containerPort"),
  field("port"),
  field("key"),
  field("ip"),
];

/** The entries of two lists by what tells them apart; undefined: nothing does, and their places must. */
export function keyed(a: readonly Value[], b: readonly Value[]): readonly [Map<string, Value>, Map<string, Value>] | undefined {
  if (![...a, ...b].every(isMap)) return undefined;
  for (const key of keys) {
    const [left, right] = [by(a as readonly Fields[], key), by(b as readonly Fields[], key)];
    // With nothing in common, as two hosts, the same entry has another key.
    const isOther = a.length > 0 && a.length === b.length && left && right && ![...left.keys()].some((one) => right.has(one));
    if (left && right) return isOther ? undefined : [left, right];
  }
  return undefined;
}

function by(list: readonly Fields[], key: Key): Map<string, Value> | undefined {
  const found = new Map<string, Value>();
  for (const entry of list) {
    const one = key(entry);
    if ((typeof one !== "string" && typeof one !== "number") || found.has(String(one))) return undefined;
    found.set(String(one), entry);
  }
  return found;
}
