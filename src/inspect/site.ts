import { join } from "node:path";
import { listed } from "../kustomize/listed.ts";
import { readSmall, statsOf } from "../source/files.ts";
import { type Item, itemsOfStream, type KubernetesObject } from "../source/item.ts";
import { strings } from "../source/kustomization.ts";
import type { Problem } from "../source/problem.ts";
import { KIND } from "../spec/schema.ts";
import type { Surroundings } from "./before.ts";
import { type Folder, folders } from "./folder.ts";

/** A kustomization directory that somebody wants to be inspected. */
export interface Site {
  /** As the user named it. */
  readonly name: string;
  readonly top: Folder;
  /** It and what it lists. */
  readonly folders: readonly Folder[];
  readonly surroundings: Surroundings;
  /** What it builds; empty where it does not. */
  readonly items: readonly Item[];
  readonly objects: readonly KubernetesObject[];
  /** The PhoenixReleases that it generates from, with all patches. */
  readonly specs: readonly KubernetesObject[];
}

/** Finds what a build does not say. */
export type Lint = (site: Site) => readonly Problem[];

export function site(name: string, top: Folder, surroundings: Surroundings, stdout: string): Site {
  const all = folders(top.directory, surroundings.env["PWD"]);
  const items = itemsOfStream(stdout);
  return {
    name,
    top,
    folders: all,
    surroundings,
    items,
    objects: items.map(({ object }) => object),
    specs: all.flatMap((folder) => configs(folder, "generators", surroundings)),
  };
}

/** The PhoenixReleases under generators: or transformers: of a folder, as we get them. */
export const configs = ({ directory, value }: Folder, field: "generators" | "transformers", surroundings: Surroundings): KubernetesObject[] =>
  strings(value[field]).flatMap((entry) =>
    itemsOfStream(textOf(directory, entry, surroundings))
      .filter(({ text }) => text.includes(KIND))
      .map(({ object }) => object)
      .filter(isSpec),
  );

export const isSpec = ({ kind }: KubernetesObject): boolean => kind === KIND;

/** An entry names a directory or a file, or is the text itself. */
function textOf(directory: string, entry: string, { engine, flags, env, self }: Surroundings): string {
  if (entry.includes("\n")) return entry;
  const path = join(directory, entry);
  if (!statsOf(path)?.isDirectory()) return readSmall(path)?.toString("utf8") ?? "";
  const { ok, stdout } = listed(engine, flags, path, env, self);
  return ok ? stdout : "";
}
