import type { ErrorObject } from "ajv";
import { type Problem, refuse } from "../source/problem.ts";
import { nearest } from "../source/suggest.ts";
import { problemOf } from "./messages.ts";
import { brokenRules } from "./rules.ts";
import { API_VERSION, KIND, type PhoenixRelease } from "./schema.ts";
import validator from "./validator.generated.cjs";

/** After the first hundred nobody reads on, and each costs a search for the nearest name. */
const MAX_PROBLEMS = 100;

/**
 * A plain value as a PhoenixRelease with all its defaults, which are filled into the value itself.
 * Throws InvalidInput with every problem: those of the schema first, those between fields when the schema is content.
 */
export function validate(value: unknown): PhoenixRelease {
  refuse(strangeKind(value));
  if (!validator(value)) refuse(dedupe((validator.errors as ErrorObject[]).slice(0, MAX_PROBLEMS).flatMap((error) => problemOf(error, value))));
  const release = value as PhoenixRelease;
  refuse(brokenRules(release));
  return release;
}

/** Of another kind every field would be unknown: one sentence says more than fifty. */
function strangeKind(value: unknown): Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ code: "PHX100", path: [], message: `a ${KIND} is a map, not ${Array.isArray(value) ? "a list" : JSON.stringify(value)}`, help: `begin with apiVersion: ${API_VERSION} and kind: ${KIND}` }];
  }
  const { apiVersion, kind } = value as Record<string, unknown>;
  const problems: Problem[] = [];
  if (kind !== KIND) {
    const slip = typeof kind === "string" && nearest(kind, [KIND]);
    const said = kind === undefined ? "kind is missing" : `kind is ${JSON.stringify(kind)}`;
    problems.push({ code: "PHX100", path: ["kind"], message: `${said}; this tool knows ${KIND}${slip ? `; did you mean "${KIND}"?` : ""}`, help: `write kind: ${KIND}` });
  }
  if (apiVersion !== API_VERSION) {
    const said = apiVersion === undefined ? "apiVersion is missing" : `apiVersion is ${JSON.stringify(apiVersion)}`;
    problems.push({ code: "PHX100", path: ["apiVersion"], message: `${said}; this tool knows ${API_VERSION}`, help: `write apiVersion: ${API_VERSION}` });
  }
  return problems;
}

/** A scalar that breaks pattern and type at once is reported once, for its type. */
function dedupe(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.path, problem.code === "PHX103" ? "" : problem.message]);
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}
