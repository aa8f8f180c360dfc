import type { Variable } from "./environment.ts";

/** A directory that the release may write to; it ends with the pod. */
export interface Volume {
  readonly name: string;
  readonly path: string;
}

const TMP = "/tmp";

export function volumes(readOnlyRoot: boolean, writablePaths: readonly string[]): Volume[] {
  const paths = [...new Set([...(readOnlyRoot ? [TMP] : []), ...writablePaths])];
  return paths.map((path) => ({ name: path === TMP ? "tmp" : volumeName(path), path }));
}

/** /app/lib/tzdata-1.1.2/priv -> writable-app-lib-tzdata-1-1-2-priv */
export const volumeName = (path: string): string => `writable${path.replace(/[^A-Za-z0-9]+/g, "-").toLowerCase()}`.replace(/-$/, "");

/** Programs that want a home, and the release's own run-time configuration, go where writing is allowed. */
export const writableVariables = (readOnlyRoot: boolean): Variable[] =>
  readOnlyRoot
    ? [
        { name: "HOME", value: TMP },
        { name: "RELEASE_TMP", value: `${TMP}/release` },
      ]
    : [];
