import { readFileSync } from "node:fs";
import { finish } from "./finish.ts";
import { generate } from "./generate.ts";
import type { Io } from "./io.ts";
import { blockStream, jsonStream } from "./output/yaml.ts";
import { type Document, parseDocuments } from "./source/document.ts";
import { itemsOfStream } from "./source/item.ts";
import { origin } from "./source/origin.ts";
import { type Phase, phaseOf, subjectOf } from "./source/phase.ts";
import { InvalidInput, type Locate } from "./source/problem.ts";
import { report } from "./source/report.ts";
import { listedAsTransformer, nothingToFinish } from "./source/wiring.ts";

/**
 * The classic way: one argument, the file with the spec; a YAML stream on standard output. Kustomize calls us so as a generator, with
 * nothing on standard input, and as a transformer, with all resources there. People call us so too.
 * @returns exit code
 */
export function plugin(file: string, io: Io): number {
  const byKustomize = io.env["KUSTOMIZE_PLUGIN_CONFIG_ROOT"] !== undefined;
  let documents: readonly Document[] = [];
  let phase: Phase = "generate";
  try {
    documents = parseDocuments(readFileSync(file), file);
    phase = phaseOf(documents[0]?.value);
    io.stdout(phase === "finish" ? finished(documents[0]?.value, io) : generated(documents, io, byKustomize));
    return 0;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const locate: Locate = byKustomize
      ? origin(io.cwd(), phase === "finish" ? "transformers" : "generators", io.env["PWD"])
      : (path, on) => documents.map(({ find }) => find(path, on)).find((found) => found !== undefined)?.position;
    // Kustomize writes "Error: " before our first line.
    io.stderr(`${byKustomize ? "\n" : ""}${report(error.problems, locate, subjectOf(documents[0]?.value))}`);
    return 1;
  }
}

function generated(documents: readonly Document[], io: Io, byKustomize: boolean): string {
  // A person's terminal would wait for input that nobody types.
  if (byKustomize && io.stdin().trim() !== "") throw listedAsTransformer();
  const resources = documents.flatMap(({ value }) => generate(value));
  return byKustomize ? jsonStream(resources) : blockStream(resources);
}

function finished(value: unknown, io: Io): string {
  const items = io.stdinIsTerminal() ? [] : itemsOfStream(io.stdin());
  if (items.length === 0) throw nothingToFinish();
  return finish(value, items)
    .map(({ text }) => `${text}\n`)
    .join("---\n");
}
