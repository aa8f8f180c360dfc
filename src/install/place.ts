import { readdirSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { PLUGIN_PATH } from "../kustomize/plugin-path.ts";
import { type PluginRoot, pluginRoots } from "../kustomize/plugin-roots.ts";
import { quoted } from "../kustomize/shell.ts";

/** Who asks, and where. */
export interface Caller {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: string;
}

/** Where the program goes, and what the person should know about that. */
export interface Place {
  readonly file: string;
  readonly warnings: readonly string[];
}

/** In a directory of PATH, for KRM exec functions and for people. */
export function inDirectory(directory: string, name: string, { env, cwd, platform }: Caller): Place {
  const place = resolve(cwd, directory);
  const onPath = (env["PATH"] ?? "").split(delimiter).some((entry) => entry !== "" && resolve(entry) === place);
  return {
    file: join(place, platform === "win32" ? `${name}.exe` : name),
    warnings: onPath ? [] : [`${place} is not on the PATH of this process; where Kustomize runs, it must be on PATH for a KRM exec function`],
  };
}

/** Where Kustomize looks for the classic plugin, or why that cannot be said. */
export function inPluginRoot({ env, cwd, platform }: Caller): Place | string {
  if (platform === "win32")
    return "on Windows Kustomize cannot start a file that is called PhoenixRelease: install DIR, a directory of PATH, and use the KRM exec function";
  const roots = pluginRoots({ ...env, PWD: cwd });
  const root = chosen(roots);
  if (root === undefined) return "neither KUSTOMIZE_PLUGIN_HOME, XDG_CONFIG_HOME nor HOME is set: set the first to the directory where Kustomize is to look";
  const { from, path } = root as PluginRoot & { readonly path: string };
  if (path.startsWith("~")) return `${from} is ${path}, and Kustomize does not know what ~ means; your shell does outside of quotes: export ${from}=${path}`;
  const directory = resolve(cwd, path);
  const hidden = wouldHide(root, directory, roots, cwd);
  if (hidden !== undefined)
    return `${from} names ${directory}, which is not there, so Kustomize looks into ${hidden}; making it would hide what is in that one. Unset ${from}, or make it yourself: mkdir -p ${quoted(directory)}`;
  return { file: join(directory, PLUGIN_PATH), warnings: relative(root) };
}

/** One that is named will count as soon as it is there. Else the first that exists; where none does, one of the usual places. */
function chosen(roots: readonly PluginRoot[]): PluginRoot | undefined {
  const known = roots.filter(({ path }) => path !== undefined);
  return known.find(({ from }) => from === "KUSTOMIZE_PLUGIN_HOME") ?? known.find(({ exists }) => exists) ?? known[0];
}

const relative = ({ from, path = "" }: PluginRoot): string[] =>
  isAbsolute(path)
    ? []
    : [`${from} is not an absolute path: Kustomize finds the plugin only from here, and starts it from the directory of the kustomization. Write it in full`];

/** The first root that exists is the only one: a new one before it takes away plugins of other people. */
function wouldHide(root: PluginRoot, directory: string, roots: readonly PluginRoot[], cwd: string): string | undefined {
  if (root.exists) return undefined;
  const other = roots.find(({ exists, path }) => exists && resolve(cwd, path as string) !== directory)?.path;
  return other !== undefined && readdirSync(resolve(cwd, other)).length > 0 ? other : undefined;
}
