import { readFileSync, statSync } from "node:fs";
import { finish } from "./finish.ts";
import { generate } from "./generate.ts";
import type { Io } from "./io.ts";
import { blockStream, jsonStream } from "./output/yaml.ts";
import { type Document, MAX_BYTES, parseDocuments, tooLarge } from "./source/document.ts";
import { itemsOfStream } from "./source/item.ts";
import { origin } from "./source/origin.ts";
import { phaseOf, subjectOf } from "./source/phase.ts";
import { InvalidInput, type Locate } from "./source/problem.ts";
import { report } from "./source/report.ts";
import { listedAsTransformer, nothingToFinish } from "./source/wiring.ts";

/**
 * The classic way: one argument, the file with the spec; a YAML stream on standard output. Kustomize calls us so as a generator, with
 * nothing on standard input, and as a transformer, with all resources there. People call us so too.
 * @returns exit code
 */
export function plugin(file: string, io: Io): number {
  const outcomes = read(file, io);
  const reports = outcomes.map(({ report }) => report).join("");
  if (reports === "") {
    io.stdout(outcomes.map(({ text }) => text).join("---\n"));
    return 0;
  }
  // Kustomize writes "Error: " before our first line.
  io.stderr(`${byKustomize(io) ? "\n" : ""}${reports}`);
  return 1;
}

/** What became of one document: resources, or the report of what is wrong with it. */
interface Outcome {
  readonly text: string;
  readonly report: string;
}

const byKustomize = ({ env }: Io): boolean => env["KUSTOMIZE_PLUGIN_CONFIG_ROOT"] !== undefined;

function read(file: string, io: Io): Outcome[] {
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES) throw tooLarge(file, size);
    return parseDocuments(readFileSync(file), file).map((document) => outcome(document, io));
  } catch (error) {
    return [refused(error, () => undefined, file)];
  }
}

function outcome(document: Document, io: Io): Outcome {
  const { value, find } = document;
  try {
    const text = phaseOf(value) === "finish" ? finished(value, io) : generated(value, io);
    return { text, report: "" };
  } catch (error) {
    const locate: Locate = byKustomize(io) ? origin(io.cwd(), value, io.env["PWD"]) : (path, on) => find(path, on)?.position;
    return refused(error, locate, subjectOf(value));
  }
}

function refused(error: unknown, locate: Locate, subject: string): Outcome {
  if (!(error instanceof InvalidInput)) throw error;
  return { text: "", report: report(error.problems, locate, subject) };
}

function generated(value: unknown, io: Io): string {
  // A person's terminal would wait for input that nobody types.
  if (byKustomize(io) && io.stdin().trim() !== "") throw listedAsTransformer();
  return (byKustomize(io) ? jsonStream : blockStream)(generate(value));
}

function finished(value: unknown, io: Io): string {
  const items = io.stdinIsTerminal() ? [] : itemsOfStream(io.stdin());
  if (items.length === 0) throw nothingToFinish();
  return finish(value, items)
    .map(({ text }) => `${text}\n`)
    .join("---\n");
}
