import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { build } from "../kustomize/build.ts";
import type { Engine } from "../kustomize/engine.ts";
import { unmark } from "../kustomize/listed.ts";
import { jsonLine } from "../output/yaml.ts";
import { itemsOfStream, type KubernetesObject } from "../source/item.ts";
import { maps, strings } from "../source/kustomization.ts";
import { type Folder, isComponent, paths } from "./folder.ts";

// What Kustomize ignores silently is known only before it is done: the objects of a folder as its own patches, images and replacements see them.

/** Where and how builds are run. */
export interface Surroundings {
  readonly engine: Engine;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of this program; undefined: it runs from source. */
  readonly self: string | undefined;
}

/**
 * Undefined: nobody can tell, or the folder does not build without them either; the build itself says why.
 * @param folders among which those are that list a component
 */
export function objectsBefore(folder: Folder, folders: readonly Folder[], surroundings: Surroundings): KubernetesObject[] | undefined {
  if (!isComponent(folder)) return built(folder, [...SOURCES, "components"], surroundings);
  // A component sees all of those that list it, and of what other components bring perhaps more than is there already.
  const hosts = folders.filter((host) => paths(host, "components").includes(folder.directory));
  const siblings = folders.filter(({ directory }) => hosts.some((host) => paths(host, "components").includes(directory)));
  const all = [...hosts, ...siblings].map((one) => built(one, SOURCES, surroundings));
  return hosts.length > 0 && all.every((objects) => objects !== undefined) ? all.flat() : undefined;
}

const SOURCES: readonly string[] = ["resources", "bases", "generators"];
const GENERATED = ["configMapGenerator", "secretGenerator"] as const;
const CHARTS = ["helmCharts", "helmChartInflationGenerator"] as const;

function built(folder: Folder, sources: readonly string[], { engine, flags, env, self }: Surroundings): KubernetesObject[] | undefined {
  const { directory, value } = folder;
  if (CHARTS.some((field) => value[field] !== undefined)) return undefined;
  const work = realpathSync(mkdtempSync(join(tmpdir(), "phoenix-release-before-")));
  try {
    const place = join(work, "folder");
    mkdirSync(place);
    const lists = withoutChanges(value, sources, (path) => relative(place, join(realpathSync(directory), path)));
    if (Object.keys(lists).length === 0) return [];
    const all = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", generatorOptions: { disableNameSuffixHash: true }, patches: [unmark] };
    writeFileSync(join(place, "kustomization.yaml"), jsonLine({ ...all, ...lists }));
    // Its files lie outside of the folder that is built, which Kustomize otherwise refuses.
    const { ok, stdout } = build(engine, [...flags, "--load-restrictor", "LoadRestrictionsNone"], place, env, self);
    return ok ? itemsOfStream(stdout).map(({ object }) => object) : undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Only what brings objects in. Generated ConfigMaps and Secrets count by their names. */
function withoutChanges(value: Folder["value"], sources: readonly string[], moved: (path: string) => string): Record<string, readonly unknown[]> {
  const listed = sources.map((list) => [list, strings(value[list]).map((entry) => (isElsewhere(entry) ? entry : moved(entry)))] as const);
  const generated = GENERATED.map((list) => [list, named(value[list])] as const);
  return Object.fromEntries([...listed, ...generated].filter(([, list]) => list.length > 0));
}

/** One that merges into another brings nothing in. */
const named = (value: unknown): object[] =>
  maps(value)
    .filter(({ behavior = "create" }) => behavior === "create")
    .map(({ name, namespace }) => ({ name: String(name), ...(typeof namespace === "string" && { namespace }), literals: ["A=b"] }));

/** A URL or a git address, which means the same from everywhere; or the text itself. */
const isElsewhere = (entry: string): boolean => /:\/\/|^git@|^github\.com[/:]|\?ref=|\n/.test(entry);
