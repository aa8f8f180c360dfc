import { draft } from "../generate.ts";
import type { Resource } from "../resources/resource.ts";
import { collisions } from "../resources/same-names.ts";
import { type Document, parseDocuments } from "../source/document.ts";
import { readWhole } from "../source/files.ts";
import { type Finding, findings } from "../source/finding.ts";
import { phaseOf, subjectOf } from "../source/phase.ts";
import { type Locate, type Problem, problemsIn } from "../source/problem.ts";
import { inspectManifests } from "./manifests.ts";

/**
 * Findings of a file with specs, or of a stream of manifests such as kustomize build prints.
 * @param name as the user gave it
 */
export const inspectFile = (path: string, name: string): readonly Finding[] => orProblems(name, () => inspectText(readWhole(path, name), name));

/** The same of what is piped in. */
export function inspectInput(text: string): readonly Finding[] {
  const name = "standard input";
  if (text.trim() === "") return findings([nothingCameIn], () => undefined, name);
  return orProblems(name, () => inspectText(Buffer.from(text), name));
}

const nothingCameIn: Problem = {
  code: "PHX008",
  message: "nothing came in: a build without its flags prints nothing, and succeeds",
  help: "kustomize build --enable-alpha-plugins, and --enable-exec for an exec function; or name the directory, and validate builds it",
};

function inspectText(bytes: Buffer, file: string): readonly Finding[] {
  return holdsSpec(bytes) ? inspectSpecs(bytes, file).findings : inspectManifests(bytes.toString("utf8"), file);
}

/** What a file with specs gives. Throws InvalidInput where it is no YAML. */
export function inspectSpecs(bytes: Buffer, file: string): Inspected {
  const inspected = parseDocuments(bytes, file).map(inspectSpec);
  // A wrong spec has said by itself what is wrong with its names.
  const sound = inspected.filter(({ findings }) => findings.every(({ severity }) => severity !== "error"));
  const clashes = collisions(
    sound.flatMap(({ resources }) => resources),
    file,
  );
  return {
    resources: inspected.flatMap(({ resources }) => resources),
    values: inspected.flatMap(({ values }) => values),
    findings: [...inspected.flatMap(({ findings }) => findings), ...findings(clashes, () => undefined, file)],
  };
}

/** A stream of manifests may be far larger than what is read as a spec. What says nothing of the kind is a spec gone wrong. */
export function holdsSpec(bytes: Buffer): boolean {
  const text = bytes.toString("latin1");
  // In braces, as in JSON, a key may stand anywhere.
  const place = text.trimStart().startsWith("{") ? "[{,\\s]" : "^";
  const says = (field: string, value: string): boolean => new RegExp(`${place}["']?${field}["']?\\s*:\\s*${value}`, "m").test(text);
  return says("kind", "[\"']?PhoenixRelease\\b") || says("apiVersion", "[\"']?phoenix-release\\.dev/") || !says("kind", "");
}

interface Inspected {
  readonly resources: readonly Resource[];
  /** The specs that they come from. */
  readonly values: readonly unknown[];
  readonly findings: readonly Finding[];
}

function inspectSpec({ value, find }: Document): Inspected {
  const locate: Locate = (path, on) => find(path, on)?.position;
  const subject = subjectOf(value);
  try {
    phaseOf(value);
    const { resources, problems } = draft(value);
    return { resources, values: [value], findings: findings(problems, locate, subject) };
  } catch (error) {
    return { resources: [], values: [], findings: findings(problemsIn(error), locate, subject) };
  }
}

/** What an action finds, or why it could not. */
function orProblems(name: string, action: () => readonly Finding[]): readonly Finding[] {
  try {
    return action();
  } catch (error) {
    return findings(problemsIn(error), () => undefined, name);
  }
}
