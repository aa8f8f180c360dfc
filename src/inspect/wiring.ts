import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLUSTER_SERVICE_ANNOTATION } from "../release/cluster.ts";
import { maps, strings } from "../source/kustomization.ts";
import type { Problem } from "../source/problem.ts";
import type { Folder } from "./folder.ts";
import { problemsOf } from "./manifests.ts";
import { configs, type Lint, type Site } from "./site.ts";

/** What makes an overlay of ours safe, and what nobody misses until it is too late. */
export const wiring: Lint = (site) => (site.specs.length === 0 ? [] : [...names(site), ...finish(site), ...guard(site)]);

/** Without the name references of the component a prefix renames Services, and what the cluster and the edge look for is the old name. */
function names({ top, folders, items }: Site): Problem[] {
  const configured = folders.some(({ directory, value }) => strings(value["configurations"]).some((file) => contains(join(directory, file), REFERENCES)));
  const isClustered = items.some(({ text }) => text.includes(CLUSTER_SERVICE_ANNOTATION));
  const isRouted = items.some(({ object }) => object.kind === "HTTPRoute");
  if (configured || !(isClustered || isRouted)) return [];
  const affix = ["namePrefix", "nameSuffix"].find((field) => top.value[field] !== undefined);
  const position = top.position(affix ?? "components") ?? top.position("generators");
  const [renamed, effect] = isClustered
    ? ["the headless Service of the cluster, but not where the pods read its name", "the nodes do not find each other"]
    : ["the Services, but not where the HTTPRoute names them", "the edge serves errors"];
  return [
    {
      code: "PHX521",
      ...(affix === undefined && { severity: "warning" }),
      ...(position && { position }),
      message: affix
        ? `${affix} renames ${renamed}: ${effect}`
        : `the component names is missing: once somebody sets namePrefix or nameSuffix, as Argo CD can, ${effect}`,
      help: "add components: [../../bases/app/names]",
    },
  ];
}

const REFERENCES = "phoenix-release.dev\\/cluster-service";

function contains(file: string, text: string): boolean {
  try {
    return readFileSync(file, "utf8").includes(text);
  } catch {
    return false;
  }
}

/** The last step checks the objects as they will be applied. Where it is missing, what can be told without it is. */
function finish({ top, surroundings, specs, items }: Site): Problem[] {
  // Of a spec without the phase, which is there by mistake, the build has said so.
  const last = configs(top, "transformers", surroundings).map(nameOf);
  const left = specs.map(nameOf).filter((name) => !last.includes(name));
  if (left.length === 0) return [];
  const position = top.position("transformers") ?? top.position("generators") ?? top.position("resources");
  return [
    {
      code: "PHX522",
      severity: "warning",
      ...(position && { position }),
      message: `the last step${left.length < specs.length ? ` of ${left.join(", ")}` : ""} is missing: nobody checks what patches, replicas and images have made of the objects, and a changed setting does not renew the migration Job`,
      help: "copy the directory finish from bases/app and add transformers: [finish]",
    },
    ...problemsOf(items),
  ];
}

const nameOf = (spec: unknown): string => String((spec as { metadata?: { name?: unknown } } | null)?.metadata?.name);

/** Where a flag is missing, an overlay without it builds nothing, and succeeds. */
function guard({ top, folders }: Site): Problem[] {
  if ([top, ...folders.filter(({ value }) => strings(value["generators"]).length > 0)].some(isGuarded)) return [];
  const position = top.position("patches") ?? top.position("generators") ?? top.position("resources");
  return [
    {
      code: "PHX523",
      severity: "warning",
      ...(position && { position }),
      message:
        "nothing here fails when nothing was generated: without --enable-exec a build would be empty and succeed, and who applies it with pruning deletes the application",
      help: "add the patch on the Deployment that changes nothing, as in bases/app/kustomization.yaml",
    },
  ];
}

/** Kustomize refuses replicas and patches that name an object which is not there; a target may match nothing. */
const isGuarded = ({ value }: Folder): boolean =>
  maps(value["replicas"]).length > 0 ||
  maps(value["patches"]).some(({ target }) => target === undefined || target === null) ||
  strings(value["patchesStrategicMerge"]).length > 0;
