// The validator is code, and what stands in the schema a dozen times would be a dozen times in it: every start of the program reads it all.
// So equal parts become definitions.

type Schema = Readonly<Record<string, unknown>>;

/** Smaller ones cost less than the call of a function. */
const MIN_SIZE = 40;

export function shared(schema: Schema): Schema {
  const counts = new Map<string, number>();
  visit(schema, (part) => counts.set(keyOf(part), (counts.get(keyOf(part)) ?? 0) + 1));
  const repeated = [...counts].filter(([key, count]) => count > 1 && key.length >= MIN_SIZE);
  const names = new Map(repeated.map(([key], index) => [key, `d${index}`]));
  const definitions: Record<string, Schema> = {};
  const rewritten = (one: Schema): Schema =>
    withParts(one, (part) => {
      const name = names.get(keyOf(part));
      if (name === undefined) return rewritten(part);
      definitions[name] ??= rewritten(withoutDefault(part));
      return { $ref: `#/definitions/${name}`, ...("default" in part && { default: part["default"] }) };
    });
  return { ...rewritten(schema), definitions };
}

/** Parts below, but for names of maps: a finding about a name must know that it is one. */
const LISTS = ["properties"] as const;
const SINGLE = ["additionalProperties", "items"] as const;

function visit(one: Schema, found: (part: Schema) => void): void {
  const named = LISTS.flatMap((key) => Object.values((one[key] ?? {}) as Record<string, Schema>));
  for (const part of [...named, ...SINGLE.map((key) => one[key]).filter(isSchema)]) {
    found(part);
    visit(part, found);
  }
}

function withParts(one: Schema, change: (part: Schema) => Schema): Schema {
  return Object.fromEntries(
    Object.entries(one).map(([key, value]) => {
      if ((LISTS as readonly string[]).includes(key))
        return [key, Object.fromEntries(Object.entries(value as Record<string, Schema>).map(([name, part]) => [name, change(part)]))];
      return [key, (SINGLE as readonly string[]).includes(key) && isSchema(value) ? change(value) : value];
    }),
  );
}

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;

function withoutDefault(one: Schema): Schema {
  const { default: _, ...rest } = one;
  return rest;
}

/** What the validator makes of it: words and examples are for people, and the default is its parent's to fill in. */
const keyOf = (one: Schema): string => JSON.stringify(withoutNotes(withoutDefault(one)));

function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (!isSchema(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !isNote(key, inner))
      .map(([key, inner]) => [key, withoutNotes(inner)]),
  );
}

/** A field may have the name of a keyword. */
const isNote = (key: string, value: unknown): boolean =>
  (["description", "absent"].includes(key) && typeof value === "string") || (key === "examples" && Array.isArray(value));
