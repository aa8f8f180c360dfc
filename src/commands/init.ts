import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { drift } from "../init/drift.ts";
import { SPEC } from "../init/files.ts";
import { type Findings, look } from "../init/findings.ts";
import { driftText, dryText, writtenText } from "../init/human.ts";
import { LONGEST, type Wishes } from "../init/identity.ts";
import { json } from "../init/json.ts";
import { create as put, standing } from "../init/write.ts";
import type { Io } from "../io.ts";
import { type Project, readProject } from "../mix/project.ts";
import { readSmall, statsOf } from "../source/files.ts";
import { dnsLabel, hostName, imageReference } from "../spec/keywords.ts";
import type { Call, Command } from "./command.ts";
import { emptyPath, misused, refused } from "./misused.ts";
import { widthOn } from "./usage.ts";

const OK = 0;
const INVALID = 1;
const { name: program } = packageJson;

/** Beside the Dockerfile, under the name that people look for. */
const PLACE = "k8s";

export const init: Command = {
  name: "init",
  summary: "Reads a mix project, and writes bases and overlays for it.",
  operands: "[DIR]",
  options: {
    output: { short: "o", value: "PATH", description: `Directory that gets bases and overlays. Default: ${PLACE} in the project.` },
    "dry-run": { description: "Writes nothing, and prints the spec that would be written." },
    name: { value: "NAME", description: "Name of the release in Kubernetes. Default: the application's, with hyphens." },
    image: { value: "IMAGE", description: "Image of the release; the project does not know it." },
    host: { value: "HOST", description: "Host name under which users reach it." },
    format: { value: "FORMAT", choices: ["human", "json"], default: "human", description: "json: for programs." },
  },
  notes: [
    "DIR is the top of a mix project, by default where you are. Its mix.exs, mix.lock, config, rel, lib and Dockerfile are read as text, and nothing of it is run.",
    "Nothing is overwritten: where a layout is there already, init compares its spec with the project, and the exit code is 1 when they differ.",
  ],
  examples: ["init", "init --dry-run ~/src/shop", "init --image ghcr.io/acme/shop:1.4.2 --host shop.acme.io", "init -o deploy --format json"],
  run,
};

function run({ operands, options }: Call, io: Io): number {
  const [given = ".", ...rest] = operands;
  const wishes: Wishes = { name: options["name"], image: options["image"], host: options["host"] };
  const wrong =
    rest.length > 0
      ? `init takes one directory, but ${JSON.stringify(rest[0])} was given too`
      : (emptyPath("init", operands) ?? misuse(wishes, options["output"]));
  if (wrong !== undefined) return misused(wrong, "init", io);
  const directory = resolve(io.cwd(), given);
  if (!statsOf(directory)?.isDirectory()) return misused(`${given}: there is no such directory`, "init", io);
  const project = readProject(directory);
  if (!project) return refused(noProject(given, directory), INVALID, io);
  const target = options["output"] === undefined ? join(directory, PLACE) : resolve(io.cwd(), options["output"]);
  return written(project, target, wishes, { isDry: options["dry-run"] !== undefined, asJson: options["format"] === "json" }, io);
}

function misuse({ name, image, host }: Wishes, output: string | undefined): string | undefined {
  const asked = [
    ["--name", name, dnsLabel],
    ["--image", image, imageReference],
    ["--host", host, hostName],
  ] as const;
  for (const [option, value, { pattern, patternErrorMessage }] of asked) {
    if (value !== undefined && !new RegExp(pattern).test(value)) return `${option} is ${patternErrorMessage}, not ${JSON.stringify(value)}`;
  }
  if (name !== undefined && name.length > LONGEST)
    return `--name has at most ${LONGEST} characters: Kubernetes allows 63, and names of Jobs and Services are longer`;
  return output === "" ? 'init -o takes a directory, not ""' : undefined;
}

/** A repository may have the project in a directory of its own. */
function noProject(given: string, directory: string): string {
  const inside = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && statsOf(join(directory, entry.name, "mix.exs"))?.isFile())
    .map(({ name }) => join(given, name))
    .sort();
  const help = inside.length === 0 ? "give the directory that has it" : `there is one in ${inside.join(", ")}: ${program} init ${inside[0]}`;
  return `${given}: not a mix project, for it has no mix.exs that can be read; ${help}`;
}

interface How {
  readonly isDry: boolean;
  readonly asJson: boolean;
}

function written(project: Project, target: string, wishes: Wishes, how: How, io: Io): number {
  const directory = relative(io.cwd(), target) || ".";
  const stats = statsOf(target);
  if (stats && !stats.isDirectory()) return refused(`${directory}: a file stands where the directory would be written`, INVALID, io);
  const findings = look(project, wishes, directory);
  const [there] = standing(target, findings.files);
  if (there === undefined) return create(target, findings, how, io);
  const given = Object.entries(wishes).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}`]));
  if (given.length > 0) return misused(unwanted(given, join(directory, there), join(directory, SPEC)), "init", io);
  return compare(project, target, { findings, there, how }, io);
}

/** They would change nothing, and whoever gave them would think that they had. */
const unwanted = (options: readonly string[], there: string, spec: string): string =>
  `${options.join(" and ")} ${options.length === 1 ? "is" : "are"} for what is written anew, and ${there} is there already: change ${spec}, or choose another place with -o PATH`;

function create(target: string, findings: Findings, { isDry, asJson }: How, io: Io): number {
  try {
    if (!isDry) put(target, findings.files);
  } catch (error) {
    return refused(`nothing is written to ${findings.directory}: ${(error as Error).message}`, INVALID, io);
  }
  io.stdout(asJson ? json(findings, { isWritten: !isDry }) : isDry ? dryText(findings, width(io)) : writtenText(findings, width(io)));
  return OK;
}

interface Standing {
  readonly findings: Findings;
  /** What stands there. */
  readonly there: string;
  readonly how: How;
}

function compare(project: Project, target: string, { findings, there, how }: Standing, io: Io): number {
  const read = (path: string): string | undefined => readSmall(join(target, path))?.toString("utf8");
  const [directory, spec] = [findings.directory, join(findings.directory, SPEC)];
  const overlays = [...findings.files.keys()].filter((path) => path !== SPEC && path.endsWith(".yaml")).flatMap((path) => read(path) ?? []);
  const text = read(SPEC);
  const differences = text === undefined ? undefined : drift(project, text, overlays);
  if (!differences)
    return refused(
      `${join(directory, there)} is there already, and ${spec} is no spec to compare with: nothing is written. Choose another place: -o PATH`,
      INVALID,
      io,
    );
  io.stdout(how.asJson ? json(findings, { isWritten: false, differences }) : driftText(spec, differences, findings.notes, width(io)));
  return differences.length > 0 ? INVALID : OK;
}

const width = (io: Io): number => widthOn(io.columns?.("stdout"));
