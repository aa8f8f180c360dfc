import { existsSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { PLUGIN_PATH } from "./plugin-path.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A place where Kustomize looks for classic plugins. */
export interface PluginRoot {
  readonly from: "KUSTOMIZE_PLUGIN_HOME" | "XDG_CONFIG_HOME" | "~/.config" | "~";
  /** As Kustomize understands it, so perhaps relative; undefined: the variable it comes from is not set. */
  readonly path: string | undefined;
  readonly exists: boolean;
  /** Whether our plugin, or something of its name, is in it. */
  readonly plugin: boolean;
}

/** In the order in which Kustomize looks. The first that exists counts, with or without the plugin in it, and hides the others. */
export function pluginRoots(env: Environment): PluginRoot[] {
  const home = env[process.platform === "win32" ? "USERPROFILE" : "HOME"];
  const below = (directory: string | undefined, ...path: string[]): string | undefined => (directory ? join(directory, ...path) : undefined);
  return [
    root("KUSTOMIZE_PLUGIN_HOME", env["KUSTOMIZE_PLUGIN_HOME"] || undefined, env),
    root("XDG_CONFIG_HOME", below(env["XDG_CONFIG_HOME"], "kustomize/plugin"), env),
    root("~/.config", below(home, ".config/kustomize/plugin"), env),
    root("~", below(home, "kustomize/plugin"), env),
  ];
}

function root(from: PluginRoot["from"], path: string | undefined, { PWD = "" }: Environment): PluginRoot {
  const place = path === undefined ? undefined : resolve(PWD, path);
  return { from, path, exists: place !== undefined && existsSync(place), plugin: place !== undefined && existsSync(join(place, PLUGIN_PATH)) };
}

/**
 * Kustomize looks for a relative root from where it was started, and starts what is in it from the directory of the kustomization.
 * @param directory of the kustomization that lists the plugin
 */
export const isFoundFrom = ({ path = "" }: PluginRoot, directory: string): boolean => isAbsolute(path) || existsSync(resolve(directory, path, PLUGIN_PATH));
