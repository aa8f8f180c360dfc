import { isSpec } from "../inspect/site.ts";
import { type Build, build, reason } from "../kustomize/build.ts";
import type { Engine } from "../kustomize/engine.ts";
import { quoted } from "../kustomize/shell.ts";
import type { Way } from "../kustomize/way.ts";
import { itemsOfStream, type KubernetesObject } from "../source/item.ts";
import { unable } from "./able.ts";
import type { Check, Machine } from "./diagnosis.ts";

// What no look at files can prove is tried: the directory is built as its user would, with what is installed.

const attempt = (engine: Engine, flags: readonly string[], directory: string, { env, cwd }: Machine): Build =>
  build(engine, flags, directory, { ...env, PWD: cwd }, undefined);

interface Trial {
  readonly engine: Engine;
  readonly flags: readonly string[];
  readonly directory: string;
  /** Whether something of this program is to come out. */
  readonly ours: boolean;
  /** Whether what was found before says why it fails. */
  readonly isExplained: boolean;
}

/** The build as it should be. */
export function trial(asked: Trial, machine: Machine): Check {
  const built = attempt(asked.engine, asked.flags, asked.directory, machine);
  return { check: "build", ...(built.ok ? output(objects(built), asked.ours) : failure(built, asked, machine)) };
}

function output(objects: readonly KubernetesObject[], ours: boolean): Omit<Check, "check"> {
  const spec = objects.find(isSpec);
  if (spec) {
    return {
      status: "problem",
      found: `prints the PhoenixRelease ${spec.metadata?.name} itself, which no cluster knows: it is listed under resources:`,
      help: "list its directory under generators: of another kustomization, and build that",
    };
  }
  if (ours && !objects.some(isWorkload)) return { status: "problem", ...empty };
  return { status: "ok", found: `tried: ${objects.length} ${objects.length === 1 ? "object" : "objects"}` };
}

const empty = {
  found: "tried: it succeeds, and there is no workload in it; applied with pruning, that deletes the application",
  help: "a plugin of that name must be this program, and a patch must not delete what it makes",
};

/** Our own words have the place; Kustomize's are about everything else. */
function failure({ findings, ...built }: Build, { directory, isExplained }: Trial, { name }: Machine): Omit<Check, "check"> {
  const errors = findings.filter(({ severity }) => severity === "error");
  const [first] = errors;
  const validate = { run: [`${name} validate ${quoted(directory)}`] };
  if (!first)
    return {
      status: "problem",
      found: `tried, and it fails: ${reason(built)}`,
      ...(isExplained ? { help: "what is said above comes first" } : { help: "mend it; it is not about this program" }),
    };
  const { code, message, position, subject } = first;
  const place = position ? `${position.file}:${position.line}:${position.column}` : subject;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
  return { status: "problem", found: `tried, and the input is wrong: ${place}: ${code}: ${message}${more}`, help: "all of it is said by", ...validate };
}

const objects = ({ stdout }: Build): KubernetesObject[] => itemsOfStream(stdout).map(({ object }) => object);

const isWorkload = ({ kind }: KubernetesObject): boolean => kind === "Deployment" || kind === "StatefulSet";

/** A forgotten --enable-exec, or kubectl, which has none: what would become of the directory? */
export function silence(engines: readonly Engine[], flags: readonly string[], directory: string, ways: readonly Way[], machine: Machine): Check {
  if (!flags.includes("--enable-exec")) return { check: "empty output", status: "ok", found: "this way in fails aloud when a flag or the plugin is missing" };
  const fewer = flags.filter((flag) => flag !== "--enable-exec");
  const tried = engines.map((engine) => ({ engine, silent: isSilent(attempt(engine, fewer, directory, machine)) }));
  const silent = tried.filter(({ silent }) => silent).map(({ engine }) => engine);
  const names = (some: readonly Engine[]): string => some.map(({ program }) => program).join(" and ");
  if (silent.length === 0) return { check: "empty output", status: "ok", found: `tried without --enable-exec: ${names(engines)} fails aloud, as it should` };
  const only = engines.every((engine) => unable(engine, ways, machine.platform) !== undefined);
  return {
    check: "empty output",
    status: only ? "problem" : "warning",
    found: `tried without --enable-exec: ${names(silent)} prints no workload and exits 0; applied with pruning, that deletes the application`,
    help: "add the patch on the Deployment that fails when nothing was generated, as in bases/app/kustomization.yaml",
  };
}

const isSilent = (built: Build): boolean => built.ok && !objects(built).some(isWorkload);
