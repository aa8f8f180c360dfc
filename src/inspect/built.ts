import { resolve } from "node:path";
import { type Build, build, reason } from "../kustomize/build.ts";
import { type Engine, engines } from "../kustomize/engine.ts";
import { isGenerated } from "../release/labels.ts";
import { type Finding, findings } from "../source/finding.ts";
import { InvalidInput, type Problem } from "../source/problem.ts";
import { folder, isComponent, misreadings } from "./folder.ts";
import { nothingOfOurs } from "./manifests.ts";
import { type Site, site } from "./site.ts";

export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of this program; undefined: it runs from source. */
  readonly self: string | undefined;
  /** Told before a build, which takes its time. */
  readonly building?: (name: string) => void;
}

/** What a build gives, and what it says. */
export interface Built {
  readonly findings: readonly Finding[];
  /** What is wrong with the outcome, for which a waiver may stand in the spec. */
  readonly problems: readonly Problem[];
  /** Undefined: there is nothing to look at any further. */
  readonly site?: Site;
}

/**
 * Builds a kustomization directory with the program and the flags that are at hand.
 * @param name from where $PWD is
 */
export function builtSite(name: string, { env, self, building }: Machine): Built {
  const { PWD } = env;
  const directory = resolve(PWD ?? "", name);
  const misread = misreadings(directory, PWD);
  if (!misread) return stopped(name, unbuildable);
  if (misread.length > 0) return { findings: told(name, misread), problems: [] };
  const top = folder(directory, PWD);
  if (top && isComponent(top)) return stopped(name, component);
  const [engine] = engines(env);
  if (!engine) return stopped(name, engineless);
  const flags = flagsOf(engine);
  building?.(name);
  const built = inDirectory(name, build(engine, flags, directory, env, self));
  const failed = built.ok || built.findings.some(({ severity }) => severity === "error") ? [] : [failure(built, PWD)];
  if (!top) return { findings: [...built.findings, ...told(name, failed)], problems: [] };
  try {
    const one = site(name, top, { engine, flags, env, self }, built.ok ? built.stdout : "");
    return { findings: built.findings, problems: [...failed, ...(built.ok ? missing(one) : [])], site: one };
  } catch (error) {
    // What was built is no set of Kubernetes objects.
    if (error instanceof InvalidInput) return { findings: [...built.findings, ...told(name, error.problems)], problems: [] };
    throw error;
  }
}

const stopped = (name: string, problem: Problem): Built => ({ findings: told(name, [problem]), problems: [] });

const inDirectory = (name: string, built: Build): Build => ({
  ...built,
  findings: built.findings.map((finding) => (finding.position ? finding : { ...finding, subject: `${name}: ${finding.subject}` })),
});

/** kubectl has no flag for exec functions. */
export const flagsOf = ({ program }: Engine): string[] => ["--enable-alpha-plugins", ...(program === "kustomize" ? ["--enable-exec"] : [])];

function missing({ specs, objects }: Site): Problem[] {
  if (specs.length === 0) return objects.some(({ metadata }) => isGenerated(metadata?.labels ?? {})) ? [] : [nothingOfOurs];
  return objects.some(({ kind }) => kind === "Deployment" || kind === "StatefulSet") ? [] : [workloadless];
}

/** Of several directories the finding must say which it is about. */
export const told = (name: string, problems: readonly Problem[]): Finding[] =>
  findings(
    problems.map((problem) => (problem.object === undefined ? problem : { ...problem, object: `${name}: ${problem.object}` })),
    () => undefined,
    name,
  );

export const unbuildable: Problem = {
  code: "PHX501",
  message: "there is no kustomization.yaml in this directory",
  help: "name an overlay, such as overlays/prod, or a file with a spec",
};

export const engineless: Problem = {
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
