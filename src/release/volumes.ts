import type { Problem } from "../source/problem.ts";
import type { Variable } from "./environment.ts";

/** A directory that the release may write to; it ends with the pod. */
export interface Volume {
  readonly name: string;
  readonly path: string;
}

const TMP = "/tmp";
const MAX_NAME = 63;

export function volumes(readOnlyRoot: boolean, writablePaths: readonly string[]): Volume[] {
  const paths = [...new Set([...(readOnlyRoot ? [TMP] : []), ...writablePaths])];
  return paths.map((path) => ({ name: path === TMP ? "tmp" : volumeName(path), path }));
}

/** /app/lib/tzdata-1.1.2/priv -> writable-app-lib-tzdata-1-1-2-priv */
const volumeName = (path: string): string => `writable${path.replace(/[^A-Za-z0-9]+/g, "-").toLowerCase()}`.replace(/-$/, "");

/** Programs that want a home, and the release's own run-time configuration, go where writing is allowed. */
export const writableVariables = (readOnlyRoot: boolean): Variable[] =>
  readOnlyRoot
    ? [
        { name: "HOME", value: TMP },
        { name: "RELEASE_TMP", value: `${TMP}/release` },
      ]
    : [];

interface Mounted {
  readonly name: string;
  readonly volumes: readonly Volume[];
}

/** /app/a-b and /app/a/b would be one volume; a volume's name has at most 63 characters. */
export function sameVolumes(processes: readonly Mounted[]): Problem[] {
  return processes.flatMap(({ volumes }) =>
    volumes.flatMap(({ name, path }, index): Problem[] => {
      const other = volumes.slice(0, index).find((volume) => volume.name === name);
      const at = { path: ["spec", "writablePaths"] };
      if (other)
        return [
          {
            ...at,
            code: "PHX218",
            message: `the writable paths ${other.path} and ${path} would share the volume name ${name}`,
            help: "make their common parent writable instead",
          },
        ];
      if (name.length > MAX_NAME)
        return [
          {
            ...at,
            code: "PHX218",
            message: `the writable path ${path} is too long for the name of a volume, which has at most ${MAX_NAME} characters`,
            help: "make one of its parents writable instead",
          },
        ];
      return [];
    }),
  );
}
