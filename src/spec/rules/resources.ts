import { type Path, type Problem, pathText } from "../../source/problem.ts";
import { nearest } from "../../source/suggest.ts";
import { amount, isDevice, type Quantities } from "../quantity.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const resourceRules: Rule = ({ spec }, processes) => {
  const places: readonly (readonly [path: Path, resources: { requests: unknown; limits: unknown }])[] = [
    ...processes.map(({ name, resources }) => [placeOf(spec, name), resources] as const),
    [["spec", "migrations", "resources"], spec.migrations.resources],
    [["spec", "seed", "resources"], spec.seed.resources],
    ...Object.entries(spec.cron).map(([name, { resources }]) => [["spec", "cron", name, "resources"], resources] as const),
  ];
  return places.flatMap(([path, resources]) => [...limits(resources, path), ...strange(resources, path)]);
};

const placeOf = ({ processes }: Spec, name: string): Path =>
  processes[name]?.resources?.limits !== undefined ? ["spec", "processes", name, "resources"] : ["spec", "resources"];

/** Bytes: less is a slip of the unit. */
const LEAST_MEMORY = 4 * 2 ** 20;
const MOST_CORES = 256;

const known = ["cpu", "memory", "ephemeral-storage"];

/** Kubernetes takes no other name without a domain, and of devices only whole ones. */
function strange(resources: { requests: unknown; limits: unknown }, path: Path): Problem[] {
  return (["requests", "limits"] as const).flatMap((part) =>
    Object.entries(resources[part] as Quantities).flatMap(([name, quantity]): Problem[] => {
      const at = [...path, part, name];
      if (isDevice(name)) {
        if (/^[0-9]+$/.test(String(quantity))) return [];
        return [
          {
            code: "PHX106",
            path: at,
            message: `${pathText(at)} must be a whole number: ${name} is handed out piece by piece`,
            help: 'write a number such as "1"',
          },
        ];
      }
      if (name === "memory" && amount(quantity) < LEAST_MEMORY) {
        const meant = /^[0-9]+m$/.test(String(quantity)) ? `; m means a thousandth: did you mean ${String(quantity)}i?`.replace("mi?", "Mi?") : "";
        return [
          {
            code: "PHX106",
            path: at,
            message: `${pathText(at)} is ${quantity}, ${amount(quantity)} bytes, in which nothing runs${meant}`,
            help: "write 512Mi or 1Gi",
          },
        ];
      }
      if (name === "cpu" && amount(quantity) > MOST_CORES) {
        return [{ code: "PHX106", path: at, message: `${pathText(at)} is ${quantity}, that many cores; no node has them`, help: "write 500m for half a core" }];
      }
      if (known.includes(name) || name.startsWith("hugepages-")) return [];
      const guess = nearest(name, known);
      return [
        {
          code: "PHX102",
          path: at,
          on: "key",
          message: `${pathText(at)} is not a resource${guess ? `; did you mean "${guess}"?` : ""}`,
          help: `resources are ${known.join(", ")}, and those of devices, such as nvidia.com/gpu`,
        },
      ];
    }),
  );
}

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
