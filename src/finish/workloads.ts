import { nearest } from "../source/suggest.ts";
import { type Check, originalName } from "./overlay.ts";

/** Without them every other check would have nothing to look at, and be content; and new pods would wait for a migration that never runs. */
export const workloads: Check = (overlay) => {
  const { processes, jobs } = overlay.release;
  const found = overlay.workloads.map(({ object }) => `${object.kind}/${originalName(object)}`);
  const wanted = [
    ...processes.map(({ kind, workload, name }) => ({ kind, name: workload, off: `processes.${name}.enabled: false` })),
    ...jobs.map(({ name, container }) => ({ kind: "Job", name, off: container.name === "migrate" ? "migrations.strategy: none" : "seed.enabled: false" })),
  ];
  return wanted
    .filter(({ kind, name }) => !found.includes(`${kind}/${name}`))
    .map(({ kind, name, off }) => {
      const guess = nearest(name, overlay.names(kind));
      return {
        code: "PHX307",
        object: `${kind}/${name}`,
        message: `is in the spec but not in this build${guess ? `; there is ${guess}` : ""}`,
        help: `list the spec under generators: of the same kustomization, and do not delete the ${kind} but switch it off in the spec: ${off}`,
      };
    });
};
