import { nearest } from "../source/suggest.ts";
import { type Check, originalName } from "./overlay.ts";

/** Without them every other check would have nothing to look at, and be content. */
export const workloads: Check = (overlay) => {
  const found = overlay.workloads.map(({ object }) => `${object.kind}/${originalName(object)}`);
  return overlay.release.processes
    .filter(({ kind, workload }) => !found.includes(`${kind}/${workload}`))
    .map(({ kind, workload }) => {
      const guess = nearest(workload, overlay.names(kind));
      return {
        code: "PHX307",
        object: `${kind}/${workload}`,
        message: `is in the spec but not in this build${guess ? `; there is ${guess}` : ""}`,
        help: "list the spec under generators: of the same kustomization, and switch a process off in the spec (enabled: false) instead of deleting its workload",
      } as const;
    });
};
