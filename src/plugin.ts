import { finish } from "./finish.ts";
import { draft } from "./generate.ts";
import type { Io } from "./io.ts";
import { blockStream, jsonStream } from "./output/yaml.ts";
import type { Resource } from "./resources/resource.ts";
import { collisions } from "./resources/same-names.ts";
import { type Document, MAX_BYTES, parseDocuments, tooLarge } from "./source/document.ts";
import { readStart, statsOf } from "./source/files.ts";
import { type Finding, findings } from "./source/finding.ts";
import { itemsOfStream, streamOf } from "./source/item.ts";
import { kustomizationOf } from "./source/kustomization.ts";
import { origin } from "./source/origin.ts";
import { phaseOf, subjectOf } from "./source/phase.ts";
import { InvalidInput, type Locate, refuse } from "./source/problem.ts";
import { listedAsTransformer, nothingToFinish } from "./source/wiring.ts";
import { onlyReports, tell, told } from "./tell.ts";

/**
 * The classic way: one argument, the file with the spec; a YAML stream on standard output. Kustomize calls us so as a generator, with
 * nothing on standard input, and as a transformer, with all resources there. People call us so too.
 * @returns exit code
 */
export function plugin(file: string, io: Io): number {
  const outcomes = read(file, io);
  const found = outcomes.flatMap(({ findings }) => findings);
  const resources = outcomes.flatMap(({ resources }) => resources);
  const all = found.every(isWarning) ? [...found, ...findings(collisions(resources, file), () => undefined, file)] : found;
  tell(all, io);
  if (all.every(isWarning) || outcomes.every(({ passes }) => passes)) {
    // Kustomize swallows what a plugin says when it succeeds.
    if (!byKustomize(io)) io.stderr(told(all));
    io.stdout(outcomes.map(({ text }) => text).join("---\n"));
    return 0;
  }
  // Kustomize writes "Error: " before our first line.
  io.stderr(`${byKustomize(io) ? "\n" : ""}${told(all)}`);
  return 1;
}

/** What became of one document. */
interface Outcome {
  readonly resources: readonly Resource[];
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Whether errors are only reported. */
  readonly passes?: boolean;
}

const isWarning = ({ severity }: Finding): boolean => severity === "warning";

const byKustomize = ({ env }: Io): boolean => env["KUSTOMIZE_PLUGIN_CONFIG_ROOT"] !== undefined;

function read(file: string, io: Io): Outcome[] {
  try {
    const size = statsOf(file)?.size ?? 0;
    if (size > MAX_BYTES) throw tooLarge(file, size);
    return parseDocuments(readStart(file), file).map((document) => outcome(document, io));
  } catch (error) {
    return [refused(error, () => undefined, file)];
  }
}

function outcome({ value, find }: Document, io: Io): Outcome {
  const locate: Locate = byKustomize(io) ? origin(io.cwd(), value, io.env["PWD"]) : (path, on) => find(path, on)?.position;
  const subject = subjectOf(value);
  try {
    if (phaseOf(value) === "finish") return finished(value, io, locate);
    return generated(value, io, locate);
  } catch (error) {
    return refused(error, locate, subject);
  }
}

function refused(error: unknown, locate: Locate, subject: string): Outcome {
  if (!(error instanceof InvalidInput)) throw error;
  return { resources: [], text: "", findings: findings(error.problems, locate, subject) };
}

function generated(value: unknown, io: Io, locate: Locate): Outcome {
  // A person's terminal would wait for input that nobody types.
  if (byKustomize(io) && io.stdin().trim() !== "") throw listedAsTransformer();
  const { resources, problems } = draft(value);
  if (!onlyReports(io)) refuse(problems);
  const text = (byKustomize(io) ? jsonStream : blockStream)(resources);
  return { resources, text, findings: findings(problems, locate, subjectOf(value)), passes: onlyReports(io) };
}

function finished(value: unknown, io: Io, locate: Locate): Outcome {
  const items = io.stdinIsTerminal() ? [] : itemsOfStream(io.stdin());
  if (items.length === 0) throw nothingToFinish();
  try {
    return { resources: [], text: streamOf(finish(value, items, byKustomize(io) ? kustomizationOf(io.cwd(), io.env["PWD"]) : undefined)), findings: [] };
  } catch (error) {
    if (!onlyReports(io)) throw error;
    return { ...refused(error, locate, subjectOf(value)), text: streamOf(items), passes: true };
  }
}
