import type { Fact } from "../mix/fact.ts";

/** What the project says of one field of the spec. */
export interface Decision {
  /** Below spec. */
  readonly path: readonly string[];
  /** The value, and where it was found. */
  readonly fact: Fact<unknown>;
  /** What holds where the field is not written; such a value is told, and not written. */
  readonly default?: unknown;
  /** The field is there as a comment: what it should be, nobody can tell. */
  readonly isOff?: boolean;
}

/** A guess always, so that somebody looks at it. */
export const isWritten = ({ fact, default: usual, isOff }: Decision): boolean => isOff !== true && (fact.certainty === "guess" || !same(fact.value, usual));

/** JSON values are equal; the order of keys does not count. */
export function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && Array.isArray(a) === Array.isArray(b) && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

/** A decision for each fact that is there. */
export const decided = (path: string, fact: Fact<unknown> | undefined, usual?: unknown): Decision[] =>
  fact ? [{ path: path.split("."), fact, ...(usual !== undefined && { default: usual }) }] : [];
