import type { ErrorObject } from "ajv";
import { type Path, type Problem, pathText } from "../source/problem.ts";
import { nearest } from "../source/suggest.ts";
import { MAX_COUNT } from "./keywords.ts";
import { schema } from "./schema.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The validator's finding in our words. Empty: another finding says it better. */
export function problemOf(error: ErrorObject, document: unknown): Problem[] {
  const path = pathOf(error.instancePath, document);
  const phrase = phrases[error.keyword];
  if (!phrase) throw new Error(`no sentence for the schema keyword ${error.keyword}`);
  const name = error.propertyName;
  const above = schemaOf(path);
  return phrase({
    path: name === undefined ? path : [...path, name],
    value: name ?? valueAt(document, path),
    isName: name !== undefined,
    params: error.params,
    parent: name === undefined ? above : (above["propertyNames"] as Schema),
  });
}

interface Finding {
  readonly path: Path;
  readonly value: unknown;
  /** The name of a map's entry is to blame, not its value. */
  readonly isName: boolean;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that holds the keyword. */
  readonly parent: Schema;
}

type Phrase = (finding: Finding) => Problem[];

const phrases: Readonly<Record<string, Phrase>> = {
  additionalProperties: unknownField,
  required: missingField,
  type: wrongType,
  enum: notOneOf,
  const: ({ path, value, parent }) => [{ code: "PHX105", path, message: `${pathText(path)} is ${shown(value)}; this tool knows ${shown(parent["const"])}` }],
  pattern: notLike,
  minLength: ({ path }) => [{ code: "PHX106", path, message: `${pathText(path)} is empty`, help: "write a value, or delete the line for the default" }],
  maxLength: ({ path, value, isName, params }) => [
    {
      code: "PHX106",
      path,
      on: isName ? "key" : "value",
      message: `${pathText(path)} has ${String(value).length} characters, at most ${params["limit"]} are allowed`,
    },
  ],
  minimum: outOfRange,
  maximum: outOfRange,
  minItems: ({ path }) => [{ code: "PHX106", path, message: `${pathText(path)} is an empty list`, help: "write at least one entry" }],
  // The finding about the name itself follows.
  propertyNames: () => [],
};

function unknownField({ path, params, parent }: Finding): Problem[] {
  const field = String(params["additionalProperty"]);
  const known = Object.keys(parent["properties"] as Schema);
  const longer = known.find((name) => name.toLowerCase().startsWith(field.toLowerCase()) && field.length >= SHORTEST);
  const guess = nearest(field, known) ?? longer;
  return [
    {
      code: "PHX102",
      path: [...path, field],
      on: "key",
      message: `${pathText([...path, field])} is not a field${guess ? `; did you mean "${guess}"?` : ""}`,
      ...(path.at(-1) === "autoscale" && /memory/i.test(field)
        ? { help: "autoscale by CPU: the BEAM hands memory back late, so that pods scaled up by memory would never be scaled down" }
        : ((guess !== undefined && guess === longer ? undefined : elsewhere(field, path)) ??
          (!guess && { help: known.length > 0 ? `fields here: ${known.join(", ")}` : "nothing can be written here: leave it as {}" }))),
    },
  ];
}

/** Of a beginning of a name, such as cpu for cpuPercent. */
const SHORTEST = 3;

/** Where a field of this name belongs. */
function elsewhere(field: string, path: Path): { readonly help: string } | undefined {
  const places = homesOf(field, schema, []).filter((home) => home.length > 0 && home.join(".") !== path.join("."));
  const [first, second] = places.sort((a, b) => a.length - b.length);
  if (!first) return undefined;
  return { help: `${field} is a field of ${home(first)}${second ? `, and of ${home(second)}` : ""}` };
}

const home = (path: readonly string[]): string => (path.length === 0 ? "the document" : path.join("."));

function homesOf(field: string, one: Schema, path: readonly string[]): (readonly string[])[] {
  const properties = (one["properties"] ?? {}) as Record<string, Schema>;
  const inner = [
    ...Object.entries(properties).flatMap(([name, part]) => homesOf(field, part, [...path, name])),
    ...(typeof one["additionalProperties"] === "object" ? homesOf(field, one["additionalProperties"] as Schema, [...path, "<name>"]) : []),
  ];
  return Object.hasOwn(properties, field) ? [path, ...inner] : inner;
}

function missingField({ path, params, parent }: Finding): Problem[] {
  const field = String(params["missingProperty"]);
  const schema = ((parent["properties"] as Schema)[field] ?? {}) as Schema;
  return [
    {
      code: "PHX101",
      path: [...path, field],
      message: `${pathText([...path, field])} is missing`,
      help: `add ${field}: ${String(schema["const"] ?? example(schema) ?? "…")}${path.join(".") === "spec" && field === "image" ? "; a patch of an overlay is checked by its directory: phoenix-release validate overlays/prod" : ""}`,
    },
  ];
}

