import { nearest } from "../source/suggest.ts";
import { type Check, containersOf } from "./overlay.ts";

/** Kustomize merges containers by name: a mistyped name in a patch adds a container with nothing but the patch in it. */
export const containerImage: Check = (overlay) =>
  overlay.workloads.flatMap(({ label, template }) => {
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
