import { resolve } from "node:path";
import { onPath } from "../kustomize/engine.ts";
import { isFault, start } from "../kustomize/program-file.ts";
import { quoted } from "../kustomize/shell.ts";
import type { PluginConfig } from "./configs.ts";
import type { Check, Machine } from "./diagnosis.ts";
import { absolutePath } from "./search-path.ts";

/** Whether a file is this program, runs here, and is of this version. */
export function program(check: string, file: string, { env, name, version, platform, arch, self }: Machine): Check {
  const outcome = start(file, ["version"], env);
  if (isFault(outcome)) {
    const { fault, help, run } = outcome;
    return { check, status: "problem", found: `${file} ${fault}`, help, ...(run !== undefined && { run: [run] }) };
  }
  const renew = self !== undefined && self !== file ? { run: [`cp ${quoted(self)} ${quoted(file)}`] } : {};
  const said = new RegExp(`^${name} (\\S+)$`, "m").exec(outcome.said)?.[1];
  if (said === undefined)
    return { check, status: "warning", found: `${file} runs, and is not ${name}: it does not say its version`, help: "replace it", ...renew };
  if (said !== version)
    return { check, status: "warning", found: `${file} is version ${said}, and this is version ${version}`, help: "replace one of the two", ...renew };
  return { check, status: "ok", found: `${file}, version ${said}, runs on ${platform} ${arch}` };
}

/** What exec functions start. Kustomize looks for a bare name on PATH, and for a path from the directory of the kustomization. */
export function execPrograms(configs: readonly Pick<PluginConfig, "way" | "directory">[], machine: Machine): Check[] {
  const wanted = configs.flatMap(({ way, directory }) => (way.mode === "exec" ? [{ path: way.path, directory }] : []));
  const files = new Map(wanted.map(({ path, directory }) => [path.includes("/") ? resolve(directory, path) : path, path]));
  return [...files.keys()].map((file) => (file.includes("/") ? program(machine.name, file, machine) : named(file, machine)));
}

/** A name is looked for on PATH. */
export const named = (name: string, machine: Machine): Check => {
  const file = onPath(name, absolutePath(machine.env));
  return file === undefined ? missing(name, machine) : program(name, file, machine);
};

const missing = (name: string, { name: ours, self }: Machine): Check => ({
  check: name,
  status: "problem",
  found: "not on PATH",
  help: "put it into a directory of PATH",
  ...(self !== undefined && name === ours && { run: [`cp ${quoted(self)} /usr/local/bin/${name}`] }),
});

/** Where no function is wanted, it is only told. */
export const notNeeded = ({ name, env }: Machine): Check => ({
  check: name,
  status: "ok",
  found: `${onPath(name, absolutePath(env)) ?? "not"} on PATH; only a KRM exec function needs it there`,
});

export const isOnPath = ({ name, env }: Machine): boolean => onPath(name, absolutePath(env)) !== undefined;
