import { relative, resolve } from "node:path";
import { type Environment, environment, isSound } from "../environments/environment.ts";
import type { Io } from "../io.ts";
import { quoted } from "../kustomize/shell.ts";
import { reason } from "../output/failure.ts";
import { type Files, writeDirectory } from "../output/files.ts";
import { type Difference, differences } from "../render/compare.ts";
import { place } from "../render/place.ts";
import { plainSecrets } from "../render/plain-secrets.ts";
import { type Present, present } from "../render/present.ts";
import { rendered, unwritable } from "../render/rendered.ts";
import { statsOf } from "../source/files.ts";
import { streamOf } from "../source/item.ts";
import { plain } from "../source/report.ts";
import { told as findingsTold } from "../tell.ts";
import type { Call, Command } from "./command.ts";
import { emptyPath, misused, refused } from "./misused.ts";

const INVALID = 1;
const STDIO = "-";

export const render: Command = {
  name: "render",
  summary: "Writes the final objects as plain files, for those who run no plugins.",
  operands: "PATH",
  options: {
    output: {
      value: "DIR",
      short: "o",
      default: STDIO,
      description: "Directory that becomes one file per object and a kustomization.yaml, and is replaced as a whole; - is standard output.",
    },
    "with-secrets": {
      description: "Writes Secrets with their values into DIR. Without it they are refused: whoever reads DIR would read them, and Git would keep them.",
    },
    check: { description: "Writes nothing: says what in DIR is not what PATH gives now, and exits with 1 if anything is. For CI." },
  },
  notes: [
    "PATH is an overlay, which is built with the kustomize or kubectl on PATH, a file with specs, a stream of objects, or - for standard input.",
    "What comes out needs no plugin and no flag: kubectl apply -k DIR, Flux and Argo CD take it as it is. It is not a base for further overlays.",
  ],
  examples: [
    "render overlays/prod -o rendered/prod",
    "render --check overlays/prod -o rendered/prod",
    "render overlays/prod | kubectl apply -f -",
    "render bases/app/spec/release.yaml",
  ],
  run,
};

function run({ operands, options }: Call, io: Io): number {
  const wrong = misuse(operands, options, io);
  if (wrong !== undefined) return misused(wrong, "render", io);
  const [path] = operands as [string];
  const output = options["output"] as string;
  if (output === STDIO) return onto(environment(path, io), io);
  const found = place(output, { cwd: io.cwd(), source: path === STDIO ? undefined : path });
  if (typeof found === "string") return misused(found, "render", io);
  return into(environment(path, io), { name: output.replace(/\/+$/, ""), directory: found.directory, path }, options, io);
}

function misuse([path, ...more]: readonly string[], { output, check }: Call["options"], io: Io): string | undefined {
  if (path === undefined) return "render needs a PATH: an overlay, a file with a spec, or - for standard input";
  if (more.length > 0) return `render takes one PATH, but ${JSON.stringify(more[0])} was given too: each environment has a directory of its own`;
  const empty = emptyPath("render", [path]);
  if (empty !== undefined) return empty;
  if (output === "") return 'render takes a directory after -o, or - for standard output, not ""';
  if (check !== undefined && output === STDIO) return "--check compares with a directory: name it with -o DIR";
  return path !== STDIO && statsOf(resolve(io.cwd(), path)) === undefined ? `${path}: there is no such file or directory` : undefined;
}

/** What is found is told to people: standard output is for objects. @returns whether there is something to write */
function isRenderable(found: Environment, io: Io): boolean {
  const { name, items, findings } = found;
  io.stderr(findingsTold(findings));
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (!isSound(found)) io.stderr(`phoenix-release: nothing is rendered: ${count(errors, "error")} in ${name}\n`);
  // Flux and kubectl apply --prune would delete whatever runs.
  else if (items.length === 0) io.stderr(`phoenix-release: nothing is rendered: ${name} gives no object\n`);
  return isSound(found) && items.length > 0;
}

