import type { Document, Found } from "./document.ts";
import { isMap, maps, strings } from "./kustomization.ts";
import type { Path } from "./problem.ts";

// What in a patch has set a path of the spec.

export type Find = (path: Path, on: "key" | "value") => Found | undefined;

const KIND = "PhoenixRelease";

/** Which PhoenixRelease is meant: all names it has had. */
export type Names = readonly string[];

/** A patch that names its object by itself. */
export function isFor(names: Names, { value }: Document): boolean {
  if (!isMap(value) || value["kind"] !== KIND) return false;
  if (!isMap(value["metadata"])) return true;
  const { name } = value["metadata"];
  return typeof name === "string" && names.includes(name);
}

/** The target beside a patch; Kustomize reads kind and name as regular expressions of the whole word. */
export function targets(names: Names, target: unknown): boolean {
  if (!isMap(target)) return false;
  return fits(target["kind"], [KIND]) && fits(target["name"], names);
}

function fits(pattern: unknown, words: readonly string[]): boolean {
  if (typeof pattern !== "string" || pattern === "") return true;
  try {
    return words.some((word) => new RegExp(`^(?:${pattern})$`).test(word));
  } catch {
    return false;
  }
}

/** A strategic-merge patch is looked up like a spec; of a JSON patch, the value of the operation that wrote the path. */
export function finders(document: Document): Find[] {
  if (isMap(document.value)) return [document.find];
  return maps(document.value).map((operation, index) => {
    const target = pointer(operation["path"]);
    return (path, on) => {
      if (!target?.every((step, depth) => step === String(path[depth]))) return undefined;
      const found = document.find([index, "value", ...path.slice(target.length)], on);
      return found && { position: found.position, depth: found.depth - 2 + target.length };
    };
  });
}

const pointer = (path: unknown): string[] | undefined => (typeof path === "string" ? path.split("/").slice(1).map(unescaped) : undefined);

const unescaped = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

/** Of a replacement, the field path that it writes to. */
export function replacementFinders(names: Names, document: Document, at: Path): Find[] {
  const written = at.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document.value);
  return maps(isMap(written) ? written["targets"] : undefined).flatMap((target, index) => {
    if (!targets(names, target["select"])) return [];
    const paths = strings(target["fieldPaths"]);
    return paths.map((field, number): Find => {
      const steps = field.split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", "."));
      return (path) => {
        if (!steps.every((step, depth) => step === String(path[depth]))) return undefined;
        const found = document.find([...at, "targets", index, "fieldPaths", number], "value");
        return found && { position: found.position, depth: steps.length };
      };
    });
  });
}
