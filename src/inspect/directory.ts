import { build, reason } from "../kustomize/build.ts";
import { type Engine, engines } from "../kustomize/engine.ts";
import { type Finding, findings, inOrder } from "../source/finding.ts";
import type { Problem } from "../source/problem.ts";
import { drift } from "./drift.ts";
import { envFiles } from "./env-files.ts";
import { folder } from "./folder.ts";
import { leftovers } from "./leftovers.ts";
import { type Lint, type Site, site } from "./site.ts";
import { unmatched } from "./unmatched.ts";
import { waivedBy } from "./waivers.ts";
import { wiring } from "./wiring.ts";

const lints: readonly Lint[] = [unmatched, wiring, envFiles, leftovers];

interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of this program; undefined: it runs from source. */
  readonly self: string | undefined;
}

interface Inspected {
  readonly findings: readonly Finding[];
  readonly site: Site | undefined;
}

/** Findings of kustomization directories: what their builds say, what Kustomize keeps to itself, and where they differ from each other. */
export function inspectDirectories(directories: readonly string[], machine: Machine): Finding[] {
  const inspected = directories.map((directory) => inspect(directory, machine));
  const sites = inspected.flatMap(({ site }) => site ?? []);
  const drifted = drift(sites).flatMap(([site, problem]) => told(site.name, waivedBy(site, [problem])));
  return inOrder([...inspected.flatMap(({ findings }) => findings), ...drifted]);
}

function inspect(directory: string, { env, self }: Machine): Inspected {
  const top = folder(directory, env["PWD"]);
  const [engine] = engines(env);
  if (!top || !engine) return { findings: told(directory, [top ? engineless : unbuildable]), site: undefined };
  const flags = flagsOf(engine);
  const { ok, stdout, stderr, findings } = build(engine, flags, directory, env, self);
  const one = site(directory, top, { engine, flags, env, self }, ok ? stdout : "");
  const failed = ok || findings.some(({ severity }) => severity === "error") ? [] : [failure(stderr)];
  const empty = ok && one.specs.length > 0 && !one.objects.some(({ kind }) => kind === "Deployment" || kind === "StatefulSet") ? [nothing] : [];
  const linted = waivedBy(one, [...failed, ...empty, ...lints.flatMap((lint) => lint(one))]);
  return { findings: [...findings, ...told(directory, linted)], site: one };
}

/** kubectl has no flag for exec functions. */
const flagsOf = ({ program }: Engine): string[] => ["--enable-alpha-plugins", ...(program === "kustomize" ? ["--enable-exec"] : [])];

const told = (subject: string, problems: readonly Problem[]): Finding[] => findings(problems, () => undefined, subject);

const unbuildable: Problem = {
  code: "PHX501",
  message: "there is no kustomization.yaml in this directory",
  help: "name an overlay, such as overlays/prod, or a file with a spec",
};

const engineless: Problem = {
  code: "PHX502",
  message: "neither kustomize nor kubectl is on PATH: the directory cannot be built",
  help: "install kustomize, or name the file with the spec",
};

const failure = (stderr: string): Problem => ({
  code: "PHX503",
  message: `kustomize cannot build it: ${reason({ stderr })}`,
  help: "kustomize build --enable-alpha-plugins says the rest; paths are relative to the kustomization that names them",
});

const nothing: Problem = {
  code: "PHX504",
  message: "the build succeeds, and there is no workload in it: applied with pruning, it deletes the application",
  help: "list the spec under generators:, and keep the patch on the Deployment that fails when nothing was generated",
};