function onto(found: Environment, io: Io): number {
  if (!isRenderable(found, io)) return INVALID;
  io.stdout(streamOf(found.items));
  return 0;
}

interface Target {
  /** As the user called it. */
  readonly name: string;
  readonly directory: string;
  /** What it is rendered from, as the user called it. */
  readonly path: string;
}

function into(found: Environment, target: Target, options: Call["options"], io: Io): number {
  if (!isRenderable(found, io)) return INVALID;
  const why = unwritable(found.items) ?? (options["with-secrets"] === undefined ? readable(plainSecrets(found.items), target) : undefined);
  if (why !== undefined) return refused(why, INVALID, io);
  const files = rendered(found.items, command(target, options, io));
  const stands = present(target.directory);
  return options["check"] === undefined ? written(files, stands, target, found.name, io) : checked(files, stands, target.name, found.name, io);
}

function readable(labels: readonly string[], { name }: Target): string | undefined {
  if (labels.length === 0) return undefined;
  return `nothing is written: ${labels.join(", ")} ${labels.length === 1 ? "has its values" : "have their values"} in plain text, and Git would keep them in ${name}. Let them come from elsewhere: secrets-external, secrets-sealed, or a Secret that is there already; --with-secrets writes them all the same`;
}

/** How to do it again, from where it was done. */
function command({ path, name }: Target, options: Call["options"], io: Io): string {
  const cwd = io.cwd();
  const secrets = options["with-secrets"] === undefined ? [] : ["--with-secrets"];
  const words = [...secrets, path === STDIO ? STDIO : relative(cwd, resolve(cwd, path)), "-o", relative(cwd, resolve(cwd, name))];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a path may hold them, and a comment ends at the first
  return `phoenix-release render ${words.map(quoted).join(" ")}`.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "?");
}

function checked(files: Files, stands: Present | undefined, name: string, source: string, io: Io): number {
  if (!stands) return refused(`${name} is not there: phoenix-release render makes it`, INVALID, io);
  const found = differences(files, stands);
  io.stdout(found.map((difference) => `${name}/${told(difference)}`).join(""));
  if (found.length > 0) return refused(`${name} is not what ${source} gives: ${count(found.length, "file")}. Render it anew`, INVALID, io);
  io.stderr(`${name} is what ${source} gives: ${count(files.size, "file")}\n`);
  return 0;
}

const WIDTH = 120;

function told({ path, what, line }: Difference): string {
  const shown = (sign: string, text: string | undefined): string => (text === undefined ? "" : `    ${sign} ${plain(text).slice(0, WIDTH)}\n`);
  return `${plain(path)}: ${what}\n${line ? `  line ${line.number}\n${shown("-", line.is)}${shown("+", line.gives)}` : ""}`;
}

function written(files: Files, stands: Present | undefined, { name, directory }: Target, source: string, io: Io): number {
  const { own = new Map(), foreign = [] } = stands ?? {};
  if (foreign.length > 0) {
    return refused(
      `nothing is written: ${name} is replaced as a whole, and render has not made ${foreign.map(plain).join(", ")}: move ${foreign.length === 1 ? "it" : "them"} away, or name another directory`,
      INVALID,
      io,
    );
  }
  const found = differences(files, { own, foreign });
  if (found.length === 0) {
    io.stderr(`${name} is what ${source} gives already: nothing is written\n`);
    return 0;
  }
  try {
    writeDirectory(directory, files);
  } catch (error) {
    return refused(`nothing is written, and ${name} is as it was: ${reason(error as NodeJS.ErrnoException)}`, INVALID, io);
  }
  for (const { path, what } of found) if (what === "changed by hand") io.stderr(`warning: ${name}/${path} was changed by hand, and is replaced\n`);
  io.stderr(`${name}: ${count(files.size, "file")} written\n`);
  return 0;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;
