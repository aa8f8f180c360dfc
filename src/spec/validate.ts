import type { ErrorObject } from "ajv";
import { control } from "../source/document.ts";
import { type Path, type Problem, pathText, refuse } from "../source/problem.ts";
import { nearest } from "../source/suggest.ts";
import { problemOf } from "./messages.ts";
import { brokenRules } from "./rules.ts";
import { API_VERSION, KIND, type PhoenixRelease } from "./schema.ts";
import { oversized } from "./size.ts";
import { switchedOff } from "./switched-off.ts";
import validator from "./validator.generated.cjs";

/** After the first hundred nobody reads on, and each costs a search for the nearest name. */
const MAX_PROBLEMS = 100;

export interface Validated {
  readonly document: PhoenixRelease;
  /** Unknown fields, fields that contradict each other, warnings: the rest of the document can be read all the same. */
  readonly problems: readonly Problem[];
}

/** A plain value as a PhoenixRelease with all its defaults. Throws InvalidInput when its shape is wrong. */
export function validate(given: unknown): Validated {
  refuse(strangeKind(given));
  refuse(oversized(given));
  const value = copy(given);
  const errors = validator(value) ? [] : (validator.errors as ErrorObject[]).slice(0, MAX_PROBLEMS);
  const problems = distinct(errors.flatMap((error) => problemOf(error, value)));
  if (errors.some(({ keyword }) => keyword !== "additionalProperties")) refuse(problems);
  const document = value as PhoenixRelease;
  refuse(unusable(document, []));
  return { document, problems: [...problems, ...brokenRules(document, switchedOff(given))] };
}

/** Defaults are filled into it, and what an alias shares has other defaults in each place. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}

/** Of another kind every field would be unknown: one sentence says more than fifty. */
function strangeKind(value: unknown): Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [
      {
        code: "PHX100",
        path: [],
        message: `a ${KIND} is a map, not ${Array.isArray(value) ? "a list" : JSON.stringify(value)}`,
        help: `begin with apiVersion: ${API_VERSION} and kind: ${KIND}`,
      },
    ];
  }
  const { apiVersion, kind } = value as Record<string, unknown>;
  return [...mismatch("kind", kind, KIND), ...mismatch("apiVersion", apiVersion, API_VERSION)];
}

function helpFor(field: string, said: unknown, known: string): string {
  if (said === "Kustomization" || said === "Component") return "this is a kustomization: name its directory, as in phoenix-release validate overlays/prod";
  return field === "kind" && typeof said === "string" && nearest(said, [known]) === undefined
    ? `this program reads ${known} documents; what Kustomize builds is checked by phoenix-release validate`
    : `write ${field}: ${known}`;
}

function mismatch(field: string, said: unknown, known: string): Problem[] {
  if (said === known) return [];
  const subject = said === undefined ? `${field} is missing` : `${field} is ${JSON.stringify(said)}`;
  return [{ code: "PHX100", path: [field], message: `${subject}; this tool knows ${known}`, help: helpFor(field, said, known) }];
}

/** Written as an escape such as "\\0", a control character gets past the parser; no process can be given one. */
function unusable(value: unknown, path: Path): Problem[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => unusable(inner, [...path, Array.isArray(value) ? Number(key) : key]));
  }
  if (typeof value !== "string" || !control.test(value)) return [];
  return [{ code: "PHX004", path, message: `${pathText(path)} holds a control character`, help: "delete the escape; binary data belongs in a Secret" }];
}

/** A scalar that breaks its type for two alternatives at once is reported once. */
function distinct(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.path, problem.code === "PHX103" ? "" : problem.message]);
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}
