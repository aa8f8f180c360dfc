import { join, relative } from "node:path";
import { type Document, parseDocuments } from "./document.ts";
import { readSmall } from "./files.ts";

/** A kustomization.yaml, whatever it is called. */
export interface Kustomization extends Document {
  readonly value: Readonly<Record<string, unknown>>;
}

/** Names that Kustomize looks for. */
export const KUSTOMIZATION_FILES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/**
 * @param base directory that its name is shown relative to where it lies below it
 * @param root directory that its name is shown relative to otherwise
 */
export function kustomizationOf(directory: string, base?: string, root: string = directory): Kustomization | undefined {
  for (const name of KUSTOMIZATION_FILES) {
    const file = join(directory, name);
    const [document] = documentsOf(file, shownName(file, root, base));
    if (document && isMap(document.value)) return { ...document, value: document.value };
  }
  return undefined;
}

/** How a file is called in messages: from where the user stands, where it lies below. */
export function shownName(file: string, root: string, base: string | undefined): string {
  const fromBase = base?.startsWith("/") ? relative(base, file) : "..";
  return fromBase.startsWith("..") ? relative(root, file) : fromBase;
}

/** A file that cannot be read or parsed holds no position to show; Kustomize has said so already where it matters. */
export function documentsOf(path: string, shown: string): Document[] {
  const bytes = readSmall(path);
  return quietly(() => (bytes ? parseDocuments(bytes, shown) : []));
}

export function quietly(documents: () => Document[]): Document[] {
  try {
    return documents();
  } catch {
    return [];
  }
}

export const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
export const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);
export const maps = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isMap) : []);
