import type { Problem } from "../source/problem.ts";
import { WAIVER_PREFIX } from "../spec/waivers.ts";
import type { Site } from "./site.ts";

/** The warnings of a directory are waived like those of its spec, in the spec. */
export function waivedBy({ specs }: Site, problems: readonly Problem[]): Problem[] {
  const annotations: Readonly<Record<string, unknown>> = Object.assign({}, ...specs.map(({ metadata }) => metadata?.annotations));
  return problems.map((problem) => {
    const reason = problem.severity === "warning" ? annotations[WAIVER_PREFIX + problem.code] : undefined;
    return typeof reason === "string" ? { ...problem, waived: reason } : problem;
  });
}
