import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { decide } from "../init/decisions.ts";
import { type Difference, drift } from "../init/drift.ts";
import { files as made, SPEC } from "../init/files.ts";
import { notes, rows } from "../init/findings.ts";
import { driftText, nextText, notesText, rowsText } from "../init/human.ts";
import { LONGEST, type Wishes } from "../init/identity.ts";
import { json } from "../init/json.ts";
import { keys } from "../init/secrets.ts";
import { create, standing } from "../init/write.ts";
import type { Io } from "../io.ts";
import { type Project, readProject } from "../mix/project.ts";
import { readSmall, statsOf } from "../source/files.ts";
import { dnsLabel, hostName, imageReference } from "../spec/keywords.ts";
import type { Call, Command } from "./command.ts";

const OK = 0;
const INVALID = 1;
const USAGE = 2;
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
  const wrong = rest.length > 0 ? `init takes one directory, but ${JSON.stringify(rest[0])} was given too` : misuse(wishes, options["output"]);
  if (wrong !== undefined) return say(wrong, USAGE, io);
  const directory = resolve(io.cwd(), given);
  if (!statsOf(directory)?.isDirectory()) return say(`${given}: there is no such directory`, USAGE, io);
  const project = readProject(directory);
  if (!project) return say(noProject(given, directory), INVALID, io);
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

function written(project: Project, target: string, wishes: Wishes, { isDry, asJson }: How, io: Io): number {
  const shown = relative(io.cwd(), target) || ".";
  if (statsOf(target) && !statsOf(target)?.isDirectory()) return say(`${shown}: a file stands where the directory would be written`, INVALID, io);
  const decisions = decide(project, wishes);
  const files = made(project, decisions);
  const there = standing(target, files);
  const text = readSmall(join(target, SPEC))?.toString("utf8");
  const common = { directory: shown, rows: rows(project, decisions), notes: notes(project), keys: keys(project, decisions), files };
  if (there.length > 0) {
    const differences = text === undefined ? undefined : drift(project, text, overlayTexts(target, files), wishes);
    if (!differences)
      return say(
        `${join(shown, there[0] as string)} is there already, and ${join(shown, SPEC)} is no spec to compare with: nothing is written. Choose another place: -o PATH`,
        INVALID,
        io,
      );
    io.stdout(asJson ? json({ ...common, isWritten: false, showsTexts: false, differences }) : driftSaid(join(shown, SPEC), differences, common.notes));
    return differences.length > 0 ? INVALID : OK;
  }
  if (!isDry) {
    try {
      create(target, files);
    } catch (error) {
      return say(`nothing is written to ${shown}: ${(error as Error).message}`, INVALID, io);
    }
  }
  if (asJson) io.stdout(json({ ...common, isWritten: !isDry, showsTexts: isDry, differences: undefined }));
  else
    io.stdout(
      [
        rowsText(common.rows),
        notesText(common.notes),
        isDry ? dry(shown, files) : done(shown, files),
        isDry ? "" : nextSaid(common, decisions.identity.name.value),
      ]
        .filter((part) => part !== "")
        .join("\n"),
    );
  return OK;
}

const overlayTexts = (target: string, files: ReadonlyMap<string, string>): string[] =>
  [...files.keys()].filter((path) => path !== SPEC && path.endsWith(".yaml")).flatMap((path) => readSmall(join(target, path))?.toString("utf8") ?? []);

const driftSaid = (spec: string, differences: readonly Difference[], all: ReturnType<typeof notes>): string =>
  [driftText(spec, differences), notesText(all)].filter((part) => part !== "").join("\n");

const done = (directory: string, files: ReadonlyMap<string, string>): string =>
  `Written: ${files.size} files below ${directory}/bases and ${directory}/overlays.\n`;

const dry = (directory: string, files: ReadonlyMap<string, string>): string =>
  `Nothing is written. It would be:\n${[...files.keys()].map((path) => `  ${join(directory, path)}\n`).join("")}\n${SPEC}:\n\n${files.get(SPEC)}`;

const nextSaid = (
  {
    directory,
    rows,
    keys,
  }: { directory: string; rows: ReturnType<typeof import("../init/findings.ts").rows>; keys: ReturnType<typeof import("../init/secrets.ts").keys> },
  name: string,
): string =>
  nextText({ directory, name, keys, guessed: rows.filter(({ as, fact }) => as === "written" && fact.certainty === "guess").map(({ name }) => name) });

function say(what: string, code: number, io: Io): number {
  io.stderr(`${program}: ${what}\n`);
  return code;
}
