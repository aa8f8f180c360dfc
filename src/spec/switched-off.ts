import type { Problem } from "../source/problem.ts";

// Parts that are off unless somebody switches them on. What is written inside of one that nobody has switched has no effect.

/** @param value as it was written: with the defaults filled in, every part says whether it is on */
export function switchedOff(value: unknown): Problem[] {
  const spec = fields(fields(value)["spec"]);
  const processes = Object.entries(fields(spec["processes"]));
  return [
    ...unsaid(spec["seed"], ["spec", "seed"], "there is no seed Job"),
    ...processes.flatMap(([name, process]) => unsaid(fields(process)["autoscale"], ["spec", "processes", name, "autoscale"], "nothing is scaled")),
  ];
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

function unsaid(part: unknown, path: readonly string[], effect: string): Problem[] {
  const said = Object.keys(fields(part));
  if (said.length === 0 || said.includes("enabled")) return [];
  return [
    {
      code: "PHX409",
      severity: "warning",
      path,
      on: "key",
      message: `${path.join(".")} says ${said.join(", ")} and not whether it is on: ${effect}`,
      help: "add enabled: true, or enabled: false where an overlay switches it on",
    },
  ];
}
