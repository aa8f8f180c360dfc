import { join } from "node:path";
import { listed } from "../kustomize/listed.ts";
import { itemsOfStream, type KubernetesObject } from "../source/item.ts";
import { strings } from "../source/kustomization.ts";
import type { Problem } from "../source/problem.ts";
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
  readonly objects: readonly KubernetesObject[];
  /** The PhoenixReleases that it generates from, with all patches. */
  readonly specs: readonly KubernetesObject[];
}

/** Finds what a build does not say. */
export type Lint = (site: Site) => readonly Problem[];

export function site(name: string, top: Folder, surroundings: Surroundings, stdout: string): Site {
  return {
    name,
    top,
    folders: folders(top.directory, surroundings.env["PWD"]),
    surroundings,
    objects: itemsOfStream(stdout).map(({ object }) => object),
    specs: strings(top.value["generators"]).flatMap((entry) => specs(join(top.directory, entry), surroundings)),
  };
}

export const isSpec = ({ kind }: KubernetesObject): boolean => kind === "PhoenixRelease";

function specs(directory: string, { engine, flags, env, self }: Surroundings): KubernetesObject[] {
  const { ok, stdout } = listed(engine, flags, directory, env, self);
  return ok
    ? itemsOfStream(stdout)
        .map(({ object }) => object)
        .filter(isSpec)
    : [];
}
