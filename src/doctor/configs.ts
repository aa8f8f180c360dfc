import { readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type Folder, folders } from "../inspect/folder.ts";
import { isSpec } from "../inspect/site.ts";
import { reason } from "../kustomize/build.ts";
import type { Engine } from "../kustomize/engine.ts";
import { listed } from "../kustomize/listed.ts";
import { functionKey, type Way, wayOf } from "../kustomize/way.ts";
import { itemsOfStream, type KubernetesObject } from "../source/item.ts";
import { strings } from "../source/kustomization.ts";
import { isFinish } from "../source/phase.ts";
import type { Machine } from "./diagnosis.ts";

/** Something for which Kustomize runs a program: a spec of ours, or a configuration of another plugin. */
export interface PluginConfig {
  readonly object: KubernetesObject;
  /** How it is called in a sentence. */
  readonly name: string;
  readonly way: Way;
  readonly ours: boolean;
  /** Directory of the kustomization that lists it. */
  readonly directory: string;
  /** File and line that make it a function, where they are in a kustomization. */
  readonly setBy: string | undefined;
}

export interface Configs {
  readonly all: readonly PluginConfig[];
  /** Entries that could not be read, each with the reason. */
  readonly unread: readonly (readonly [entry: string, why: string])[];
}

const LISTS = ["generators", "transformers", "validators"] as const;

/** All that is listed under generators:, transformers: and validators: of a directory and of what it builds on, with every patch applied. */
export function configsOf(place: string, engine: Engine, machine: Machine): Configs {
  const entries = folders(place, machine.cwd).flatMap((folder) => LISTS.flatMap((list) => strings(folder.value[list])).map((entry) => ({ folder, entry })));
  const all: PluginConfig[] = [];
  const unread: [string, string][] = [];
  for (const { folder, entry } of entries) {
    try {
      const objects = itemsOfStream(textOf(join(folder.directory, entry), entry, engine, machine)).map(({ object }) => object);
      all.push(...objects.filter(isForPlugin).map((object) => config(object, folder, entry, machine)));
    } catch (error) {
      unread.push([entry.split("\n", 1)[0] as string, (error as Error).message]);
    }
  }
  return { all, unread };
}

/** An entry is a directory, a file, or the text itself. */
function textOf(path: string, entry: string, engine: Engine, { env, cwd }: Machine): string {
  if (entry.includes("\n")) return entry;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new Error(/:\/\/|@/.test(entry) ? "it is not on this machine" : "there is no such file");
  if (!stats.isDirectory()) return readFileSync(path, "utf8");
  const flags = ["--enable-alpha-plugins", ...(engine.program === "kustomize" ? ["--enable-exec"] : [])];
  const built = listed(engine, flags, path, { ...env, PWD: cwd }, undefined);
  if (!built.ok) throw new Error(reason(built));
  return built.stdout;
}

/** Kustomize's own transformers run inside of it. */
const isForPlugin = ({ apiVersion, kind }: KubernetesObject): boolean => kind !== undefined && apiVersion !== "builtin";

function config(object: KubernetesObject, folder: Folder, entry: string, { cwd }: Machine): PluginConfig {
  const { kind, metadata } = object;
  return {
    object,
    name: `${kind}/${metadata?.name ?? ""}${isSpec(object) && isFinish(object) ? " in the phase finish" : ""}`,
    way: wayOf(object),
    ours: isSpec(object),
    directory: folder.directory,
    setBy: setBy(join(folder.directory, entry), object, cwd),
  };
}

function setBy(directory: string, { metadata }: KubernetesObject, cwd: string): string | undefined {
  const key = functionKey(metadata?.annotations ?? {});
  if (key === undefined) return undefined;
  for (const { directory: place, value, position } of folders(directory, cwd)) {
    const annotations = value["commonAnnotations"];
    const found = typeof annotations === "object" && annotations !== null && key in annotations ? position("commonAnnotations", key) : undefined;
    if (found) return `${join(relative(cwd, place), basename(found.file))}:${found.line}`;
  }
  return undefined;
}
