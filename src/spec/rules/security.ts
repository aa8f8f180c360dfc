import type { Problem } from "../../source/problem.ts";
import type { CompleteProcess } from "../processes.ts";
import type { Rule } from "../rules.ts";

export const securityRules: Rule = (_, processes) => processes.flatMap(root);

function root({ name, security: { profile, user } }: CompleteProcess): Problem[] {
  if (profile !== "restricted" || user !== 0) return [];
  return [
    {
      code: "PHX213",
      path: ["spec", "security", "user"],
      message: `${name} would run as root, which the profile restricted forbids: the kubelet would not start the container`,
      help: "write the numeric id of another user, or security.profile: none for an image that needs root",
    },
  ];
}
