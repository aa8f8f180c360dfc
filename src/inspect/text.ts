import { generate } from "../generate.ts";
import { type Document, parseDocuments } from "../source/document.ts";
import { type Finding, findings } from "../source/finding.ts";
import { subjectOf } from "../source/phase.ts";
import { InvalidInput, type Locate, type Problem } from "../source/problem.ts";
import { inspectManifests } from "./manifests.ts";

/** Findings of a file with specs, or of a stream of manifests such as kustomize build prints. */
export function inspectText(bytes: Buffer, file: string): Finding[] {
  if (!mentionsSpec(bytes)) return inspectManifests(bytes.toString("utf8"), file);
  try {
    return parseDocuments(bytes, file).flatMap(inspectSpec);
  } catch (error) {
    return findings(problemsOf(error), () => undefined, file);
  }
}

/** A stream of manifests may be far larger than what is read as a spec. What says nothing of the kind is a spec gone wrong. */
function mentionsSpec(bytes: Buffer): boolean {
  const text = bytes.toString("latin1");
  return /PhoenixRelease|phoenix-release\.dev\/v1/.test(text) || !/^kind:/m.test(text);
}

function inspectSpec({ value, find }: Document): Finding[] {
  const locate: Locate = (path, on) => find(path, on)?.position;
  const subject = subjectOf(value);
  try {
    return findings(generate(value).warnings, locate, subject);
  } catch (error) {
    return findings(problemsOf(error), locate, subject);
  }
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof InvalidInput) return error.problems;
  throw error;
}
