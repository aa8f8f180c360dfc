import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { build } from "../kustomize/build.ts";
import type { Engine } from "../kustomize/engine.ts";
import { jsonLine } from "../output/yaml.ts";
import { itemsOfStream, type KubernetesObject } from "../source/item.ts";
import { maps } from "../source/kustomization.ts";
import type { Folder } from "./folder.ts";

// What Kustomize ignores silently is known only before it is done: the objects of a folder as its own patches, images and replacements see them.

/** Where and how builds are run. */
export interface Surroundings {
  readonly engine: Engine;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of this program; undefined: it runs from source. */
  readonly self: string | undefined;
}

/** Undefined: the folder does not build without them either; the build itself says why. */
export function objectsBefore({ directory, value }: Folder, { engine, flags, env, self }: Surroundings): KubernetesObject[] | undefined {
  const work = realpathSync(mkdtempSync(join(tmpdir(), "phoenix-release-before-")));
  try {
    const place = join(work, "folder");
    mkdirSync(place);
    writeFileSync(join(place, "kustomization.yaml"), jsonLine(withoutChanges(value, (path) => relative(place, join(realpathSync(directory), path)))));
    // Its files lie outside of the folder that is built, which Kustomize otherwise refuses.
    const { ok, stdout } = build(engine, [...flags, "--load-restrictor", "LoadRestrictionsNone"], place, env, self);
    return ok ? itemsOfStream(stdout).map(({ object }) => object) : undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const SOURCES = ["resources", "bases", "generators"] as const;
const GENERATED = ["configMapGenerator", "secretGenerator"] as const;

/** Only what brings objects in. Generated ConfigMaps and Secrets count by their names. */
function withoutChanges(value: Folder["value"], moved: (path: string) => string): object {
  const sources = SOURCES.map((list) => [list, entries(value[list]).map((entry) => (isRemote(entry) ? entry : moved(entry)))] as const);
  const generated = GENERATED.map((list) => [list, named(value[list])] as const);
  return {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    generatorOptions: { disableNameSuffixHash: true },
    ...Object.fromEntries([...sources, ...generated].filter(([, list]) => list.length > 0)),
  };
}

const entries = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** One that merges into another brings nothing in. */
const named = (value: unknown): object[] =>
  maps(value)
    .filter(({ behavior = "create" }) => behavior === "create")
    .map(({ name }) => ({ name: String(name), literals: ["A=b"] }));

/** A URL or a git address, which means the same from everywhere. */
const isRemote = (entry: string): boolean => /:\/\/|^git@|^github\.com[/:]|\?ref=/.test(entry);
