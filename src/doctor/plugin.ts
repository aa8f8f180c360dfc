import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { onPath } from "../kustomize/engine.ts";
import { PLUGIN_PATH } from "../kustomize/plugin-path.ts";
import { isFoundFrom, type PluginRoot, pluginRoots } from "../kustomize/plugin-roots.ts";
import { quoted } from "../kustomize/shell.ts";
import type { Check, FoundRoot, Machine } from "./diagnosis.ts";
import { installing, program } from "./program.ts";

export interface Plugin {
  readonly roots: readonly FoundRoot[];
  readonly checks: readonly Check[];
}

/**
 * The classic plugin, where Kustomize looks for it.
 * @param from directories from which it would be started: those of the kustomizations that list a spec
 */
export function lookForPlugin(machine: Machine, from: readonly string[]): Plugin {
  const all = pluginRoots({ ...machine.env, PWD: machine.cwd });
  const first = all.findIndex(({ exists }) => exists);
  const roots = all.map((root, index) => found(root, index, first));
  const chosen = all[first];
  const check = { check: "plugin roots", ...judged(all, chosen, machine, from), details: roots.map(line) };
  if (!chosen?.plugin) return { roots, checks: [check] };
  const file = resolve(machine.cwd, chosen.path as string, PLUGIN_PATH);
  return { roots, checks: [check, program({ check: "plugin", file, called: PLUGIN_PATH }, machine)] };
}

const found = ({ from, path, exists, plugin }: PluginRoot, index: number, first: number): FoundRoot => ({
  from,
  path: path ?? null,
  state: path === undefined ? "unset" : !exists ? "absent" : index === first ? "counts" : "hidden",
  plugin,
});

function line({ from, path, state, plugin }: FoundRoot, index: number): string {
  const inside = plugin ? "has the plugin" : "has no plugin";
  const what = { unset: from.startsWith("~") ? "HOME is not set" : "not set", absent: "not there", counts: `counts, ${inside}`, hidden: `hidden, ${inside}` }[
    state
  ];
  const place = path === null ? [from] : from.startsWith("~") ? [path] : [from, path];
  return `${index + 1} ${[...place, what].join(": ")}`;
}

function judged(all: readonly PluginRoot[], chosen: PluginRoot | undefined, machine: Machine, from: readonly string[]): Omit<Check, "check"> {
  const lost = all.find(({ from, path, exists }) => from === "KUSTOMIZE_PLUGIN_HOME" && path !== undefined && !exists);
  const missed = lost && `KUSTOMIZE_PLUGIN_HOME names ${lost.path}, which is not there${lost.path?.startsWith("~") ? ": inside of quotes ~ stays ~" : ""}`;
  if (!chosen?.plugin) return without(all, chosen, lost, missed, machine, from);
  if (!isAbsolute(chosen.path as string)) return relative(chosen, machine, from);
  const { path } = chosen;
  if (missed)
    return { status: "warning", found: `${missed}; Kustomize goes on to ${path}`, help: "set it right, or unset it", run: ["unset KUSTOMIZE_PLUGIN_HOME"] };
  return { status: "ok", found: `Kustomize takes ${path}, and the plugin is in it` };
}

function without(
  all: readonly PluginRoot[],
  chosen: PluginRoot | undefined,
  lost: PluginRoot | undefined,
  missed: string | undefined,
  machine: Machine,
  from: readonly string[],
): Omit<Check, "check"> {
  const hidden = all.find(({ plugin }) => plugin);
  if (hidden && chosen) {
    return {
      status: "problem",
      found: `Kustomize takes ${chosen.path}, the first that exists; the plugin is in ${hidden.path}, which that hides`,
      help: "name the one with the plugin, or delete the other",
      run: [exportOf(resolve(machine.cwd, hidden.path as string))],
    };
  }
  const here = chosen ? `Kustomize takes ${chosen.path}, the first that exists, and the plugin is not in it` : "none of the four places for plugins exists";
  return { status: "problem", found: missed ? `${missed}; ${here}` : here, ...installation(chosen, lost, machine, from) };
}

/** It is found from here, and started from elsewhere. */
function relative({ path, from: variable, ...rest }: PluginRoot, { cwd }: Machine, from: readonly string[]): Omit<Check, "check"> {
  const works = from.length > 0 && from.every((directory) => isFoundFrom({ path, from: variable, ...rest }, directory));
  return {
    status: works ? "warning" : "problem",
    found: `${variable} is not an absolute path: Kustomize finds the plugin from here, and starts it from the directory of the kustomization${works ? "" : ", where that path leads nowhere"}`,
    help: "write it in full",
    run: [exportOf(resolve(cwd, path as string))],
  };
}

const exportOf = (path: string): string => `export KUSTOMIZE_PLUGIN_HOME=${quoted(path)}`;

/** A folder plugin with it, as in the repository of this program, is only to be named; else it installs itself where Kustomize looks. */
function installation(chosen: PluginRoot | undefined, lost: PluginRoot | undefined, machine: Machine, from: readonly string[]): Pick<Check, "help" | "run"> {
  const { cwd, env, self, name } = machine;
  const near = [cwd, ...from].flatMap(ancestors).find((directory) => existsSync(join(directory, "plugin", PLUGIN_PATH)));
  if (near !== undefined) return { help: "the plugin is here; say so", run: [exportOf(join(near, "plugin"))] };
  if ((self ?? onPath(name, env)) === undefined)
    return { help: `put the program there, as ${join(chosen ? resolve(cwd, chosen.path as string) : "~/.config/kustomize/plugin", PLUGIN_PATH)}` };
  return { help: "put the program there", run: [...(lost && chosen ? ["unset KUSTOMIZE_PLUGIN_HOME"] : named(lost?.path, cwd)), installing(machine)] };
}

/** A root that is named wrongly is named right first. */
function named(path: string | undefined, cwd: string): string[] {
  if (path === undefined || isAbsolute(path)) return [];
  return [path.startsWith("~/") ? `export KUSTOMIZE_PLUGIN_HOME=~/${quoted(path.slice(2))}` : exportOf(resolve(cwd, path))];
}

function ancestors(directory: string): string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...ancestors(above)];
}
