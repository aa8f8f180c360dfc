import { chmodSync, chownSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Anything } from "../../kustomize.ts";
import type { Store } from "./environment.ts";

export interface Mount {
  readonly source: string;
  readonly path: string;
  readonly writable: boolean;
}

/** Directories of this machine by the names of a pod's volumes. */
export type Volumes = Readonly<Record<string, string>>;

/**
 * Makes the volumes of a pod below `directory`, with the owners and modes that the kubelet gives: an emptyDir is everybody's, a disk is root's,
 * files have the mode that the volume says, and fsGroup makes all of them that group's.
 * @param claims directories of claimed disks, by the name of the claim
 */
export function volumesOf({ volumes = [], securityContext = {} }: Anything, directory: string, store: Store, claims: Volumes): Volumes {
  return Object.fromEntries(
    volumes.map((volume: Anything) => {
      const path = mkdtempSync(join(directory, `${volume.name}-`));
      if (volume.persistentVolumeClaim) return [volume.name, disk(claims, volume.persistentVolumeClaim.claimName, securityContext.fsGroup)];
      if (volume.emptyDir) chmodSync(path, 0o777);
      for (const source of sourcesOf(volume)) writeFiles(path, source, store, volume.projected?.defaultMode ?? source.defaultMode, securityContext.fsGroup);
      return [volume.name, path];
    }),
  );
}

export function mountsOf({ volumeMounts = [] }: Anything, volumes: Volumes): Mount[] {
  return volumeMounts
    .map(({ name, mountPath, subPath = "", readOnly = false }: Anything): Mount => {
      const directory = volumes[name];
      if (directory === undefined) throw new Error(`no volume ${name}`);
      return { source: join(directory, subPath), path: mountPath, writable: !readOnly };
    })
    .sort((a: Mount, b: Mount) => a.path.split("/").length - b.path.split("/").length);
}

function disk(claims: Volumes, name: string, group: number | undefined): string {
  const path = claims[name];
  if (path === undefined) throw new Error(`persistentvolumeclaim "${name}" not found`);
  if (group !== undefined) give(path, group, 0o2775);
  return path;
}

const sourcesOf = ({ configMap, secret, projected }: Anything): Anything[] =>
  [configMap ? { configMap } : undefined, secret ? { secret } : undefined, ...(projected?.sources ?? [])]
    .filter((source) => source !== undefined)
    .map(({ configMap, secret, ...other }) =>
      configMap ? { kind: "ConfigMap", ...configMap } : secret ? { kind: "Secret", ...secret, name: secret.secretName ?? secret.name } : { other },
    );

function writeFiles(directory: string, { kind, name, items, optional }: Anything, store: Store, mode = 0o644, group?: number): void {
  if (kind === undefined) return;
  const values = store[kind as keyof Store][name];
  if (values === undefined && !optional) throw new Error(`${kind} "${name}" not found`);
  const wanted = items ?? Object.keys(values ?? {}).map((key) => ({ key, path: key }));
  for (const item of wanted) {
    const value = values?.[item.key];
    if (value === undefined) throw new Error(`${kind} ${name} has no key ${item.key}`);
    const path = join(directory, item.path);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, value);
    chmodSync(path, item.mode ?? mode);
    if (group !== undefined) give(path, group, (item.mode ?? mode) | 0o440);
  }
  chmodSync(directory, 0o755);
}

function give(path: string, group: number, mode: number): void {
  if (process.getuid?.() === 0) chownSync(path, 0, group);
  chmodSync(path, mode);
}
