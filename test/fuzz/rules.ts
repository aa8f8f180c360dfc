import { isDeepStrictEqual } from "node:util";
import { parseAllDocuments } from "yaml";
import { yamlOptions } from "../../src/source/document.ts";
import { isFinish } from "../../src/source/phase.ts";
import { schema } from "../../src/spec/schema.ts";
import { kubernetesProblems } from "../kubernetes-schema.ts";
import type { Outcome } from "../program.ts";
import { textOf } from "./bytes.ts";
import { type Parts, STDIN } from "./parts.ts";

// What holds for every input, however wrong.

/** What is wrong with an outcome; nothing when it is as it must be. */
export type Rule = (outcome: Outcome, parts: Parts) => readonly string[];

/** The first line of what is said about one problem. */
const HEAD = /^(.+?)(?::(\d+):(\d+))?: (error|warning)\[(PHX\d{3})\]: ./;

interface Said {
  readonly subject: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly severity: string;
  readonly code: string;
}

const saidIn = (text: string): Said[] =>
  text.split("\n").flatMap((head) => {
    const [all, subject = "", line, column, severity = "", code = ""] = HEAD.exec(head) ?? [];
    return all === undefined ? [] : [{ subject, line: line === undefined ? undefined : Number(line), column: Number(column), severity, code }];
  });

/** Each once: of two sentences that are the same, one is said where no line tells them apart. */
const codes = (outcome: Outcome): string[] =>
  [
    ...new Set(
      saidIn(outcome.stderr)
        .filter(({ severity }) => severity === "error")
        .map(({ code }) => code),
    ),
  ].sort();

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

export const always: Readonly<Record<string, Rule>> = {
  "no fault of the program": ({ code, stderr }) => (code === 0 || code === 1 ? [] : [`exit code ${code}`, stderr]),
  "a rejection says why": ({ code, stdout, stderr }) => (code === 1 && !/\bPHX\d{3}\b/.test(stdout + stderr) ? [stderr] : []),
  "what succeeds has no errors": ({ code, stdout, stderr }) => (code === 0 && /error\[PHX/.test(stderr) ? [stdout, stderr] : []),
  "nothing of the input moves the terminal": ({ stderr }) => (CONTROL.test(stderr) ? [JSON.stringify(stderr)] : []),
  "each line is the head of a problem, or belongs to one": ({ stderr }) =>
    stderr.split("\n").filter((line) => line !== "" && !HEAD.test(line) && !line.startsWith("  ") && !/^(?:\d+ paths? checked: |and \d+ more, )/.test(line)),
};

/** Of the program when Kustomize runs it. */
export const noFault: Rule = ({ stdout, stderr }) => ((stdout + stderr).includes("fault of the program") ? [stdout + stderr] : []);

/** A refused input gives nothing that somebody could apply. */
export const clean = { "nothing comes out of what is refused": (({ code, stdout }) => (code === 1 && stdout !== "" ? [stdout] : [])) as Rule };

/** Where a whole file is at fault, or several releases of it together, no line is. */
const withoutLine = ["PHX003", "PHX004", "PHX008", "PHX221"];

/** Each error in a file has its line, and the line is there. */
export const placed =
  (file: string): Rule =>
  ({ stderr }, parts) => {
    const lines = textOf(parts[file] ?? "")
      .replace(/^\uFEFF/, "")
      .split("\n");
    return saidIn(stderr).flatMap(({ subject, line, column = 0, code, severity }) => {
      if (!subject.endsWith(file)) return [`${subject} is not the file`];
      if (line === undefined) return severity === "warning" || withoutLine.includes(code) ? [] : [`${code} has no line`];
      return line < 1 || column < 1 || (lines[line - 1]?.length ?? -1) + 1 < column ? [`${code} is at ${line}:${column}, where nothing is`] : [];
    });
  };

/** Kustomize swallows what a plugin says when it succeeds. */
export const quiet: Rule = ({ code, stderr }) => (code === 0 && stderr !== "" ? [stderr] : []);

/** Where a spec comes from does not change what is wrong with it. */
export const sameCodes =
  (other: (parts: Parts) => Outcome): Rule =>
  (outcome, parts) => {
    const [here, there] = [codes(outcome), codes(other(parts))];
    return isDeepStrictEqual(here, there) ? [] : [`${here.join(" ")} here, ${there.join(" ")} there`];
  };

/** Fields where the schema takes any shape; patches make of objects what they like. */
const open: ReadonlySet<string> = new Set(["patches", ...openIn(schema)]);

function openIn(value: unknown, name = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const here = "additionalProperties" in value && value.additionalProperties === true ? [name] : [];
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => openIn(inner, key === "additionalProperties" ? name : key))];
}

