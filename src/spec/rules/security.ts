import type { Problem } from "../../source/problem.ts";
import type { CompleteProcess } from "../processes.ts";
import type { Rule } from "../rules.ts";

export const securityRules: Rule = ({ spec }, processes) => processes.flatMap((process) => [...root(process), ...hidden(process, spec.release.root)]);

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

/** An empty directory over the release hides it. */
function hidden({ name, writablePaths }: CompleteProcess, releaseRoot: string): Problem[] {
  return writablePaths.flatMap((path, index) => {
    if (path !== "/" && path !== releaseRoot && !releaseRoot.startsWith(`${path}/`)) return [];
    return [
      {
        code: "PHX214",
        path: ["spec", "writablePaths", index],
        message: `an empty directory at ${path} would hide the release itself in ${releaseRoot} from ${name}`,
        help: `name the directory inside it that is written to, such as ${releaseRoot}/data, or set security.readOnlyRoot to false`,
      } as const,
    ];
  });
}
