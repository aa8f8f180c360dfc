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
  const { document, problems } = validate(value);
  const decided = release(document);
  const spelled = resources(decided);
  refuse([...problems, ...refusals(decided), ...sameNames(spelled)]);
  return { resources: patched(spelled, document.spec.patches), warnings: problems.filter(isWarning) };
}
