import type { Path, Problem } from "../../source/problem.ts";
import { amount, type Quantities } from "../quantity.ts";
import type { Rule } from "../rules.ts";

export const resourceRules: Rule = ({ spec }, processes) => [
  ...processes.flatMap(({ name, resources }) => {
    const own = spec.processes[name]?.resources?.limits !== undefined;
    return limits(resources, own ? ["spec", "processes", name, "resources"] : ["spec", "resources"]);
  }),
  ...limits(spec.migrations.resources, ["spec", "migrations", "resources"]),
  ...limits(spec.seed.resources, ["spec", "seed", "resources"]),
  ...Object.entries(spec.cron).flatMap(([name, { resources }]) => limits(resources, ["spec", "cron", name, "resources"])),
];

function limits(resources: { requests: unknown; limits: unknown }, path: Path): Problem[] {
  const requests = resources.requests as Quantities;
  const most = resources.limits as Quantities;
  return Object.keys(most)
    .filter((name) => requests[name] !== undefined && amount(most[name] ?? 0) < amount(requests[name]))
    .map((name) => ({
      code: "PHX215",
      path: [...path, "limits", name],
      message: `the ${name} limit, ${most[name]}, is below the request, ${requests[name]}: Kubernetes refuses such a pod`,
      help: `lower resources.requests.${name} as well, or raise the limit`,
    }));
}
