import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "../kustomize/build.ts";
import { itemsOfStream } from "../source/item.ts";
import { maps, strings } from "../source/kustomization.ts";
import { isFinish } from "../source/phase.ts";
import type { Problem } from "../source/problem.ts";
import { folder } from "./folder.ts";
import { isSpec, type Lint, type Site } from "./site.ts";

/** What makes an overlay of ours safe, and what nobody misses until it is too late. */
export const wiring: Lint = (site) => (site.specs.length === 0 ? [] : [...names(site), ...finish(site), ...guard(site)]);

const CLUSTER_SERVICE = "phoenix-release.dev\\/cluster-service";

/** Without these name references a prefix renames the headless Service, and the nodes look for the old one. */
function names({ top, folders }: Site): Problem[] {
  const configured = folders.some(({ directory, value }) => strings(value["configurations"]).some((file) => contains(join(directory, file), CLUSTER_SERVICE)));
  if (configured) return [];
  const affix = ["namePrefix", "nameSuffix"].find((field) => top.value[field] !== undefined);
  const position = top.position(affix ?? "components") ?? top.position("generators");
  return [
    {
      code: "PHX521",
      ...(affix === undefined && { severity: "warning" }),
      ...(position && { position }),
      message: affix
        ? `${affix} renames the headless Service of the cluster, but not where the pods read its name: the nodes would not find each other`
        : "the component names is missing: once somebody sets namePrefix or nameSuffix, as Argo CD can, the nodes do not find each other",
      help: "add components: [../../bases/app/names]",
    },
  ];
}

function contains(file: string, text: string): boolean {
  try {
    return readFileSync(file, "utf8").includes(text);
  } catch {
    return false;
  }
}

/** The last step checks the objects as they will be applied. */
function finish({ top, surroundings }: Site): Problem[] {
  const { engine, flags, env, self } = surroundings;
  const finishes = strings(top.value["transformers"]).some((entry) => {
    const directory = join(top.directory, entry);
    if (!folder(directory, undefined)) return false;
    const { ok, stdout } = build(engine, flags, directory, env, self);
    return ok && itemsOfStream(stdout).some(({ object }) => isSpec(object) && isFinish(object));
  });
  if (finishes) return [];
  const position = top.position("transformers") ?? top.position("generators");
  return [
    {
      code: "PHX522",
      severity: "warning",
      ...(position && { position }),
      message:
        "the last step is missing: nobody checks what patches, replicas and images have made of the objects, and a changed setting does not renew the migration Job",
      help: "copy the directory finish from bases/app and add transformers: [finish]",
    },
  ];
}

/** Where a flag is missing, an overlay without it builds nothing, and succeeds. */
function guard({ top }: Site): Problem[] {
  const guards = maps(top.value["replicas"]).length > 0 || maps(top.value["patches"]).some(({ target }) => target === undefined);
  if (guards || strings(top.value["patchesStrategicMerge"]).length > 0) return [];
  const position = top.position("patches") ?? top.position("generators");
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
