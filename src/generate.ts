import { refusals } from "./release/refusals.ts";
import { release } from "./release/release.ts";
import { patched } from "./resources/patch.ts";
import type { Resource } from "./resources/resource.ts";
import { resources } from "./resources/resources.ts";
import { sameNames } from "./resources/same-names.ts";
import { isWarning, type Problem, refuse } from "./source/problem.ts";
import { validate } from "./spec/validate.ts";

export interface Generated {
  readonly resources: readonly Resource[];
  readonly warnings: readonly Problem[];
}

/** Everything that a PhoenixRelease needs from Kubernetes. Throws InvalidInput with all that is wrong. */
export function generate(value: unknown): Generated {
  const { resources, problems } = draft(value);
  refuse(problems);
  return { resources, warnings: problems };
}

interface Draft {
  readonly resources: readonly Resource[];
  /** Errors too. */
  readonly problems: readonly Problem[];
}

/** What would be generated, and what is wrong with it. Throws InvalidInput where the spec says too little to tell. */
export function draft(value: unknown): Draft {
  const { document, problems } = validate(value);
  const decided = release(document);
  const spelled = resources(decided);
  const found = [...problems, ...refusals(decided), ...sameNames(spelled)];
  // Of a wrong spec the objects are not what the patches were written for.
  return { resources: found.every(isWarning) ? patched(spelled, document.spec.patches) : spelled, problems: found };
}
