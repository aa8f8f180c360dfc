import { type Schema, share } from "../../src/schema/share.ts";

// The validator is code, and what stands in the schema a dozen times would be a dozen times in it: every start of the program reads it all.
// So equal parts become definitions.

/** Smaller ones cost less than the call of a function. */
const MIN_SIZE = 40;

export const shared = (schema: Schema): Schema =>
  share(schema, {
    // What the validator makes of it: words and examples are for people, and the default is its parent's to fill in.
    keyOf: (part) => JSON.stringify(withoutNotes(withoutDefault(part))),
    definitionOf: withoutDefault,
    besides: (part) => ("default" in part ? { default: part["default"] } : {}),
    nameOf: (index) => `d${index}`,
    minSize: MIN_SIZE,
  });

function withoutDefault(one: Schema): Schema {
  const { default: _, ...rest } = one;
  return rest;
}

function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !isNote(key, inner))
      .map(([key, inner]) => [key, withoutNotes(inner)]),
  );
}

/** A field may have the name of a keyword. */
const isNote = (key: string, value: unknown): boolean =>
  (["description", "absent"].includes(key) && typeof value === "string") || (key === "examples" && Array.isArray(value));
