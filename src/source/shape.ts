import { type Path, type Problem, pathText } from "./problem.ts";

// What of an object somebody looks at, and of which type it is. Kustomize patches what it does not know, and types nothing.

export type Shape =
  | "string"
  | "number"
  | "boolean"
  | "string or number"
  | { readonly list: Shape }
  | { readonly each: Shape }
  | { readonly [field: string]: Shape };

/** Where the value is not of the shape; what the shape does not name may be anything, and everything may be missing. */
export function misfits(value: unknown, shape: Shape, object: string, path: Path = []): Problem[] {
  if (value === undefined) return [];
  if (typeof shape === "string") return shape.split(" or ").includes(typeof value) ? [] : [misfit(value, `a ${shape}`, object, path)];
  if ("list" in shape) {
    if (!Array.isArray(value)) return [misfit(value, "a list", object, path)];
    return value.flatMap((inner: unknown, index) =>
      inner === null ? [misfit(inner, "something", object, [...path, index])] : misfits(inner, shape["list"] as Shape, object, [...path, index]),
    );
  }
  if (typeof value !== "object" || Array.isArray(value) || value === null) return [misfit(value, "a map", object, path)];
  const fields = value as Readonly<Record<string, unknown>>;
  const each = shape["each"];
  if (each !== undefined) return Object.keys(fields).flatMap((key) => misfits(fields[key], each, object, [...path, key]));
  return Object.entries(shape).flatMap(([field, inner]) =>
    misfits(Object.hasOwn(fields, field) ? fields[field] : undefined, inner as Shape, object, [...path, field]),
  );
}

function misfit(value: unknown, wanted: string, object: string, path: Path): Problem {
  const isScalar = typeof value === "number" || typeof value === "boolean";
  return {
    code: "PHX011",
    object,
    message: `${pathText(path)} must be ${wanted}, not ${described(value)}: Kubernetes would refuse it`,
    help: isScalar && wanted.startsWith("a string") ? `put it in quotes: "${value}"` : "look at the patches of this object",
  };
}

/** Never the value of a string, which may be a secret. */
function described(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? "a string" : String(value);
}
