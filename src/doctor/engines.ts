import { realpathSync } from "node:fs";
import { type Engine, everyOnPath, versionArgs, versionIn } from "../kustomize/engine.ts";
import { isFault, type Outcome, start } from "../kustomize/program-file.ts";
import type { Check, FoundEngine, Machine } from "./diagnosis.ts";

type Program = Engine["program"];

interface Candidate {
  readonly path: string;
  readonly outcome: Outcome;
  /** Null: it does not start. */
  readonly version: string | null;
}

export interface Engines {
  readonly found: readonly FoundEngine[];
  /** Those that start, of each program the one that its name alone starts; kustomize first. */
  readonly usable: readonly Engine[];
  readonly checks: readonly Check[];
}

export function lookForEngines({ env }: Machine): Engines {
  const [kustomize, kubectl] = [candidates("kustomize", env), candidates("kubectl", env)];
  return {
    found: [...found("kustomize", kustomize), ...found("kubectl", kubectl)],
    usable: [...usable("kustomize", kustomize), ...usable("kubectl", kubectl)],
    checks: [check("kustomize", kustomize, kubectl), ...(kustomize.length + kubectl.length > 0 ? [check("kubectl", kubectl, kustomize)] : [])],
  };
}

/** A file that PATH reaches twice, as where /bin is a link to /usr/bin, is one. */
function candidates(program: Program, env: Machine["env"]): Candidate[] {
  const paths = everyOnPath(program, env);
  const files = paths.map((path) => realpathSync(path));
  return paths
    .filter((_, index) => files.indexOf(files[index] as string) === index)
    .map((path) => {
      const outcome = start(path, versionArgs(program), env);
      return { path, outcome, version: isFault(outcome) ? null : versionIn(program, outcome.said) };
    });
}

const found = (program: Program, candidates: readonly Candidate[]): FoundEngine[] =>
  candidates.map(({ path, version }, index) => ({ program, path, version, first: index === 0 }));

const usable = (program: Program, [first]: readonly Candidate[]): Engine[] =>
  first && first.version !== null ? [{ program, path: first.path, version: first.version }] : [];

function check(program: Program, [first, ...rest]: readonly Candidate[], others: readonly Candidate[]): Check {
  if (!first) return { check: program, ...absent(program, others) };
  const later = rest.map(({ path, version }) => `${path}, ${saying(program, version)}, comes later on PATH and is not used`);
  return { check: program, ...state(program, first, others), ...(later.length > 0 && { details: later }) };
}

function absent(program: Program, others: readonly Candidate[]): Omit<Check, "check"> {
  if (others.length > 0) return { status: "ok", found: `not on PATH; ${program === "kubectl" ? "kustomize is enough" : "kubectl has one inside"}` };
  return {
    status: "problem",
    found: "not on PATH, and neither is kubectl: nothing here builds a kustomization",
    help: "install kustomize: kubectl.docs.kubernetes.io/installation/kustomize",
  };
}

function state(program: Program, { path, outcome, version }: Candidate, others: readonly Candidate[]): Omit<Check, "check"> {
  if (isFault(outcome)) {
    const { fault, help, run } = outcome;
    const [other] = others;
    return { status: other?.version == null ? "problem" : "warning", found: `${path} ${fault}`, help, ...(run !== undefined && { run: [run] }) };
  }
  const said = `${path}, ${saying(program, version)}`;
  if (version === null || !isBefore(version, OLDEST)) return { status: "ok", found: said };
  return { status: "warning", found: said, help: `before ${OLDEST} nothing was tried: install a newer one` };
}

function saying(program: Program, version: string | null): string {
  if (version === null) return "which does not start";
  if (!/^\d/.test(version)) return "which does not say its version";
  return program === "kubectl" ? `with kustomize ${version} inside` : `version ${version}`;
}

/** The kustomize inside of kubectl 1.27. */
const OLDEST = "5.0.1";

/** False where a version is no number. */
export function isBefore(version: string, limit: string): boolean {
  const [mine, others] = [numbers(version), numbers(limit)];
  const at = mine.findIndex((number, index) => number !== others[index]);
  return at >= 0 && (mine[at] as number) < (others[at] as number);
}

const numbers = (version: string): number[] => (/^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
