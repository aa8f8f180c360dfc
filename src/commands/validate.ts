import { resolve } from "node:path";
import { inspectDirectories } from "../inspect/directory.ts";
import { inspectFile, inspectInput } from "../inspect/text.ts";
import type { Io } from "../io.ts";
import { statsOf } from "../source/files.ts";
import { type Finding, inOrder } from "../source/finding.ts";
import { count, formats } from "../source/report-formats.ts";
import { building } from "../tell.ts";
import type { Call, Command } from "./command.ts";
import { emptyPath, misused } from "./misused.ts";

const INVALID = 1;

export const validate: Command = {
  name: "validate",
  summary: "Checks specs, overlays and manifests, and says what Kustomize keeps to itself.",
  operands: "PATH…",
  options: {
    format: {
      value: "FORMAT",
      choices: Object.keys(formats),
      default: "human",
      description: "human: with the line and a caret. json: for programs. github: annotations of a pull request.",
    },
    "fail-on": {
      value: "SEVERITY",
      choices: ["error", "warning"],
      default: "error",
      description: "From which severity the exit code is 1. A waived warning never counts.",
    },
    quiet: { short: "q", description: "Only findings: no sum of them, and no line that says what is being built." },
  },
  examples: [
    "validate bases/app/spec/release.yaml",
    "validate overlays/*",
    "validate --fail-on warning --format github overlays/prod",
    "validate - < manifests.yaml",
  ],
  run,
};

function run({ operands, options }: Call, io: Io): number {
  const strange = operands.find((path) => path !== "-" && statsOf(resolve(io.cwd(), path)) === undefined);
  const wrong =
    operands.length === 0
      ? "validate needs a PATH: a file with a spec, an overlay, or - for standard input"
      : (emptyPath("validate", operands) ?? (strange === undefined ? undefined : `${strange}: there is no such file or directory`));
  if (wrong !== undefined) return misused(wrong, "validate", io);
  const isQuiet = options["quiet"] !== undefined;
  const found = inspect(operands, isQuiet ? { ...io, progress: undefined } : io);
  const { errors, warnings, waived } = count(found);
  io.stdout((formats[options["format"] as string] as (typeof formats)[string])(found));
  if (!isQuiet) io.stderr(`${summary(operands.length, errors, warnings, waived)}\n`);
  return errors > 0 || (options["fail-on"] === "warning" && warnings > 0) ? INVALID : 0;
}

function inspect(paths: readonly string[], io: Io): Finding[] {
  const isDirectory = (path: string): boolean => path !== "-" && statsOf(resolve(io.cwd(), path))?.isDirectory() === true;
  const texts = paths
    .filter((path) => !isDirectory(path))
    .flatMap((path) => (path === "-" ? inspectInput(io.stdin()) : inspectFile(resolve(io.cwd(), path), path)));
  return inOrder([...texts, ...inspectDirectories(paths.filter(isDirectory), { env: { ...io.env, PWD: io.cwd() }, self: io.self(), building: building(io) })]);
}

function summary(paths: number, errors: number, warnings: number, waived: number): string {
  const found = [
    `${errors} ${errors === 1 ? "error" : "errors"}`,
    `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
    ...(waived > 0 ? [`${waived} waived`] : []),
  ];
  return `${paths} ${paths === 1 ? "path" : "paths"} checked: ${errors + warnings + waived === 0 ? "nothing found" : found.join(", ")}`;
}
