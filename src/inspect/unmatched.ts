import { join } from "node:path";
import { parseDocuments } from "../source/document.ts";
import { readSmall } from "../source/files.ts";
import type { KubernetesObject } from "../source/item.ts";
import { maps } from "../source/kustomization.ts";
import type { Position, Problem } from "../source/problem.ts";
import { nearest } from "../source/suggest.ts";
import { objectsBefore } from "./before.ts";
import type { Folder } from "./folder.ts";
import { type Selector, selects } from "./selector.ts";
import type { Lint } from "./site.ts";

/** Patches, replacements and images whose target is not there: Kustomize leaves them out without a word. */
export const unmatched: Lint = ({ folders, surroundings }) =>
  folders.filter(hasTargets).flatMap((folder) => {
    const objects = objectsBefore(folder, surroundings);
    return objects ? [...patches(folder, objects), ...replacements(folder, objects), ...images(folder, objects)] : [];
  });

const hasTargets = ({ value }: Folder): boolean =>
  maps(value["patches"]).some(({ target }) => target !== undefined) ||
  ["patchesJson6902", "replacements", "images"].some((field) => maps(value[field]).length > 0);

function patches({ value, position }: Folder, objects: readonly KubernetesObject[]): Problem[] {
  return (["patches", "patchesJson6902"] as const).flatMap((field) =>
    maps(value[field]).flatMap(({ target }, index) =>
      target === undefined ? [] : missed("PHX511", "the patch", target as Selector, objects, position(field, index, "target")),
    ),
  );
}

interface Replacement {
  readonly targets?: unknown;
}

function replacements(folder: Folder, objects: readonly KubernetesObject[]): Problem[] {
  const { value, position } = folder;
  return maps(value["replacements"]).flatMap((entry, index) =>
    written(folder, entry).flatMap(({ targets }) =>
      maps(targets).flatMap(({ select }, target) =>
        missed("PHX512", "the replacement", (select ?? {}) as Selector, objects, position("replacements", index, "targets", target, "select")),
      ),
    ),
  );
}

/** In the kustomization, or in a file of its own. */
function written({ directory }: Folder, entry: Readonly<Record<string, unknown>>): Replacement[] {
  if (typeof entry["path"] !== "string") return [entry];
  const bytes = readSmall(join(directory, entry["path"]));
  try {
    return bytes ? parseDocuments(bytes, entry["path"]).flatMap(({ value }) => (Array.isArray(value) ? maps(value) : maps([value]))) : [];
  } catch {
    // Kustomize cannot read it either, and says so.
    return [];
  }
}

function missed(code: "PHX511" | "PHX512", what: string, selector: Selector, objects: readonly KubernetesObject[], position: Position | undefined): Problem[] {
  if (objects.some((object) => selects(selector, object))) return [];
  const names = objects.filter(({ kind }) => selector.kind === undefined || selector.kind === kind).map(({ metadata }) => metadata?.name ?? "");
  const kinds = [...new Set(objects.map(({ kind }) => kind ?? ""))];
  const guess = names.length > 0 ? nearest(String(selector.name ?? ""), names) : nearest(String(selector.kind ?? ""), kinds);
  const known = names.length > 0 ? objects.filter(({ kind }) => selector.kind === undefined || selector.kind === kind) : objects;
  return [
    {
      code,
      ...(position && { position }),
      message: `${what} is for ${described(selector)}, which is not here: Kustomize leaves it out without a word${guess ? `; did you mean "${guess}"?` : ""}`,
      help: known.length > 0 ? `here are: ${shortened(known.map(({ kind, metadata }) => `${kind}/${metadata?.name}`))}` : "there are no objects here",
    },
  ];
}

const MOST = 12;

const shortened = (names: readonly string[]): string => (names.length > MOST ? `${names.slice(0, MOST).join(", ")}, …` : names.join(", "));

const described = (selector: Selector): string =>
  Object.entries(selector)
    .map(([field, value]) => `${field} ${value}`)
    .join(", ") || "everything";

function images({ value, position }: Folder, objects: readonly KubernetesObject[]): Problem[] {
  const used = [...new Set(objects.flatMap((object) => imagesIn(object)))];
  return maps(value["images"]).flatMap(({ name }, index): Problem[] => {
    if (typeof name !== "string" || used.includes(name)) return [];
    const guess = nearest(name, used);
    const place = position("images", index, "name");
    return [
      {
        code: "PHX513",
        ...(place && { position: place }),
        message: `no container has the image ${name}: the entry changes nothing, and the old image stays${guess ? `; did you mean "${guess}"?` : ""}`,
        help: used.length > 0 ? `images here: ${shortened(used)}` : "there is no container here",
      },
    ];
  });
}

/** Names of the images of all containers, where Kustomize looks for them. */
export function imagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "containers" || key === "initContainers"
      ? maps(inner).flatMap(({ image }) => (typeof image === "string" ? [imageName(image)] : []))
      : imagesIn(inner),
  );
}

/** Without tag and digest. */
const imageName = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
