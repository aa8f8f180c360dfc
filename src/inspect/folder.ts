import { join, normalize } from "node:path";
import { parseDocuments } from "../source/document.ts";
import { readSmall, statsOf } from "../source/files.ts";
import { KUSTOMIZATION_FILES, type Kustomization, kustomizationOf, shownName, strings } from "../source/kustomization.ts";
import { InvalidInput, type Position, type Problem } from "../source/problem.ts";

/** A directory with a kustomization.yaml. */
export interface Folder {
  readonly directory: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Place of a path in its kustomization.yaml: of the key of a whole field, else of the value. Undefined: it is not there. */
  readonly position: (...path: readonly (string | number)[]) => Position | undefined;
}

/** @param base directory that file names are shown relative to; its own where there is none */
export function folder(directory: string, base: string | undefined): Folder | undefined {
  const found = kustomizationOf(directory, base, base);
  return found && { directory, value: found.value, position: positions(found) };
}

const positions =
  ({ find }: Kustomization): Folder["position"] =>
  (...path) => {
    const found = find(path, path.length === 1 ? "key" : "value");
    return found?.depth === path.length ? found.position : undefined;
  };

/** Why a kustomization.yaml cannot be read; undefined: there is none. */
export function misreadings(directory: string, base: string | undefined): readonly Problem[] | undefined {
  const file = KUSTOMIZATION_FILES.map((name) => join(directory, name)).find((path) => statsOf(path)?.isFile());
  if (file === undefined) return undefined;
  try {
    parseDocuments(readSmall(file) ?? Buffer.alloc(0), shownName(file, base ?? directory, base));
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    // Kustomize knows better what should be in it.
    return error.problems.filter(({ code }) => code !== "PHX008");
  }
}

/** What is built only as a part of those that list it. */
export const isComponent = ({ value }: Folder): boolean => value["kind"] === "Component";

/** Bounds the walk in a tree that is not what it seems. */
const MAX_FOLDERS = 100;

/** The folder and those that it lists, as far as they are on this machine; each once. */
export function folders(directory: string, base: string | undefined): Folder[] {
  const found = new Map<string, Folder>();
  const visit = (path: string): void => {
    const place = normalize(path);
    if (found.has(place) || found.size >= MAX_FOLDERS) return;
    const one = statsOf(place)?.isDirectory() ? folder(place, base) : undefined;
    if (!one) return;
    found.set(place, one);
    for (const entry of listed(one)) visit(entry);
  };
  visit(directory);
  return [...found.values()];
}

const LISTS = ["resources", "bases", "components", "generators", "transformers", "validators"] as const;

const listed = (folder: Folder): string[] => LISTS.flatMap((list) => paths(folder, list));

/** What a folder lists under a field, as paths. */
export const paths = ({ directory, value }: Folder, field: string): string[] => strings(value[field]).map((entry) => normalize(join(directory, entry)));
