import { join, normalize } from "node:path";
import { statsOf } from "../source/files.ts";
import { type Kustomization, kustomizationOf, strings } from "../source/kustomization.ts";
import type { Position } from "../source/problem.ts";

/** A directory with a kustomization.yaml. */
export interface Folder {
  readonly directory: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Place of a path in its kustomization.yaml. */
  readonly position: (...path: readonly (string | number)[]) => Position | undefined;
}

export function folder(directory: string, base: string | undefined): Folder | undefined {
  const found = kustomizationOf(directory, base);
  return found && { directory, value: found.value, position: positions(found) };
}

const positions =
  ({ find }: Kustomization): Folder["position"] =>
  (...path) =>
    find(path, "value")?.position;

/** Bounds the walk in a tree that is not what it seems. */
const MAX_FOLDERS = 100;

/** The folder and those that it lists, as far as they are on this machine; each once. */
export function folders(directory: string, base: string | undefined): Folder[] {
  const found = new Map<string, Folder>();
  const visit = (path: string): void => {
    const place = normalize(path);
    if (found.has(place) || found.size >= MAX_FOLDERS) return;
    const one = isDirectory(place) ? folder(place, base) : undefined;
    if (!one) return;
    found.set(place, one);
    for (const entry of listed(one)) visit(join(place, entry));
  };
  visit(directory);
  return [...found.values()];
}

const LISTS = ["resources", "bases", "components", "generators", "transformers", "validators"] as const;

const listed = ({ value }: Folder): string[] => LISTS.flatMap((list) => strings(value[list]));

function isDirectory(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}
