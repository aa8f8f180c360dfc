import { realpathSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { onPath } from "../kustomize/engine.ts";
import { PLUGIN_PATH } from "../kustomize/plugin-path.ts";
import { isFault, start } from "../kustomize/program-file.ts";
import { quoted } from "../kustomize/shell.ts";
import type { PluginConfig } from "./configs.ts";
import type { Check, Machine } from "./diagnosis.ts";
import { absolutePath } from "./search-path.ts";

/** The check of what functions start. */
const PROGRAM = "program";

interface File {
  readonly check: string;
  readonly file: string;
  /** What the person knows it as. */
  readonly called: string;
}

/** Whether a file is this program, runs here, and is of this version. */
export function program({ check, file, called }: File, machine: Machine): Check {
  const { env, name, version, platform, arch, self } = machine;
  const outcome = start(file, ["version"], env);
  if (isFault(outcome)) {
    const { fault, help, run } = outcome;
    return { check, status: "problem", found: `${called} ${fault}`, help, ...(run !== undefined && { run: [run] }) };
  }
  const said = new RegExp(`^${name} (\\S+)$`, "m").exec(outcome.said)?.[1];
  if (said === version) return { check, status: "ok", found: `${called} is version ${said} and runs on ${platform} ${arch}` };
  return {
    check,
    status: "warning",
    found: `${called} ${said === undefined ? `runs, and does not say that it is ${name}` : `is version ${said}, and this is version ${version}`}`,
    help: "replace it",
    ...(self !== undefined && self !== file && { run: [replacement(file, { self, name })] }),
  };
}

/** By the program that is newer, where it is; a file of another name is only copied over. */
function replacement(file: string, { self, name }: { readonly self: string; readonly name: string }): string {
  if (file.endsWith(`/${PLUGIN_PATH}`)) return `${quoted(self)} install`;
  return basename(file) === name ? `${quoted(self)} install ${quoted(dirname(file))}` : `cp ${quoted(self)} ${quoted(file)}`;
}

/** As it is typed here: by its name, where PATH leads to this very program. */
export function installing({ self, name, env }: Machine): string {
  const found = onPath(name, absolutePath(env));
  const isThis = self === undefined || (found !== undefined && realpathSync(found) === realpathSync(self));
  return `${isThis ? name : quoted(self)} install`;
}

/** What exec functions start. Kustomize looks for a bare name on PATH, and for a path from the directory of the kustomization. */
export function execPrograms(configs: readonly Pick<PluginConfig, "way" | "directory">[], machine: Machine): Check[] {
  const wanted = configs.flatMap(({ way, directory }) => (way.mode === "exec" ? [{ path: way.path, directory }] : []));
  const files = new Map(wanted.map(({ path, directory }) => [path.includes("/") ? resolve(directory, path) : path, path]));
  return [...files.keys()].map((file) => (file.includes("/") ? program({ check: PROGRAM, file, called: file }, machine) : named(file, machine)));
}

/** A name is looked for on PATH. */
export const named = (name: string, machine: Machine): Check => {
  const file = onPath(name, absolutePath(machine.env));
  return file === undefined ? missing(name, machine) : program({ check: PROGRAM, file, called: file }, machine);
};

const missing = (name: string, { name: ours, self }: Machine): Check => ({
  check: PROGRAM,
  status: "problem",
  found: `${name} is not on PATH`,
  help: "put it into a directory of PATH",
  ...(self !== undefined && name === ours && { run: [`${quoted(self)} install /usr/local/bin`] }),
});

/** Where no function is wanted, it is only told. */
export const notNeeded = ({ name, env }: Machine): Check => ({
  check: PROGRAM,
  status: "ok",
  found: `${onPath(name, absolutePath(env)) ?? `${name} is not on PATH`}; only a KRM exec function needs it there`,
});

export const isOnPath = ({ name, env }: Machine): boolean => onPath(name, absolutePath(env)) !== undefined;
