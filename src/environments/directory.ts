import { builtSite, type Machine, told } from "../inspect/built.ts";
import { waivedBy } from "../inspect/waivers.ts";
import { release } from "../release/release.ts";
import type { Finding } from "../source/finding.ts";
import { validate } from "../spec/validate.ts";
import type { Contents } from "./environment.ts";

/** A kustomization directory: what Kustomize makes of it. */
export function ofDirectory(name: string, machine: Machine): Contents {
  const { findings, problems, site } = builtSite(name, machine);
  const all = [...findings.filter(isLastSum), ...told(name, site ? waivedBy(site, problems) : problems)];
  if (!site || site.items.length === 0) return { items: [], releases: [], findings: all };
  return { items: site.items, releases: site.specs.map((spec) => release(validate(spec).document)), findings: all };
}

/** Generate sums up the connections of the spec's replicas, finish those of the overlay's, and comes last. */
const isLastSum = (finding: Finding, index: number, all: readonly Finding[]): boolean =>
  finding.code !== "PHX217" || !all.slice(index + 1).some((later) => later.code === finding.code && placeOf(later) === placeOf(finding));

const placeOf = ({ subject, position }: Finding): string => JSON.stringify([subject, position?.file, position?.line]);
