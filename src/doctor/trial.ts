import { isSpec } from "../inspect/site.ts";
import { type Build, build, reason } from "../kustomize/build.ts";
import type { Engine } from "../kustomize/engine.ts";
import { quoted } from "../kustomize/shell.ts";
import type { Way } from "../kustomize/way.ts";
import { itemsOfStream, type KubernetesObject } from "../source/item.ts";
import { commandOf, unable } from "./able.ts";
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
function failure({ findings, ...built }: Build, { engine, flags, directory, isExplained }: Trial, { name }: Machine): Omit<Check, "check"> {
  const errors = findings.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (!first)
    return {
      status: "problem",
      found: `tried, and it fails: ${translated(reason(built))}`,
      ...(isExplained ? { help: "what is said above comes first" } : { help: "all of it is said by", run: [commandOf(engine, flags, directory)] }),
    };
  const { code, message, position, subject } = first;
  const place = position ? `${position.file}:${position.line}:${position.column}` : subject;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
  return {
    status: "problem",
    found: `tried, and the input is wrong: ${place}: ${code}: ${message}${more}`,
    help: "all of it is said by",
    run: [`${name} validate ${quoted(directory)}`],
  };
}

/** What Kustomize says of a plugin that it does not find is about something else, and of a folder below it repeats the way there. */
function translated(said: string): string {
  const known = /unable to find plugin root|expected file with Go object code/.exec(said);
  if (known) return `Kustomize does not find the plugin, and calls that "${known[0]}"`;
  return said.replace(/^.*recursed accumulation of path '([^']*)': /, "$1: ");
}

const objects = ({ stdout }: Build): KubernetesObject[] => itemsOfStream(stdout).map(({ object }) => object);

const isWorkload = ({ kind }: KubernetesObject): boolean => kind === "Deployment" || kind === "StatefulSet";

/** A forgotten --enable-exec, or kubectl, which has none: what would become of the directory? */
export function silence(engines: readonly Engine[], flags: readonly string[], directory: string, ways: readonly Way[], machine: Machine): Check {
  const fewer = flags.filter((flag) => flag !== "--enable-exec");
  const tried = engines.map((engine) => ({ engine, built: attempt(engine, fewer, directory, machine) }));
  const silent = tried.filter(({ built }) => built.ok);
  const these = (some: readonly { readonly engine: Engine }[], verb: string): string =>
    `${some.map(({ engine }) => engine.program).join(" and ")} ${some.length === 1 ? `${verb}s` : verb}`;
  if (silent.length === 0) return { check: "empty output", status: "ok", found: `tried without --enable-exec: ${these(tried, "fail")} aloud, as it should` };
  const empty = silent.every(({ built }) => !objects(built).some(isWorkload));
  const only = engines.every((engine) => unable(engine, ways, machine.platform) !== undefined);
  return {
    check: "empty output",
    status: only ? "problem" : "warning",
    found: `tried without --enable-exec: ${these(silent, "exit")} 0, ${empty ? "without any workload; applied with pruning, that deletes the application" : "without what the function makes"}`,
    help: "add the patch on the Deployment that fails when nothing was generated, as in bases/app/kustomization.yaml",
  };
}

export const aloud: Check = { check: "empty output", status: "ok", found: "this way in fails aloud when a flag or the plugin is missing" };
