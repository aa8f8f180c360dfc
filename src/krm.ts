import { finish } from "./finish.ts";
import { generate } from "./generate.ts";
import type { Io } from "./io.ts";
import { jsonLine } from "./output/yaml.ts";
import type { Resource } from "./resources/resource.ts";
import { MAX_BYTES, tooLarge } from "./source/document.ts";
import { asEntry, type Item, parseResourceList, type ResourceList } from "./source/item.ts";
import { kustomizationOf, origin } from "./source/origin.ts";
import { phaseOf, subjectOf } from "./source/phase.ts";
import { InvalidInput, type Locate, type Problem, pathText } from "./source/problem.ts";
import { report } from "./source/report.ts";
import { isSame, isTransformerInput, listedAsTransformer, nothingToFinish } from "./source/wiring.ts";
import { API_VERSION, KIND } from "./spec/schema.ts";

/**
 * The KRM way: a ResourceList on standard input and output. A failure is told twice, on standard error for Kustomize, which shows it,
 * and as results in the list for orchestrators that read them.
 * @returns exit code
 */
export function krm(io: Io): number {
  const text = io.stdin();
  let list: ResourceList | undefined;
  try {
    list = resourceList(text);
    io.stdout(phaseOf(list.functionConfig) === "finish" ? finished(list, io) : generated(list, io));
    return 0;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const locate = origin(io.cwd(), list?.functionConfig, io.env["PWD"]);
    io.stdout(entries((list?.items ?? []).map(asEntry), results(error.problems, list?.functionConfig, locate)));
    io.stderr(report(error.problems, locate, subjectOf(list?.functionConfig)));
    return 1;
  }
}

/** Length of the spec in the text that kustomize writes, to be known before anything is parsed. */
function configSize(text: string): number {
  const start = text.startsWith(CONFIG) ? 0 : text.indexOf(`\n${CONFIG}`) + 1;
  if (start === 0 && !text.startsWith(CONFIG)) return 0;
  const nextKey = /\n[A-Za-z]/g;
  nextKey.lastIndex = start;
  return (nextKey.exec(text)?.index ?? text.length) - start;
}

const CONFIG = "functionConfig:";

function resourceList(text: string): ResourceList {
  const size = configSize(text);
  if (size > MAX_BYTES) throw tooLarge("functionConfig", size);
  const list = parseResourceList(text);
  if (!list) {
    throw new InvalidInput([
      {
        code: "PHX007",
        message: "standard input holds no ResourceList",
        help: "kustomize calls this program by itself; by hand, name the file with the spec: phoenix-release release.yaml",
      },
    ]);
  }
  return list;
}

function generated({ functionConfig, items }: ResourceList, io: Io): string {
  if (isTransformerInput(items)) throw listedAsTransformer();
  const { resources, warnings } = generate(functionConfig);
  const kept = items.filter(({ object }) => !resources.some((resource) => replaces(resource, object)));
  const printed = [...kept.map(asEntry), ...resources.map((resource) => `- ${jsonLine(resource)}`)];
  if (warnings.length === 0) return entries(printed);
  const locate = origin(io.cwd(), functionConfig, io.env["PWD"]);
  io.stderr(report(warnings, locate, subjectOf(functionConfig)));
  return entries(printed, results(warnings, functionConfig, locate));
}

function replaces({ apiVersion, kind, metadata }: Resource, object: Item["object"]): boolean {
  return (
    object.apiVersion === apiVersion && object.kind === kind && object.metadata?.name === metadata.name && object.metadata?.namespace === metadata.namespace
  );
}

function finished({ functionConfig, items }: ResourceList, io: Io): string {
  if (items.every((item) => isSame(functionConfig, item))) throw nothingToFinish();
  return entries(finish(functionConfig, items, kustomizationOf(io.cwd(), io.env["PWD"])).map(asEntry));
}

const entries = (items: readonly string[], results = ""): string =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:${items.length > 0 ? `\n${items.join("\n")}` : " []"}\n${results}`;

function results(problems: readonly Problem[], config: unknown, locate: Locate): string {
  const name = (config as { metadata?: { name?: unknown } } | null)?.metadata?.name;
  const found = problems.map(({ code, message, path, on, object, severity = "error", position: known }) => {
    const position = known ?? (path && locate(path, on ?? "value"));
    return {
      message: `${object ? `${object}: ` : ""}${message}`,
      severity,
      ...(typeof name === "string" && { resourceRef: { apiVersion: API_VERSION, kind: KIND, name } }),
      ...(path && path.length > 0 && { field: { path: pathText(path) } }),
      ...(position && { file: { path: position.file } }),
      tags: { code },
    };
  });
  return `results: ${jsonLine(found)}\n`;
}
