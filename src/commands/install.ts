import { dirname, join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { type Before, install as put } from "../install/install.ts";
import { lackingElsewhere } from "../install/libraries.ts";
import { inDirectory, inPluginRoot } from "../install/place.ts";
import type { Io } from "../io.ts";
import { reason } from "../output/failure.ts";
import { copyWhole } from "../output/files.ts";
import type { Call, Command } from "./command.ts";
import { misused, refused } from "./misused.ts";

const FAILED = 1;
const { name, version } = packageJson;

export const install: Command = {
  name: "install",
  summary: "Puts this program where Kustomize finds it, or into a directory.",
  operands: "[DIR]",
  options: {},
  notes: [
    "Without DIR it becomes the classic plugin: below KUSTOMIZE_PLUGIN_HOME where that is set, else in the first plugin root that exists, else in $XDG_CONFIG_HOME/kustomize/plugin or ~/.config/kustomize/plugin. With DIR it becomes DIR/phoenix-release, for PATH and KRM exec functions.",
    "Needs no shell, no HOME and no rights but to write there.",
  ],
  examples: ["install", "install ~/.local/bin", "install /custom-tools"],
  run,
};

function run({ operands: [directory, ...rest] }: Call, io: Io): number {
  const wrong = misuse(directory, rest);
  if (wrong !== undefined) return misused(wrong, "install", io);
  const self = io.self();
  if (self === undefined)
    return refused("this runs from source, and only the packaged program can install itself: npm run build makes dist/phoenix-release", FAILED, io);
  const caller = { env: io.env, cwd: io.cwd(), platform: process.platform };
  const place = directory === undefined ? inPluginRoot(caller) : inDirectory(directory, name, caller);
  if (typeof place === "string") return refused(place, FAILED, io);
  return installed(self, place.file, place.warnings, io);
}

function misuse(directory: string | undefined, [more]: readonly string[]): string | undefined {
  if (more !== undefined) return `install takes one directory, but ${JSON.stringify(more)} was given too`;
  if (directory === "") return 'install takes a directory, not ""';
  return directory?.startsWith("~") ? `${directory}: inside of quotes ~ stays ~; write the directory without them, or in full` : undefined;
}

function installed(self: string, file: string, warnings: readonly string[], io: Io): number {
  try {
    // Libraries first: the program is not there before all that it needs.
    for (const { from, name } of lackingElsewhere()) if (from !== join(dirname(file), name)) copyWhole(from, join(dirname(file), name), 0o644);
    const before = put({ self, name, version }, file);
    for (const warning of warnings) io.stderr(`warning: ${warning}\n`);
    io.stdout(`${said(before)}: ${file}\n`);
    return 0;
  } catch (error) {
    return refused(`nothing is installed as ${file}: ${reason(error as NodeJS.ErrnoException)}`, FAILED, io);
  }
}

function said(before: Before): string {
  if (before === "nothing") return `installed ${name} ${version}`;
  if (before === "the same") return `${name} ${version} is there already`;
  if (before === "another build") return `replaced another build of ${name} ${version}`;
  if (before === "something else") return `replaced what did not say that it is ${name}, by ${name} ${version}`;
  return `replaced ${name} ${before.version} by ${version}`;
}
