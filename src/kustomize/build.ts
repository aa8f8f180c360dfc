import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { statsOf } from "../source/files.ts";
import { type Finding, inOrder } from "../source/finding.ts";
import { buildArgs, type Engine } from "./engine.ts";
import { PLUGIN_PATH } from "./plugin-path.ts";
import { pluginRoots } from "./plugin-roots.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What became of a build. */
export interface Build {
  readonly ok: boolean;
  /** The objects, as a YAML stream. */
  readonly stdout: string;
  readonly stderr: string;
  /** What this program has said in it, also what Kustomize swallows. */
  readonly findings: readonly Finding[];
}

/** The file to which each of our runs inside a build appends what it finds, a line each. */
export const FINDINGS_FILE = "PHOENIX_RELEASE_FINDINGS";

const MAX_OUTPUT = 1 << 28;

/** Milliseconds. The image of a container function may have to be pulled first. */
const PATIENCE = 300_000;

/**
 * Builds a directory as a user would who stands in $PWD, with this program as the plugin whatever is installed.
 * @param self path of this program; undefined: what is installed is used, as when it runs from source
 */
export function build(engine: Engine, flags: readonly string[], directory: string, env: Environment, self: string | undefined): Build {
  const work = mkdtempSync(join(tmpdir(), "phoenix-release-"));
  try {
    const findings = join(work, "findings");
    const { status, stdout, stderr, error } = spawnSync(engine.path, buildArgs(engine, flags, directory), {
      env: { ...env, ...(self === undefined ? {} : withPlugin(work, env, self)), [FINDINGS_FILE]: findings },
      ...(env["PWD"] !== undefined && { cwd: env["PWD"] }),
      encoding: "utf8",
      maxBuffer: MAX_OUTPUT,
      timeout: PATIENCE,
    });
    return { ok: status === 0 && !error, stdout: stdout ?? "", stderr: stderr || (error?.message ?? ""), findings: read(findings) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** This program under the names by which Kustomize looks for it, and the other plugins of the root that would have counted. */
function withPlugin(work: string, env: Environment, self: string): Record<string, string> {
  const plugin = join(work, "plugin", PLUGIN_PATH);
  const bin = join(work, "bin");
  mkdirSync(dirname(plugin), { recursive: true });
  mkdirSync(bin);
  symlinkSync(self, plugin);
  symlinkSync(self, join(bin, "phoenix-release"));
  const root = pluginRoots(env).find(({ exists }) => exists)?.path;
  const home = root === undefined ? undefined : resolve(env["PWD"] ?? "", root);
  if (home !== undefined && statsOf(home)?.isDirectory()) for (const group of groupsIn(home)) symlinkSync(join(home, group), join(work, "plugin", group));
  return { PATH: `${bin}${delimiter}${env["PATH"] ?? ""}`, KUSTOMIZE_PLUGIN_HOME: join(work, "plugin") };
}

const groupsIn = (root: string): string[] => readdirSync(root).filter((group) => group !== OWN_GROUP);

const OWN_GROUP = PLUGIN_PATH.split("/")[0];

/** Why it failed, in a line. kubectl puts a line of its log around it or before it; Kustomize quotes whole configurations in the middle. */
export const reason = ({ stderr }: Pick<Build, "stderr">): string =>
  stderr
    .replace(/ with config: `\n[\s\S]*?\n`: /g, ": ")
    .split("\n")
    .map((line) =>
      line
        .trim()
        .replace(/^[EFW]\d{4} .*err="(.*)"$/, "$1")
        .replaceAll('\\"', '"')
        .replace(/^[Ee]rror: /, ""),
    )
    .find((line) => line !== "" && !/^[EFW]\d{4} .*err=<$|^# Warning: /.test(line)) ?? "it does not say why";

function read(file: string): Finding[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // Nothing was found, or we were not called.
    return [];
  }
  const lines = text.split("\n").filter((line) => line !== "");
  return inOrder(lines.map((line) => JSON.parse(line) as Finding));
}
