import type { Problem } from "../source/problem.ts";
import type { Resource } from "./resource.ts";

/** Between the releases of a file; Kustomize finds those between files. */
export const collisions = (resources: readonly Resource[], file: string): Problem[] =>
  sameNames(resources).map(({ code, message, help }) => ({ code, message, ...(help && { help }), object: file }));

/** Two objects of one kind and name, of one release or of two: the second would replace the first. */
export function sameNames(resources: readonly Resource[]): Problem[] {
  const seen = new Set<string>();
  return resources.flatMap(({ kind, metadata: { name, namespace = "" } }) => {
    const label = `${kind}/${name}`;
    const id = `${namespace}/${label}`;
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        code: "PHX221",
        path: ["spec", "processes"],
        message: `two objects would be called ${label}`,
        help: "names are made of the release and the process, port, storage or cron: rename one of them; two processes share a volume by existingClaim",
      } as const,
    ];
  });
}
