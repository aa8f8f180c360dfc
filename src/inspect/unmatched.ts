import { join } from "node:path";
import type { Document } from "../source/document.ts";
import type { KubernetesObject } from "../source/item.ts";
import { documentsOf, isMap, maps, shownName, strings } from "../source/kustomization.ts";
import type { Position, Problem } from "../source/problem.ts";
import { nearest } from "../source/suggest.ts";
import { objectsBefore } from "./before.ts";
import type { Folder } from "./folder.ts";
import { type Renaming, type Selector, selects } from "./selector.ts";
import type { Lint } from "./site.ts";

/** A folder, and what its changes are made to. */
interface Seen {
  readonly folder: Folder;
  readonly folders: readonly Folder[];
  readonly objects: readonly KubernetesObject[];
  /** Directory that file names are shown relative to. */
  readonly base: string | undefined;
}

/** Patches, replacements and images whose target is not there: Kustomize leaves them out without a word. */
export const unmatched: Lint = ({ folders, surroundings }) =>
  folders.filter(hasTargets).flatMap((folder) => {
    const objects = objectsBefore(folder, folders, surroundings);
    if (!objects) return [];
    const seen = { folder, folders, objects, base: surroundings.env["PWD"] };
    return [...patches(seen), ...replacements(seen), ...images(seen)];
  });

const hasTargets = ({ value }: Folder): boolean =>
  maps(value["patches"]).some(({ target }) => isMap(target)) || ["patchesJson6902", "replacements", "images"].some((field) => maps(value[field]).length > 0);

function patches({ folder, folders, objects }: Seen): Problem[] {
  const { value, position } = folder;
  return (["patches", "patchesJson6902"] as const).flatMap((field) =>
    maps(value[field]).flatMap(({ target }, index) =>
      isMap(target)
        ? missed("PHX511", "the patch", target, objects, renaming(folders, field === "patches" ? undefined : folder), position(field, index, "target"))
        : [],
    ),
  );
}

/** @param late the folder of a change that is made after names and namespace are set */
function renaming(folders: readonly Folder[], late: Folder | undefined): Renaming {
  const all = (field: string): string[] => folders.flatMap(({ value }) => (value[field] ? [String(value[field])] : []));
  const own = (field: string): string => String(late?.value[field] ?? "");
  return {
    prefixes: all("namePrefix"),
    suffixes: all("nameSuffix"),
    ...(late && { now: { prefix: own("namePrefix"), suffix: own("nameSuffix"), namespace: own("namespace") || undefined } }),
  };
}

function replacements(seen: Seen): Problem[] {
  const { folder, folders, objects } = seen;
  return maps(folder.value["replacements"])
    .flatMap((entry, index) => written(seen, entry, index))
    .flatMap(({ targets, position }) =>
      maps(targets).flatMap(({ select }, index) =>
        isMap(select) ? missed("PHX512", "the replacement", select, objects, renaming(folders, folder), position("targets", index, "select")) : [],
      ),
    );
}

interface Replacement {
  readonly targets: unknown;
  readonly position: Folder["position"];
}

/** In the kustomization, or in a file of its own, which holds one or a list. */
function written({ folder: { directory, position }, base }: Seen, entry: Readonly<Record<string, unknown>>, index: number): Replacement[] {
  const { path, targets } = entry;
  if (typeof path !== "string") return [{ targets, position: (...steps) => position("replacements", index, ...steps) }];
  const file = join(directory, path);
  return documentsOf(file, shownName(file, base ?? directory, base)).flatMap(({ value, find }: Document) =>
    (Array.isArray(value) ? value.map((one, at) => [one, [at]] as const) : [[value, []] as const]).map(([one, at]) => ({
      targets: isMap(one) ? one["targets"] : undefined,
      position: (...steps) => find([...at, ...steps], "value")?.position,
    })),
  );
}

function missed(
  code: "PHX511" | "PHX512",
  what: string,
  selector: Selector,
  objects: readonly KubernetesObject[],
  renaming: Renaming,
  position: Position | undefined,
): Problem[] {
  if (objects.some((object) => selects(selector, object, renaming))) return [];
  const ofKind = objects.filter(({ kind }) => selector.kind === undefined || selector.kind === kind);
  const guess =
    ofKind.length > 0
      ? nearest(
          String(selector.name ?? ""),
          ofKind.map(({ metadata }) => metadata?.name ?? ""),
        )
      : nearest(String(selector.kind ?? ""), [...new Set(objects.map(({ kind }) => kind ?? ""))]);
  const known = ofKind.length > 0 ? ofKind : objects;
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

/** Each entry sees the names that those above have made. */
function images({ folder, folders, objects }: Seen): Problem[] {
  if (folders.some(hasOwnImageFields)) return [];
  const used = [...new Set(objects.flatMap((object) => imagesIn(object)))];
  return maps(folder.value["images"]).flatMap(({ name, newName }, index): Problem[] => {
    if (typeof name !== "string") return [];
    if (used.some((image) => isImage(name, image))) {
      if (typeof newName === "string") used.push(newName);
      return [];
    }
    const names = [...new Set(used.map(imageName))];
    const guess = nearest(name, names);
    const place = folder.position("images", index, "name");
    return [
      {
        code: "PHX513",
        ...(place && { position: place }),
        message: `no container has the image ${name}: the entry changes nothing, and the old image stays${guess ? `; did you mean "${guess}"?` : ""}`,
        help: names.length > 0 ? `images here: ${shortened(names)}` : "there is no container here",
      },
    ];
  });
}

/** Somebody has told Kustomize of fields with images outside of containers. */
const hasOwnImageFields = ({ directory, value }: Folder): boolean =>
  strings(value["configurations"]).some((file) =>
    documentsOf(join(directory, file), file).some((document) => isMap(document.value) && "images" in document.value),
  );

/** Kustomize takes the name for a regular expression, with a tag or digest after it or not. */
function isImage(name: string, image: string): boolean {
  try {
    return new RegExp(`^${name}(:[\\w.{}-]*)?(@sha256:[\\w.{}-]*)?$`).test(image);
  } catch {
    return true;
  }
}

/** The images of all containers, where Kustomize looks for them. */
export function imagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "containers" || key === "initContainers" ? maps(inner).flatMap(({ image }) => (typeof image === "string" ? [image] : [])) : imagesIn(inner),
  );
}

/** Without tag and digest. */
export const imageName = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
