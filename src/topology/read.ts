// Objects may be anybody's, and a field may hold anything: what is not as Kubernetes has it counts as not there.

export type Fields = Readonly<Record<string, unknown>>;

export const fields = (value: unknown): Fields => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {});

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A string, or a number as it would be printed. */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined);

export function at(value: unknown, ...path: readonly string[]): unknown {
  let inner = value;
  for (const field of path) {
    const map = fields(inner);
    if (!Object.hasOwn(map, field)) return undefined;
    inner = map[field];
  }
  return inner;
}

/** The entries of a map whose values are text. */
export const texts = (value: unknown): (readonly [key: string, value: string])[] =>
  Object.entries(fields(value)).flatMap(([key, inner]) => {
    const found = text(inner);
    return found === undefined ? [] : [[key, found] as const];
  });

/** Each once, in the order in which they came. */
export const once = <T>(values: readonly T[]): T[] => [...new Set(values)];
