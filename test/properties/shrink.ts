import type { Path } from "../../src/source/problem.ts";

/** The smallest document that still fails, by leaving things out as long as it does. */
export function smallest(document: unknown, fails: (document: unknown) => boolean): unknown {
  for (let current = document; ; ) {
    const smaller = without(current).find(fails);
    if (smaller === undefined) return current;
    current = smaller;
  }
}

/** The document without each of its parts in turn, those nearest to the top first. */
function without(document: unknown): unknown[] {
  return partsOf(document, [])
    .sort((a, b) => a.length - b.length)
    .map((path) => copyWithout(document, path));
}

function partsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own: Path = [...path, Array.isArray(value) ? Number(key) : key];
    return [own, ...partsOf(inner, own)];
  });
}

function copyWithout(value: unknown, [key, ...rest]: Path): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.flatMap((inner, index) => (index !== key ? [inner] : rest.length > 0 ? [copyWithout(inner, rest)] : []));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (name !== key ? [[name, inner]] : rest.length > 0 ? [[name, copyWithout(inner, rest)]] : [])),
  );
}
