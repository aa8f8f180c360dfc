import type { Problem } from "../../source/problem.ts";
import { nearest } from "../../source/suggest.ts";
import { type CompleteProcess, WEB } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const processRules: Rule = ({ spec }, processes) => [
  ...processes.flatMap((process) => [...statesItsWork(process, spec), ...scales(process), ...moves(process)]),
  ...some(processes),
];

/** A mistyped key in an overlay's patch would otherwise be a second workload. */
function statesItsWork({ name, args, command, image, env }: CompleteProcess, spec: Spec): Problem[] {
  if (name === WEB || args.length > 0 || command.length > 0 || image !== undefined || Object.keys(env).length > 0) return [];
  const guess = nearest(name, [WEB, ...Object.keys(spec.processes).filter((other) => other !== name)]);
  return [
    {
      code: "PHX202",
      path: ["spec", "processes", name],
      on: "key",
      message: `spec.processes.${name} does not say what it runs${guess ? `; did you mean "${guess}"?` : ""}`,
      help: "a process other than web states args, command, image or env; one that starts the release as it is states the env variable that gives it its role",
    },
  ];
}

function scales({ name, autoscale: { enabled, min, max } }: CompleteProcess): Problem[] {
  if (!enabled || min <= max) return [];
  return [
    {
      code: "PHX208",
      path: ["spec", "processes", name, "autoscale", "min"],
      message: `processes.${name}.autoscale.min is ${min}, more than max, ${max}`,
      help: "write a min that is not above max",
    },
  ];
}

function moves({ name, rollout }: CompleteProcess): Problem[] {
  if (rollout.maxSurge > 0 || rollout.maxUnavailable > 0) return [];
  return [
    {
      code: "PHX207",
      path: ["spec", "rollout", "maxSurge"],
      message: `the rollout of ${name} may neither add a pod (maxSurge: 0) nor take one away (maxUnavailable: 0), so it could never begin`,
      help: "set maxSurge or maxUnavailable to 1",
    },
  ];
}

function some(processes: readonly CompleteProcess[]): Problem[] {
  if (processes.length > 0) return [];
  return [{ code: "PHX212", path: ["spec", "processes"], message: "every process is switched off: nothing would run", help: "enable web or another process" }];
}
