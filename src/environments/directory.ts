import { builtSite, type Machine, told } from "../inspect/built.ts";
import { waivedBy } from "../inspect/waivers.ts";
import { release } from "../release/release.ts";
import { validate } from "../spec/validate.ts";
import type { Contents } from "./environment.ts";

/** A kustomization directory: what Kustomize makes of it. */
export function ofDirectory(name: string, machine: Machine): Contents {
  const { findings, problems, site } = builtSite(name, machine);
  const all = [...findings, ...told(name, site ? waivedBy(site, problems) : problems)];
  if (!site || all.some(({ severity }) => severity === "error")) return { items: [], releases: [], findings: all };
  return { items: site.items, releases: site.specs.map((spec) => release(validate(spec).document)), findings: all };
}
