import { finish } from "./finish.ts";
import { draft } from "./generate.ts";
import type { Io } from "./io.ts";
import { jsonLine } from "./output/yaml.ts";
import type { Resource } from "./resources/resource.ts";
import { MAX_BYTES, tooLarge } from "./source/document.ts";
import { type Finding, findings } from "./source/finding.ts";
import { asEntry, type Item, parseResourceList, type ResourceList } from "./source/item.ts";
import { kustomizationOf } from "./source/kustomization.ts";
import { origin } from "./source/origin.ts";
import { phaseOf, subjectOf } from "./source/phase.ts";
import { InvalidInput, type Problem, refuse } from "./source/problem.ts";
import { isSame, isTransformerInput, listedAsTransformer, nothingToFinish } from "./source/wiring.ts";
import { API_VERSION, KIND } from "./spec/schema.ts";
import { onlyReports, tell, told } from "./tell.ts";

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
    io.stdout(entries((list?.items ?? []).map(asEntry), results(said(error.problems, list?.functionConfig, io), list?.functionConfig)));
    return 1;
  }
}

/** Told on standard error; what is left are the results of the list. */
function said(problems: readonly Problem[], config: unknown, io: Io): Finding[] {
  if (problems.length === 0) return [];
  const found = findings(problems, origin(io.cwd(), config, io.env["PWD"]), subjectOf(config));
  tell(found, io);
  io.stderr(told(found));
  return found.filter(({ waived }) => waived === undefined);
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
  const { resources, problems } = draft(functionConfig);
  if (!onlyReports(io)) refuse(problems);
  const kept = items.filter(({ object }) => !resources.some((resource) => replaces(resource, object)));
  const printed = [...kept.map(asEntry), ...resources.map((resource) => `- ${jsonLine(resource)}`)];
  return entries(printed, results(said(problems, functionConfig, io), functionConfig));
}

function replaces({ apiVersion, kind, metadata }: Resource, object: Item["object"]): boolean {
  return (
    object.apiVersion === apiVersion && object.kind === kind && object.metadata?.name === metadata.name && object.metadata?.namespace === metadata.namespace
  );
}

function finished({ functionConfig, items }: ResourceList, io: Io): string {
  if (items.every((item) => isSame(functionConfig, item))) throw nothingToFinish();
  return entries(finishedItems(functionConfig, items, io).map(asEntry));
}

function finishedItems(config: unknown, items: readonly Item[], io: Io): readonly Item[] {
  try {
    return finish(config, items, kustomizationOf(io.cwd(), io.env["PWD"]));
  } catch (error) {
    if (!onlyReports(io) || !(error instanceof InvalidInput)) throw error;
    said(error.problems, config, io);
    return items;
  }
}

const entries = (items: readonly string[], results = ""): string =>
  `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:${items.length > 0 ? `\n${items.join("\n")}` : " []"}\n${results}`;

function results(findings: readonly Finding[], config: unknown): string {
  if (findings.length === 0) return "";
  const name = (config as { metadata?: { name?: unknown } } | null)?.metadata?.name;
  const told = findings.map(({ code, severity, message, subject, field, position }) => ({
    message: subject === subjectOf(config) ? message : `${subject}: ${message}`,
    severity,
    ...(typeof name === "string" && { resourceRef: { apiVersion: API_VERSION, kind: KIND, name } }),
    ...(field !== undefined && { field: { path: field } }),
    ...(position && { file: { path: position.file } }),
    tags: { code },
  }));
  return `results: ${jsonLine(told)}\n`;
}
