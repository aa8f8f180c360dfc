import { nearest } from "../source/suggest.ts";
import { containersOf, type ObjectCheck } from "./overlay.ts";

/** Kustomize merges containers by name: a mistyped name in a patch adds a container with nothing but the patch in it. */
export const containerImage: ObjectCheck = (objects) =>
  objects.workloads.flatMap(({ label, template }) => {
    const containers = containersOf(template);
    const known = containers.filter(({ image }) => image).map(({ name }) => String(name));
    return containers
      .filter(({ image }) => !image)
      .map(({ name }) => {
        const guess = nearest(String(name), known);
        return {
          code: "PHX302",
          object: label,
          message: `container ${name} has no image${guess ? `; did you mean "${guess}"?` : ""}`,
          help: `a patch added it: the containers here are ${known.join(", ")}`,
        } as const;
      });
  });