/** What is printed is YAML, and Kubernetes takes it. */
export const printedObjects: Rule = ({ code, stdout }, parts) => {
  if (code !== 0) return [];
  const documents = parseAllDocuments(stdout);
  const errors = [...documents].flatMap((document) => document.errors.map(({ message }) => message));
  if (errors.length > 0) return errors;
  const given = Object.values(parts).join("\n");
  if ([...open].some((field) => given.includes(field))) return [];
  return [...documents].flatMap((document) => {
    const object = document.toJS() as { kind: string; metadata: { name: string } };
    return kubernetesProblems(object).map((problem) => `${object.kind}/${object.metadata?.name} ${problem}`);
  });
};

interface ResourceList {
  readonly kind?: unknown;
  readonly items?: readonly unknown[];
  readonly functionConfig?: unknown;
  readonly results?: readonly { severity?: string }[];
}

/** The documents of a stream as the program reads them, which lets a key stand twice; undefined where it is not YAML. */
function read(text: string): readonly unknown[] | undefined {
  try {
    const documents = [...parseAllDocuments(text.replace(/^\uFEFF/, ""), yamlOptions)];
    return documents.some(({ errors }) => errors.length > 0) ? undefined : documents.map((document) => document.toJS() as unknown);
  } catch {
    return undefined;
  }
}

const readList = (text: string): ResourceList => (read(text)?.[0] ?? {}) as ResourceList;

/** A ResourceList comes out of every run, with all that went in where it is refused. */
export const listed: Rule = ({ code, stdout }, parts) => {
  const { kind, items, results = [] } = readList(stdout);
  const isRefused = results.some(({ severity }) => severity === "error");
  const given = readList(textOf(parts[STDIN] ?? "")).items;
  return [
    ...(kind === "ResourceList" && Array.isArray(items) ? [] : [`no ResourceList: ${stdout}`]),
    ...((code === 1) === isRefused ? [] : [`exit code ${code} with the results ${JSON.stringify(results)}`]),
    ...(code === 1 && Array.isArray(given) && items?.length !== 0 ? changes(given, items ?? []) : []),
  ];
};

/** Every object passes through; only Jobs are changed, by their stamp. */
export const passed: Rule = ({ code, stdout }, parts) => {
  if (code !== 0) return [];
  const given = textOf(parts[STDIN] ?? "");
  // The stamp is written into a map that an alias may share; Kustomize writes aliases out before it calls us.
  if (/(^|[\s[{,])&/.test(given)) return [];
  if (parts["release.yaml"] !== undefined) return changes(withoutEmpty(read(given)), withoutEmpty(read(stdout)));
  const { items, functionConfig } = readList(given);
  return isFinish(functionConfig) && Array.isArray(items) ? changes(items, readList(stdout).items ?? []) : [];
};

const withoutEmpty = (documents: readonly unknown[] | undefined): readonly unknown[] => (documents ?? []).filter((document) => document !== null);

function changes(before: readonly unknown[], after: readonly unknown[]): string[] {
  if (before.length !== after.length) return [`${before.length} objects became ${after.length}`];
  return before.flatMap((object, index) => {
    const [was, is] = [object, after[index]].map(withoutStamp);
    return isDeepStrictEqual(was, is) ? [] : [`${JSON.stringify(was)}\nbecame\n${JSON.stringify(is)}`];
  });
}

function withoutStamp(object: unknown): unknown {
  if ((object as { kind?: unknown } | null)?.kind !== "Job") return object;
  return without(object, ["spec", "template", "metadata", "annotations", "phoenix-release.dev/inputs"]);
}

/** The value without what stands at the path, and without the maps that hold nothing then. */
function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (typeof value !== "object" || value === null || key === undefined) return undefined;
  const inner = without((value as Record<string, unknown>)[key], rest);
  const others = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  const left = inner === undefined ? others : { ...others, [key]: inner };
  return Object.keys(left).length > 0 ? left : undefined;
}

/** Findings in the form that was asked for. */
export const validated: Rule = ({ code, stdout, stderr }, { format }) => {
  const summary = /^\d+ paths? checked: .+\n$/.test(stderr) ? [] : [stderr];
  if (format === "json") {
    const { findings, summary: counted } = JSON.parse(stdout) as { findings: readonly { severity: string }[]; summary: { errors: number } };
    return [...summary, ...((code === 1) === counted.errors > 0 && Array.isArray(findings) ? [] : [stdout])];
  }
  if (format === "github")
    return [...summary, ...stdout.split("\n").filter((line) => line !== "" && !/^::(error|warning|notice) (.+,)?title=PHX\d{3}::./.test(line))];
  return [...summary, ...stdout.split("\n").filter((line) => line !== "" && !HEAD.test(line) && !line.startsWith("  "))];
};
