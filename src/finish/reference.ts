import type { Problem } from "../source/problem.ts";
import { nearest } from "../source/suggest.ts";
import type { Objects, Source } from "./overlay.ts";

// What the checks of references have in common.

/** An object refers to something that is not there. */
export const missing = (object: string, message: string, help: string): Problem => ({ code: "PHX306", object, message, help });

export const guessed = (name: string, known: readonly string[]): string => {
  const guess = nearest(name, known);
  return guess ? `; did you mean "${guess}"?` : "";
};

/** A ConfigMap or Secret from elsewhere may hold anything; one that is made here is known. */
export function missingKey(
  objects: Objects,
  label: string,
  kind: "ConfigMap" | "Secret",
  source: Source | undefined,
  effect = "the container does not start",
): Problem[] {
  if (source?.name === undefined || source.key === undefined || source.optional) return [];
  const object = objects.find(kind, source.name);
  if (!object || !("data" in object || "stringData" in object)) return [];
  const known = [object["data"], object["stringData"], object["binaryData"]].flatMap((data) => Object.keys(data ?? {}));
  if (known.includes(source.key)) return [];
  return [
    missing(
      label,
      `needs the key ${source.key} of the ${kind} ${source.name}, which has none${guessed(source.key, known)}`,
      `add ${source.key} to the ${kind}: without it ${effect}`,
    ),
  ];
}
