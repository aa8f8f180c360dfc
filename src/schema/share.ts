// What stands in a schema a dozen times becomes a definition: less to read for whoever reads it all.

export type Schema = Readonly<Record<string, unknown>>;

interface Shared {
  /** Parts of one key are equal. */
  readonly keyOf: (part: Schema) => string;
  /** What of a part goes into the definition; the rest stays beside the reference. */
  readonly definitionOf: (part: Schema) => Schema;
  readonly besides: (part: Schema) => Schema;
  /** @param index of the definition @param step under which its part was met first */
  readonly nameOf: (index: number, step: string) => string;
  /** Characters of a key: smaller parts cost less where they are. */
  readonly minSize: number;
}

export function share(schema: Schema, { keyOf, definitionOf, besides, nameOf, minSize }: Shared): Schema {
  const counts = new Map<string, { count: number; step: string }>();
  visit(schema, (part, step) => {
    const key = keyOf(part);
    counts.set(key, { step, ...counts.get(key), count: (counts.get(key)?.count ?? 0) + 1 });
  });
  const repeated = [...counts].filter(([key, { count }]) => count > 1 && key.length >= minSize);
  const names = new Map(repeated.map(([key, { step }], index) => [key, nameOf(index, step)]));
  const definitions: Record<string, Schema> = {};
  const rewritten = (one: Schema): Schema =>
    withParts(one, (part) => {
      const name = names.get(keyOf(part));
      if (name === undefined) return rewritten(part);
      definitions[name] ??= rewritten(definitionOf(part));
      return { $ref: `#/definitions/${name}`, ...besides(part) };
    });
  return { ...rewritten(schema), definitions };
}

/** Parts below, but for names of maps: a finding about a name must know that it is one. */
const LISTS = ["properties"] as const;
const SINGLE = ["additionalProperties", "items"] as const;

function visit(one: Schema, found: (part: Schema, step: string) => void): void {
  const named = LISTS.flatMap((key) => Object.entries((one[key] ?? {}) as Record<string, Schema>));
  const single = SINGLE.flatMap((key) => (isSchema(one[key]) ? [[key, one[key]] as const] : []));
  for (const [step, part] of [...named, ...single]) {
    found(part, step);
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
