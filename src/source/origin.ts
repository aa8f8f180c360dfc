import { join } from "node:path";
import type { Document } from "./document.ts";
import { statsOf } from "./files.ts";
import { documentsOf, isMap, type Kustomization, kustomizationOf, maps, quietly, shownName, strings } from "./kustomization.ts";
import { type Find, finders, isFor, type Names, replacementFinders, targets } from "./patches.ts";
import { isFinish } from "./phase.ts";
import type { Locate } from "./problem.ts";

// Kustomize hands us the spec merged and printed anew: its lines are nobody's. The user's own documents are found again from the
// directory of the kustomization, which is our working directory, in the order in which Kustomize put them together.

/** Bounds the search in a directory that is not what it seems. */
const MAX_FILES = 200;

interface Search {
  readonly names: Names;
  readonly root: string;
  readonly base: string | undefined;
  readonly seen: Set<string>;
  readonly found: Find[];
  /** Something that is not on this machine, or cannot be read, may have set what is looked for. */
  isPartial: boolean;
}

/**
 * Finds paths in the documents behind a spec that Kustomize passed on.
 * @param root directory of the kustomization that lists us
 * @param value the spec as it was passed on
 * @param base directory that file names are shown relative to where they lie below it
 */
export function origin(root: string, value: unknown, base: string | undefined): Locate {
  const search: Search = { names: namesOf(value), root, base, seen: new Set(), found: [], isPartial: false };
  const top = kustomizationOf(root);
  // A phase that is mistyped is no finish, and stands under transformers all the same.
  const lists = isFinish(value) ? ["transformers"] : ["generators", "transformers"];
  for (const list of lists) for (const entry of strings(top?.value[list])) visit(search, join(root, entry));
  return (path, on) => {
    const hits = search.found.map((find) => find(path, on)).filter((hit) => hit !== undefined);
    // The last document that holds the path has set it. Of what nobody holds, as of a missing field, the nearest parent is shown, unless
    // it may stand in a document that was not seen.
    const deepest = search.isPartial ? path.length : Math.max(0, ...hits.map(({ depth }) => depth));
    return deepest > 0 ? hits.findLast(({ depth }) => depth === deepest)?.position : undefined;
  };
}

const PREVIOUS_NAMES = "internal.config.kubernetes.io/previousNames";

/** What it is called, and what it was called before a prefix or suffix. */
function namesOf(value: unknown): string[] {
  const { name, annotations } = ((value as { metadata?: unknown } | null)?.metadata ?? {}) as { name?: unknown; annotations?: Record<string, unknown> };
  const previous = annotations?.[PREVIOUS_NAMES];
  // Nothing is validated yet: either may be of any type.
  return [name, ...(typeof previous === "string" ? previous.split(",") : [])].filter((one) => typeof one === "string" && one !== "") as string[];
}

function visit(search: Search, path: string): void {
  if (search.seen.has(path) || search.seen.size >= MAX_FILES) return;
  search.seen.add(path);
  if (statsOf(path)?.isDirectory()) {
    const found = kustomizationOf(path, search.base, search.root);
    if (found) inDirectory(search, path, found);
    else search.isPartial = true;
    return;
  }
  const documents = documentsOf(path, shownName(path, search.root, search.base));
  if (documents.length === 0) search.isPartial = true;
  search.found.push(...documents.filter((document) => isFor(search.names, document)).map(({ find }) => find));
}

/** In Kustomize's order: what it lists, components, patches, replacements. */
function inDirectory(search: Search, directory: string, kustomization: Kustomization): void {
  const { value } = kustomization;
  for (const list of ["resources", "bases", "components"]) for (const entry of strings(value[list])) visit(search, join(directory, entry));
  for (const field of ["patchesStrategicMerge", "patches", "patchesJson6902"]) {
    for (const [index, patch] of entriesOf(value[field]).entries()) search.found.push(...patched(search, directory, kustomization, [field, index], patch));
  }
  search.found.push((path, on) => {
    const [metadata, annotations, ...key] = path;
    const found =
      metadata === "metadata" && annotations === "annotations" && key.length === 1 ? kustomization.find(["commonAnnotations", ...key], on) : undefined;
    return found?.depth === 2 ? { position: found.position, depth: path.length } : undefined;
  });
  for (const [index, replacement] of maps(value["replacements"]).entries()) {
    if (typeof replacement["path"] !== "string") search.found.push(...replacementFinders(search.names, kustomization, ["replacements", index]));
    else for (const document of readOnce(search, join(directory, replacement["path"]))) search.found.push(...replacementsIn(search.names, document));
  }
}

const entriesOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const replacementsIn = (names: Names, document: Document): Find[] =>
  Array.isArray(document.value) ? document.value.flatMap((_, index) => replacementFinders(names, document, [index])) : replacementFinders(names, document, []);

/** A patch in a file or written where it stands. */
function patched(search: Search, directory: string, kustomization: Kustomization, at: readonly [string, number], entry: unknown): Find[] {
  const { path, patch, target, options } = isMap(entry)
    ? entry
    : { path: isFile(directory, entry) ? entry : undefined, patch: entry, target: undefined, options: undefined };
  const where = isMap(entry) ? [...at, "patch"] : at;
  const documents =
    typeof path === "string" ? readOnce(search, join(directory, path)) : typeof patch === "string" ? quietly(() => kustomization.inner(where)) : [];
  return documents
    .filter((document) => (target === undefined ? isFor(search.names, document) : targets(search.names, target)))
    .flatMap(finders)
    .map(isMap(options) && options["allowNameChange"] === true ? (find) => find : withoutName);
}

/** The name in a patch says whom it is for; the object keeps its own. */
const withoutName =
  (find: Find): Find =>
  (path, on) =>
    path[0] === "metadata" && path[1] === "name" ? undefined : find(path, on);

const isFile = (directory: string, entry: unknown): boolean =>
  typeof entry === "string" && !entry.includes("\n") && statsOf(join(directory, entry)) !== undefined;

function readOnce(search: Search, path: string): Document[] {
  if (search.seen.has(path) || search.seen.size >= MAX_FILES) return [];
  search.seen.add(path);
  const documents = documentsOf(path, shownName(path, search.root, search.base));
  if (documents.length === 0) search.isPartial = true;
  return documents;
}
