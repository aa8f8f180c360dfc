import { uses } from "../spec/variables.ts";
import { containersOf, type ObjectCheck } from "./overlay.ts";

/** Kubernetes expands $(X) only from entries above; patches put what they change on top of the list. */
export const variableOrder: ObjectCheck = (objects) =>
  objects.workloads.flatMap(({ label, template }) =>
    containersOf(template).flatMap(({ name: container, env = [] }) => {
      const places = new Map(env.map(({ name }, index) => [name, index]));
      return env.flatMap(({ name, value }, index) =>
        uses(typeof value === "string" ? value : "")
          .filter((used) => (places.get(used) ?? -1) > index)
          .map(
            (used) =>
              ({
                code: "PHX303",
                object: label,
                message: `in container ${container} the variable ${name} uses $(${used}), which is defined below it: the node would see the text $(${used}) itself`,
                help: `a patch moved ${name} to the top; set it in the spec, under env, instead`,
              }) as const,
          ),
      );
    }),
  );
