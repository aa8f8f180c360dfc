import { resolve } from "node:path";
import { type Build, build, reason } from "../kustomize/build.ts";
import { type Engine, engines } from "../kustomize/engine.ts";
import { isGenerated } from "../release/labels.ts";
import { type Finding, findings, inOrder } from "../source/finding.ts";
import { InvalidInput, type Problem } from "../source/problem.ts";
import { drift } from "./drift.ts";
import { envFiles } from "./env-files.ts";
import { folder, isComponent, misreadings } from "./folder.ts";
import { leftovers } from "./leftovers.ts";
import { nothingOfOurs } from "./manifests.ts";
import { misread } from "./misread.ts";
import { type Lint, type Site, site } from "./site.ts";
import { unmatched } from "./unmatched.ts";
import { waivedBy } from "./waivers.ts";
import { wiring } from "./wiring.ts";

const lints: readonly Lint[] = [misread, unmatched, wiring, envFiles, leftovers];

interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of this program; undefined: it runs from source. */
  readonly self: string | undefined;
}

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

function inspect(name: string, { env, self }: Machine): Inspected {
  const { PWD } = env;
  const directory = resolve(PWD ?? "", name);
  const misread = misreadings(directory, PWD);
  if (!misread) return { findings: told(name, [unbuildable]) };
  if (misread.length > 0) return { findings: told(name, misread) };
  const top = folder(directory, PWD);
  if (top && isComponent(top)) return { findings: told(name, [component]) };
  const [engine] = engines(env);
  if (!engine) return { findings: told(name, [engineless]) };
  const flags = flagsOf(engine);
  const built = inDirectory(name, build(engine, flags, directory, env, self));
  const failed = built.ok || built.findings.some(({ severity }) => severity === "error") ? [] : [failure(built, PWD)];
  if (!top) return { findings: [...built.findings, ...told(name, failed)] };
  try {
    const one = site(name, top, { engine, flags, env, self }, built.ok ? built.stdout : "");
    const problems = [...failed, ...(built.ok ? missing(one) : []), ...lints.flatMap((lint) => lint(one))];
    return { findings: [...built.findings, ...told(name, waivedBy(one, problems.filter(isNewTo(built))))], site: one };
  } catch (error) {
    // What was built is no set of Kubernetes objects.
    if (error instanceof InvalidInput) return { findings: [...built.findings, ...told(name, error.problems)] };
    throw error;
  }
}

const inDirectory = (name: string, built: Build): Build => ({
  ...built,
  findings: built.findings.map((finding) => (finding.position ? finding : { ...finding, subject: `${name}: ${finding.subject}` })),
});

/** kubectl has no flag for exec functions. */
const flagsOf = ({ program }: Engine): string[] => ["--enable-alpha-plugins", ...(program === "kustomize" ? ["--enable-exec"] : [])];

/** Finish looks at images: too, as far as it sees them: no mistake is told twice. */
const isNewTo =
  ({ findings }: Build) =>
  ({ code, position }: Problem): boolean =>
    code !== "PHX513" || !findings.some((finding) => finding.code === "PHX315" && finding.position?.line === position?.line);

function missing({ specs, objects }: Site): Problem[] {
  if (specs.length === 0) return objects.some(({ metadata }) => isGenerated(metadata?.labels ?? {})) ? [] : [nothingOfOurs];
  return objects.some(({ kind }) => kind === "Deployment" || kind === "StatefulSet") ? [] : [workloadless];
}

/** Of several directories the finding must say which it is about. */
const told = (name: string, problems: readonly Problem[]): Finding[] =>
  findings(
    problems.map((problem) => (problem.object === undefined ? problem : { ...problem, object: `${name}: ${problem.object}` })),
    () => undefined,
    name,
  );

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

const failure = (built: Build, base = ""): Problem => ({
  code: "PHX503",
  message: `kustomize cannot build it: ${reason(built).replaceAll(`${base}/`, "")}`,
  help: cure(built.stderr),
});

/** What Kustomize's own words mean for a layout like ours. */
const cures: readonly (readonly [said: RegExp, cure: string])[] = [
  [
    /no matches for Id Deployment\S* *\S*?\/?(\S*)/,
    "the patch on the Deployment names what is not generated: it carries the name of the release, like replicas: and the Secret; grep -rn shop finds all places",
  ],
  [/plugin root|Go object code/, "Kustomize does not find the plugin, or apiVersion and kind are mistyped: phoenix-release doctor tells"],
  [/already registered id|may not add resource/, "something is listed twice, or under two of resources:, generators: and transformers:"],
  [/does not match a config/, "replicas: takes the names of workloads: that of the release for web, <release>-<process> for others"],
  [
    /unable to parse SM or JSON patch|wrong [Nn]ode [Kk]ind/,
    "a patch is no YAML of the wanted shape: look at its indentation, and for a map where a text is wanted, as image: is one text",
  ],
];

const cure = (stderr: string): string =>
  cures.find(([said]) => said.test(stderr))?.[1] ??
  "kustomize build --enable-alpha-plugins says the rest; paths are relative to the kustomization that names them";

const workloadless: Problem = {
  code: "PHX504",
  message: "the build succeeds, and there is no workload in it: applied with pruning, it deletes the application",
  help: "list the spec under generators:, and keep the patch on the Deployment that fails when nothing was generated",
};

const component: Problem = {
  code: "PHX505",
  severity: "warning",
  message: "a Component is built as a part of what lists it, and is checked there: nothing was checked",
  help: "name the overlays that list it under components:",
};