const kinds: Readonly<Record<string, string>> = {
  object: "a map",
  array: "a list",
  string: "a string",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
};

function wrongType({ path, value, parent, params }: Finding): Problem[] {
  const where = path.length === 0 ? "the document" : pathText(path);
  if (value === null) {
    return [
      {
        code: "PHX104",
        path,
        on: "key",
        message: `${where} has no value`,
        help:
          parent["type"] === "object"
            ? "write {} for the defaults, {enabled: false} where the part can be switched off, or delete the line"
            : "write a value, or delete the line for the default",
      },
    ];
  }
  const types = [params["type"]].flat().map(String);
  const unquoted = types.includes("string") && (typeof value === "number" || typeof value === "boolean");
  return [
    {
      code: "PHX103",
      path,
      message: `${where} must be ${types.map((type) => kinds[type]).join(" or ")}, not ${shown(value)}`,
      ...(unquoted && {
        help: `put it in quotes${inQuotes(path, value, parent)}`,
      }),
      ...(types.includes("object") && fieldsHelp(parent)),
    },
  ];
}

function fieldsHelp({ properties, propertyNames }: Schema): { readonly help?: string } {
  const fields = Object.keys((properties ?? {}) as Schema);
  if (fields.length > 0) return { help: `fields here: ${fields.join(", ")}` };
  return propertyNames === undefined ? {} : { help: "write one entry a line, NAME: …" };
}

/** A number as YAML reads it has lost its zeros: 1.30 is 1.3. Where it may not stand as it is written, an example shows what is meant. */
function inQuotes(path: Path, value: unknown, parent: Schema): string {
  if (typeof value !== "number") return `: ${path.at(-1)}: "${value}"`;
  const isLost = /^[\d.]+$/.test(String(example(parent))) || (typeof parent["pattern"] === "string" && !new RegExp(parent["pattern"]).test(String(value)));
  return isLost ? `: ${path.at(-1)}: "${example(parent)}"` : ", as it is written";
}

/** A scalar that can be written there. */
const example = ({ examples }: Schema): unknown => (examples as readonly unknown[] | undefined)?.find((one) => typeof one !== "object");

function notOneOf({ path, value, parent }: Finding): Problem[] {
  const allowed = (parent["enum"] as readonly unknown[]).map(String);
  const guess = typeof value === "string" ? nearest(value, allowed) : undefined;
  return [
    {
      code: "PHX105",
      path,
      message: `${pathText(path)} must be one of ${allowed.join(", ")}, not ${shown(value)}${guess ? `; did you mean "${guess}"?` : ""}`,
    },
  ];
}

function notLike({ path, value, isName, parent }: Finding): Problem[] {
  const subject = isName ? `the name ${shown(value)} in ${pathText(path.slice(0, -1))}` : pathText(path);
  return [
    {
      code: "PHX106",
      path,
      on: isName ? "key" : "value",
      message: `${subject} must be ${parent["patternErrorMessage"]}${isName ? "" : `, not ${shown(value)}`}`,
      ...(path.join(".") === "metadata.name" &&
        String(value).includes("_") && {
          help: `write ${String(value).replaceAll("_", "-").toLowerCase()}: the name of the release in mix.exs has underscores again by itself`,
        }),
    },
  ];
}

function outOfRange({ path, value, parent }: Finding): Problem[] {
  const { minimum, maximum } = parent as { minimum?: number; maximum?: number };
  const range = maximum === undefined || maximum === MAX_COUNT ? `at least ${minimum}` : `between ${minimum} and ${maximum}`;
  return [{ code: "PHX107", path, message: `${pathText(path)} must be ${range}, not ${shown(value)}` }];
}

/** Values in messages are cut: a whole certificate in the wrong place helps nobody. */
const LONGEST = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a map";
  const text = JSON.stringify(typeof value === "string" ? value.replace(/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, "$1…@") : value) ?? "nothing";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A JSON pointer as a path, in which the steps into lists are numbers. */
function pathOf(pointer: string, document: unknown): Path {
  let value = document;
  return pointer
    .split("/")
    .slice(1)
    .map((raw) => {
      const key = raw.replaceAll("~1", "/").replaceAll("~0", "~");
      const step = Array.isArray(value) ? Number(key) : key;
      value = (value as Schema)[key];
      return step;
    });
}

const valueAt = (document: unknown, path: Path): unknown => path.reduce((value, step) => (value as Schema)[step], document);

/** The schema has no alternatives: the place in the document tells the place in the schema. */
const schemaOf = (path: Path): Schema =>
  path.reduce<Schema>((one, step) => {
    const properties = (one["properties"] ?? {}) as Record<string, Schema>;
    if (typeof step === "number") return one["items"] as Schema;
    return Object.hasOwn(properties, step) ? (properties[step] as Schema) : (one["additionalProperties"] as Schema);
  }, schema);
