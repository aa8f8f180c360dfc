import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { type Document, type Found, parseDocuments } from "./document.ts";
import { isFinish } from "./phase.ts";
import type { Locate, Path } from "./problem.ts";

// Kustomize hands us the spec merged and printed anew: its lines are nobody's. The user's own documents are found again from the
// directory of the kustomization, which is our working directory, in the order in which Kustomize put them together.

type Find = (path: Path, on: "key" | "value") => Found | undefined;

/** Bounds the search in a directory that is not what it seems. */
const MAX_FILES = 200;

interface Search {
  readonly root: string;
  readonly shown: (file: string) => string;
  readonly seen: Set<string>;
  readonly found: Find[];
}

/**
 * Finds paths in the documents behind a spec that Kustomize passed on.
 * @param root directory of the kustomization that lists us
 * @param value the spec as it was passed on
 * @param base directory that file names are shown relative to where they lie below it
 */
export function origin(root: string, value: unknown, base: string | undefined): Locate {
  const list = isFinish(value) ? "transformers" : "generators";
  const search: Search = { root, shown: (file) => shownName(file, root, base), seen: new Set(), found: [] };
  const top = kustomizationOf(root);
  for (const entry of strings(top?.value[list])) visit(search, join(root, entry));
  return (path, on) => {
    const hits = search.found.map((find) => find(path, on)).filter((hit) => hit !== undefined);
    const deepest = Math.max(0, ...hits.map(({ depth }) => depth));
    return deepest > 0 ? hits.findLast(({ depth }) => depth === deepest)?.position : undefined;
  };
}

function shownName(file: string, root: string, base: string | undefined): string {
  const fromBase = base?.startsWith("/") ? relative(base, file) : "..";
  return fromBase.startsWith("..") ? relative(root, file) : fromBase;
}

function visit(search: Search, path: string): void {
  if (search.seen.has(path) || search.seen.size >= MAX_FILES) return;
  search.seen.add(path);
  if (!isDirectory(path)) {
    search.found.push(
      ...read(search, path)
        .filter(isSpec)
        .map(({ find }) => find),
    );
    return;
  }
  const found = kustomizationOf(path);
  if (!found) return;
  const { value } = found;
  for (const entry of [...strings(value["resources"]), ...strings(value["bases"]), ...strings(value["components"])]) visit(search, join(path, entry));
  for (const patch of maps(value["patches"])) {
    if (typeof patch["path"] === "string") search.found.push(...read(search, join(path, patch["path"])).flatMap(finders));
  }
  for (const entry of strings(value["patchesStrategicMerge"]))
    search.found.push(
      ...read(search, join(path, entry))
        .filter(isSpec)
        .map(({ find }) => find),
    );
}

/** A strategic-merge patch is looked up like a spec; of a JSON patch, the value of the operation that wrote the path. */
function finders(document: Document): Find[] {
  if (isSpec(document)) return [document.find];
  return maps(document.value).map((operation, index) => (path, on) => {
    const target = typeof operation["path"] === "string" ? operation["path"].split("/").slice(1).map(unescapePointer) : undefined;
    if (!target?.every((step, depth) => step === String(path[depth]))) return undefined;
    const rest = path.slice(target.length);
    const found = document.find([index, "value", ...rest], on);
    return found && { position: found.position, depth: found.depth - 2 + target.length };
  });
}

const unescapePointer = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

const isSpec = ({ value }: Document): boolean => isMapValue(value) && value["kind"] === "PhoenixRelease";

/** A kustomization.yaml, whatever it is called. */
export interface Kustomization {
  readonly value: Readonly<Record<string, unknown>>;
  readonly find: Find;
}

/** @param base directory that its name is shown relative to where it lies below it */
export function kustomizationOf(directory: string, base?: string): Kustomization | undefined {
  for (const name of ["kustomization.yaml", "kustomization.yml", "Kustomization"]) {
    const file = join(directory, name);
    const document = quietly(() => parseDocuments(readFileSync(file), shownName(file, directory, base)))?.[0];
    if (document && isMapValue(document.value)) return { value: document.value, find: document.find };
  }
  return undefined;
}

function read(search: Search, path: string): Document[] {
  return quietly(() => parseDocuments(readFileSync(path), search.shown(path))) ?? [];
}

/** A file that cannot be read or parsed holds no position to show; Kustomize has said so already where it matters. */
function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

const isDirectory = (path: string): boolean => quietly(() => statSync(path).isDirectory()) ?? false;
const isMapValue = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);
const maps = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isMapValue) : []);
