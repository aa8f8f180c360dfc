import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { folder } from "../inspect/folder.ts";
import type { Way } from "../kustomize/way.ts";
import { able, commandOf, flagsFor, unable } from "./able.ts";
import { configsOf, type PluginConfig } from "./configs.ts";
import type { Check, Diagnosis, Machine } from "./diagnosis.ts";
import { docker } from "./docker.ts";
import { elsewhere } from "./elsewhere.ts";
import { type Engines, lookForEngines } from "./engines.ts";
import { mode } from "./mode.ts";
import { lookForPlugin, type Plugin } from "./plugin.ts";
import { execPrograms, isOnPath, named, notNeeded } from "./program.ts";
import { searchPath } from "./search-path.ts";
import { aloud, silence, trial } from "./trial.ts";

type Findings = Pick<Diagnosis, "checks" | "modes" | "command" | "elsewhere" | "pluginRoots">;

/**
 * Looks whether a build would work here, and why not.
 * @param directory as it was named; undefined: only the machine is looked at
 */
export function doctor(machine: Machine, directory: string | undefined): Diagnosis {
  const engines = lookForEngines(machine);
  const found = directory === undefined ? ofMachine(engines, machine) : ofDirectory(directory, engines, machine);
  const checks = [...engines.checks, searchPath(machine), ...found.checks];
  const { name, version, platform, arch } = machine;
  return {
    version: 1,
    program: { name, version, platform, arch },
    directory: directory ?? null,
    ...found,
    engines: engines.found,
    checks,
    works: checks.every(({ status }) => status !== "problem"),
  };
}

function ofDirectory(directory: string, { usable }: Engines, machine: Machine): Findings {
  const place = resolve(machine.cwd, directory);
  const [reader] = usable;
  const stopped = folder(place, machine.cwd) ? unwritable() : unreadable(directory);
  if (stopped || !reader) return { ...nothing, checks: stopped ? [stopped] : [], pluginRoots: lookForPlugin(machine, []).roots };
  const configs = configsOf(place, reader, machine);
  const ours = configs.all.filter((config) => config.ours);
  const ways = configs.all.map(({ way }) => way);
  const modes = [...new Set(ours.map(({ way }) => way.mode))];
  const flags = flagsFor(ways);
  const engine = usable.find((candidate) => unable(candidate, ways, machine.platform) === undefined);
  const { roots, checks: plugin } = pluginFor(ours, machine);
  const looked = [
    mode(configs),
    ...(ways.length > 0 ? [able(usable, ways, machine)] : []),
    ...plugin,
    ...programs(ours, machine),
    ...docker(configs.all, machine),
    ...(modes.includes("exec") ? [silence(usable, flags, directory, ways, machine)] : modes.length > 0 ? [aloud] : []),
  ];
  const isExplained = looked.some(({ status }) => status === "problem");
  return {
    modes,
    pluginRoots: roots,
    command: engine ? commandOf(engine, flags, directory) : null,
    elsewhere: ours.length > 0 ? elsewhere(modes, flags, directory) : [],
    checks: [...looked, ...(engine ? [trial({ engine, flags, directory, ours: ours.length > 0, isExplained }, machine)] : [])],
  };
}

const nothing: Findings = { checks: [], modes: [], command: null, elsewhere: [], pluginRoots: [] };

const unreadable = (directory: string): Check => ({
  check: "directory",
  status: "problem",
  found: `there is no kustomization.yaml that can be read in ${directory}`,
  help: "name an overlay, such as overlays/prod",
});

/** Kustomize writes the spec into a file there before it calls a classic plugin, and so do we for a build. */
function unwritable(): Check | undefined {
  try {
    rmSync(mkdtempSync(join(tmpdir(), "phoenix-release-")), { recursive: true });
    return undefined;
  } catch (error) {
    return { check: "TMPDIR", status: "problem", found: `no file can be written there: ${(error as Error).message}`, help: "make room, or set TMPDIR" };
  }
}

/** Only the classic way looks for it. */
function pluginFor(ours: readonly PluginConfig[], machine: Machine): Plugin {
  const directories = ours.filter(({ way }) => way.mode === "classic").map(({ directory }) => directory);
  const plugin = lookForPlugin(machine, directories);
  return directories.length > 0 ? plugin : { ...plugin, checks: [] };
}

function programs(ours: readonly PluginConfig[], machine: Machine): Check[] {
  const found = execPrograms(ours, machine);
  return found.length > 0 || ours.length === 0 ? found : [notNeeded(machine)];
}

const classicWay: Way = { mode: "classic" };
const execWay: Way = { mode: "exec", path: "phoenix-release", arguments: false };

const waysIn = (modes: readonly ("classic" | "exec")[]): Check =>
  modes.length > 0
    ? {
        check: "ways in",
        status: "ok",
        found: `ready: ${modes.map((mode) => (mode === "classic" ? "classic exec plugin" : "KRM exec function")).join(" and ")}`,
      }
    : { check: "ways in", status: "problem", found: "none is ready", help: "what is said above comes first" };

/** Which of the ways in are ready is all that can be told; what is wrong with one is a problem where there is no other. */
function ofMachine({ usable }: Engines, machine: Machine): Findings {
  const { roots, checks } = lookForPlugin(machine, []);
  const found = named(machine.name, machine);
  const isReady = (way: Way, needed: readonly Check[]): boolean =>
    usable.some((engine) => unable(engine, [way], machine.platform) === undefined) && needed.every(({ status }) => status !== "problem");
  const modes = [...(isReady(classicWay, checks) ? (["classic"] as const) : []), ...(isReady(execWay, [found]) ? (["exec"] as const) : [])];
  const soften = (check: Check): Check => (modes.length > 0 && check.status === "problem" ? { ...check, status: "warning" } : check);
  return {
    ...nothing,
    modes,
    pluginRoots: roots,
    checks: [...[...checks, modes.includes("classic") && !isOnPath(machine) ? notNeeded(machine) : found].map(soften), waysIn(modes)],
  };
}
