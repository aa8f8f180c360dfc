import { resolve } from "node:path";
import { type Environment, environment, isSound } from "../environments/environment.ts";
import type { Io } from "../io.ts";
import { reason } from "../output/failure.ts";
import { writeWhole } from "../output/files.ts";
import { findings } from "../source/finding.ts";
import { InvalidInput } from "../source/problem.ts";
import { human } from "../source/report.ts";
import { told } from "../tell.ts";
import { graph } from "../topology/graph.ts";
import { html } from "../topology/html.ts";
import { json } from "../topology/json.ts";
import { mermaid, tooLarge } from "../topology/mermaid.ts";
import type { Graph } from "../topology/model.ts";
import { svg } from "../topology/svg.ts";
import type { Call, Command } from "./command.ts";
import { misused, refused } from "./misused.ts";
import { misuse } from "./paths.ts";

const INVALID = 1;
const STDIO = "-";

const pictures: Readonly<Record<string, (graphs: readonly Graph[]) => string>> = {
  mermaid,
  html,
  svg,
  json,
};

export const topology: Command = {
  name: "topology",
  summary: "Draws what runs and who talks to whom, from the final objects.",
  operands: "PATH…",
  options: {
    format: {
      value: "FORMAT",
      choices: Object.keys(pictures),
      default: "mermaid",
      description: "mermaid: text that GitHub draws. html: a page that needs nothing else. svg: an image. json: for programs.",
    },
    output: { value: "FILE", short: "o", default: STDIO, description: "Where to write it; - is standard output." },
  },
  notes: ["PATH is a directory with a kustomization, a file with specs, or a stream of objects; - is standard input."],
  examples: [
    "topology overlays/prod",
    "topology --format html -o topology.html overlays/*",
    "topology --format json -o topology.json overlays/staging overlays/prod",
    "topology - < manifests.yaml",
  ],
  run,
};

function run({ operands, options }: Call, io: Io): number {
  const wrong = misuse("topology", operands, io) ?? (options["output"] === "" ? 'topology takes a file after -o, or - for standard output, not ""' : undefined);
  if (wrong !== undefined) return misused(wrong, "topology", io);
  const environments = operands.map((path) => environment(path, io));
  // Standard output is for the picture.
  for (const { findings } of environments) io.stderr(told(findings));
  const graphs = environments.map((found) => graphOf(found, io)).filter((found) => found !== undefined);
  // Half of a picture would pass for the whole.
  if (graphs.length < environments.length) return INVALID;
  const picture = (pictures[options["format"] as string] as (typeof pictures)[string])(graphs);
  const large = options["format"] === "mermaid" ? tooLarge(picture) : undefined;
  if (large !== undefined) io.stderr(`warning: ${large}. --format html and svg draw any size\n`);
  return Math.max(written(picture, options["output"] as string, io), environments.every(isSound) ? 0 : INVALID);
}

/** What cannot work together is drawn all the same, since the picture may show why. @returns undefined: there is nothing to draw, and that was told */
function graphOf({ name, items, findings: found }: Environment, io: Io): Graph | undefined {
  if (items.length === 0) {
    const errors = found.filter(({ severity }) => severity === "error").length;
    const why = errors > 0 ? `${errors} ${errors === 1 ? "error" : "errors"} in ${name}` : `${name} gives no object`;
    io.stderr(`phoenix-release: nothing is drawn: ${why}\n`);
    return undefined;
  }
  try {
    const objects = items.map(({ object }) => object);
    const drawn = graph(name, objects);
    if (drawn.nodes.length > 0) return drawn;
    io.stderr(`phoenix-release: nothing is drawn: ${name} holds nothing that runs, serves or is read\n`);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    // Mostly it was found before.
    if (found.every(({ severity }) => severity !== "error")) io.stderr(human(findings(error.problems, () => undefined, name)));
    io.stderr(`phoenix-release: nothing is drawn: an object of ${name} cannot be read\n`);
    return undefined;
  }
}

function written(picture: string, output: string, io: Io): number {
  if (output === STDIO) {
    io.stdout(picture);
    return 0;
  }
  try {
    writeWhole(resolve(io.cwd(), output), picture);
    return 0;
  } catch (error) {
    return refused(`nothing is written to ${output}: ${reason(error as NodeJS.ErrnoException)}`, INVALID, io);
  }
}
