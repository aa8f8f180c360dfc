import type { Problem } from "../source/problem.ts";
import type { Spec } from "../spec/schema.ts";

/** A request for a disk that outlives the pod. */
export interface Claim {
  readonly name: string;
  readonly size: string;
  readonly accessMode: "ReadWriteOnce" | "ReadWriteOncePod" | "ReadWriteMany";
  readonly class: string | undefined;
}

/** Where the content of a volume comes from. */
export type VolumeSource =
  | { readonly from: "nothing" }
  | { readonly from: "configMap" | "secret"; readonly object: string; readonly mode: number | undefined }
  /** Exclusive: one node at a time can mount it. */
  | { readonly from: "claim"; readonly claim: string; readonly isExclusive: boolean }
  /** One disk for each pod of a StatefulSet. */
  | { readonly from: "template"; readonly template: Claim };

/** A volume at a place in a container. */
export interface Mount {
  readonly volume: string;
  readonly source: VolumeSource;
  readonly path: string;
  /** The one file of the volume that is mounted. */
  readonly file?: string;
}

const TMP = "/tmp";
const MAX_NAME = 63;

/** Directories that end with the pod. */
export function writableMounts(readOnlyRoot: boolean, writablePaths: readonly string[]): Mount[] {
  const paths = [...new Set([...(readOnlyRoot ? [TMP] : []), ...writablePaths])];
  return paths.map((path) => ({ volume: path === TMP ? "tmp" : `writable-${slug(path)}`, source: { from: "nothing" }, path }));
}

/** /app/lib/tzdata-1.1.2/priv -> app-lib-tzdata-1-1-2-priv */
export const slug = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase()
    .replace(/^-|-$/g, "");

interface Mounted {
  readonly mounts: readonly Mount[];
}

/** Two volumes of one name, or two at one place, or a name that is too long: the API server refuses the pod. */
export function sameVolumes(containers: readonly Mounted[]): Problem[] {
  const problems = containers.flatMap(({ mounts }) =>
    mounts.flatMap((mount, index): Problem[] => {
      const before = mounts.slice(0, index);
      const namesake = before.find(({ volume, source }) => volume === mount.volume && JSON.stringify(source) !== JSON.stringify(mount.source));
      const neighbour = before.find(({ volume, source, path }) => volume === mount.volume && source.from === "nothing" && path !== mount.path);
      const twice = before.find(({ path }) => path === mount.path);
      const at = { path: ["spec", fieldOf(mount)] };
      if (twice) {
        return [
          {
            code: "PHX218",
            ...at,
            message: `${mount.path} is mounted twice, as ${twice.volume} and as ${mount.volume}`,
            help: "keep it under one of writablePaths, files and storage",
          },
        ];
      }
      if (namesake ?? neighbour) {
        return [
          {
            code: "PHX218",
            ...at,
            message: `${(namesake ?? neighbour)?.path} and ${mount.path} would share the volume name ${mount.volume}`,
            help: mount.source.from === "nothing" ? "make their common parent writable instead" : "give the storage another name",
          },
        ];
      }
      if (mount.volume.length > MAX_NAME) {
        return [
          {
            code: "PHX218",
            ...at,
            message: `${mount.path} is too long for the name of a volume (${mount.volume}), which has at most ${MAX_NAME} characters`,
            help: mount.source.from === "nothing" ? "make one of its parents writable instead" : "shorten the name of the object that is mounted",
          },
        ];
      }
      return [];
    }),
  );
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function fieldOf({ source: { from } }: Mount): keyof Spec {
  return from === "nothing" ? "writablePaths" : from === "configMap" || from === "secret" ? "files" : "processes";
}
