import { type Finding, inOrder } from "../source/finding.ts";
import type { Problem } from "../source/problem.ts";
import { builtSite, type Machine, told } from "./built.ts";
import { drift } from "./drift.ts";
import { envFiles } from "./env-files.ts";
import { leftovers } from "./leftovers.ts";
import { misread } from "./misread.ts";
import type { Lint, Site } from "./site.ts";
import { unmatched } from "./unmatched.ts";
import { waivedBy } from "./waivers.ts";
import { wiring } from "./wiring.ts";

const lints: readonly Lint[] = [misread, unmatched, wiring, envFiles, leftovers];

interface Inspected {
  readonly findings: readonly Finding[];
  readonly site?: Site;
}

/**
 * Findings of kustomization directories: what their builds say, what Kustomize keeps to itself, and where they differ from each other.
 * @param names from where $PWD is
 */
export function inspectDirectories(names: readonly string[], machine: Machine): Finding[] {
  const inspected = names.map((name) => inspect(name, machine));
  const sites = inspected.flatMap(({ site }) => site ?? []);
  const drifted = drift(sites).flatMap(([site, problem]) => told(site.name, waivedBy(site, [problem])));
  return inOrder([...inspected.flatMap(({ findings }) => findings), ...drifted]);
}

function inspect(name: string, machine: Machine): Inspected {
  const { findings, problems, site } = builtSite(name, machine);
  if (!site) return { findings };
  const found = [...problems, ...lints.flatMap((lint) => lint(site))].filter(isNewTo(findings));
  return { findings: [...findings, ...told(name, waivedBy(site, found))], site };
}

/** Finish looks at images: too, as far as it sees them: no mistake is told twice. */
const isNewTo =
  (findings: readonly Finding[]) =>
  ({ code, position }: Problem): boolean =>
    code !== "PHX513" || !findings.some((finding) => finding.code === "PHX315" && finding.position?.line === position?.line);
