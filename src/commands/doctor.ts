import { statSync } from "node:fs";
import { resolve } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { doctor as diagnose } from "../doctor/doctor.ts";
import { human } from "../doctor/human.ts";
import { folder } from "../inspect/folder.ts";
import type { Io } from "../io.ts";
import type { Call, Command } from "./command.ts";
import { emptyPath, misused } from "./misused.ts";

const WOULD_NOT_WORK = 1;

export const doctor: Command = {
  name: "doctor",
  summary: "Looks whether a build would work here: engines, flags, plugin, PATH; and tries it.",
  operands: "[DIR]",
  options: {
    format: { value: "FORMAT", choices: ["human", "json"], default: "human", description: "json: for programs." },
  },
  examples: ["doctor", "doctor overlays/prod", "doctor --format json overlays/prod"],
  run,
};

function run({ operands, options }: Call, io: Io): number {
  const wrong = misuse(operands, io);
  if (wrong !== undefined) return misused(wrong, "doctor", io);
  const { name, version } = packageJson;
  const { platform, arch } = process;
  const machine = { env: io.env, cwd: io.cwd(), self: io.self(), name, version, platform, arch };
  const directory = operands[0] ?? (folder(io.cwd(), undefined) ? "." : undefined);
  io.progress?.(`looking at ${directory ?? "this machine"} …`);
  const diagnosis = diagnose(machine, directory);
  io.stdout(options["format"] === "json" ? `${JSON.stringify(diagnosis, null, 2)}\n` : human(diagnosis, io.columns?.("stdout")));
  return diagnosis.works ? 0 : WOULD_NOT_WORK;
}

function misuse([directory, ...rest]: readonly string[], io: Io): string | undefined {
  if (rest.length > 0) return `doctor takes one directory, but ${JSON.stringify(rest[0])} was given too`;
  if (directory === undefined) return undefined;
  const empty = emptyPath("doctor", [directory]);
  if (empty !== undefined) return empty;
  const stats = statSync(resolve(io.cwd(), directory), { throwIfNoEntry: false });
  if (!stats) return `${directory}: there is no such directory`;
  return stats.isDirectory() ? undefined : `${directory}: a file; doctor takes the directory of a kustomization`;
}
