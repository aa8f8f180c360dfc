import { refusals } from "./release/refusals.ts";
import { release } from "./release/release.ts";
import { patched } from "./resources/patch.ts";
import type { Resource } from "./resources/resource.ts";
import { resources } from "./resources/resources.ts";
import { refuse } from "./source/problem.ts";
import { validate } from "./spec/validate.ts";

/** Everything that a PhoenixRelease needs from Kubernetes. Throws InvalidInput with all that is wrong. */
export function generate(value: unknown): Resource[] {
  const { document, problems } = validate(value);
  const decided = release(document);
  refuse([...problems, ...refusals(decided, document.spec)]);
  return patched(resources(decided), document.spec.patches);
}
