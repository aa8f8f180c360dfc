import { type Note, placeText } from "../mix/fact.ts";
import { wrapped } from "../source/wrap.ts";
import type { Difference } from "./drift.ts";
import { SPEC } from "./files.ts";
import type { Findings, Row } from "./findings.ts";
import { inline } from "./spec-text.ts";
import { cut, indented, type Line, table, WIDEST } from "./table.ts";

// For a person who will now read the spec: what is a guess stands out, and what to do next can be copied.

/** Of a value; the spec has all of it. At the least, and beside long names. */
const VALUE = { least: 16, most: 32 };
/** Columns that how sure it is and a place of a usual length take, with what is between them. */
const BESIDE = 39;

function rowsText(rows: readonly Row[], width: number): string {
  const telling = rows.filter(isTelling);
  const names = Math.max(...telling.map(({ name }) => name.length).filter((length) => length <= WIDEST));
  const longest = Math.max(VALUE.least, Math.min(VALUE.most, width - names - BESIDE));
  const lines = gathered(telling).map(([{ name, fact, as }, ...more]): Line => {
    const others = more.length > 0 ? [{ name, fact }, ...more].map((row) => row.name.replace("secretEnv.", "")).join(", ") : undefined;
    return {
      cells: [
        others === undefined ? name : "secretEnv",
        others === undefined ? cut(shown(fact.value), longest) : `${more.length + 1} variables`,
        as === "comment" ? "a comment" : fact.certainty,
        fact.at ? placeText(fact.at) : "-",
      ],
      note: [others, needsReason({ name, fact, as }) ? fact.why : undefined].filter((text) => text !== undefined).join(": "),
    };
  });
  return table(["WHAT", "VALUE", "HOW SURE", "FOUND IN"], lines, width);
}

/** A variable that has the name which every generated project has says little, in many lines, and so does a library of no version. */
const isTelling = ({ name, fact, as }: Row): boolean =>
  (as !== "default" || !name.startsWith("release.envNames.")) && !(as === "none" && fact.value === "unknown");

/** Where the place alone does not explain it, or something is to be done. */
const needsReason = ({ name, fact, as }: Row): boolean => as === "comment" || fact.certainty === "guess" || /^(secretEnv|env)\./.test(name);

/** Variables that differ in their names alone are one row, at the place of the first. */
function gathered(rows: readonly Row[]): (readonly [Row, ...Row[]])[] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const { at, certainty, why } = row.fact;
    const key = row.name.startsWith("secretEnv.") ? JSON.stringify([row.as, at?.file, certainty, why]) : row.name;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** Without the quotes that YAML wants round a version such as "27". */
const shown = (value: unknown): string => (typeof value === "string" && value !== "" ? value : value === "" ? '""' : inline(value));

function notesText(notes: readonly Note[], width: number): string {
  const text = (some: readonly Note[]): string => some.map((one) => note(one, width)).join("");
  const problems = notes.filter(({ isProblem }) => isProblem);
  const others = notes.filter(({ isProblem }) => !isProblem);
  return [
    ...(problems.length > 0 ? [`Will not work as it is, and no manifest can mend it:\n${text(problems)}`] : []),
    ...(others.length > 0 ? [`Notes:\n${text(others)}`] : []),
  ].join("\n");
}

const note = ({ at, message, help }: Note, width: number): string =>
  [
    `  ${indented(`${at ? `${placeText(at)}: ` : ""}${message}`, 4, width).trimStart()}\n`,
    help === undefined ? "" : `    -> ${indented(help, 7, width).trimStart()}\n`,
  ].join("");

/** What to do with what was written. */
function nextText({ directory, name, keys, rows }: Findings, width: number): string {
  const guessed = rows.filter(({ as, fact }) => as === "written" && fact.certainty === "guess").map(({ name }) => name);
  const secret = [
    `     kubectl create namespace ${name}-staging`,
    `     kubectl create secret generic ${name}-secrets --namespace ${name}-staging \\`,
    ...keys.map(({ name, command }, index) => `       --from-literal=${name}=${command}${index === keys.length - 1 ? "" : " \\"}`),
  ].join("\n");
  const steps: readonly (readonly [what: string, commands?: string])[] = [
    ...(guessed.length > 0 ? [[`Look at what is a guess, in ${directory}/bases/app/spec/release.yaml: ${guessed.join(", ")}.`] as const] : []),
    ...(keys.length > 0 ? [[`Make the Secret for staging, and the same in ${name}-prod for prod; dev has its own:`, secret] as const] : []),
    [
      "Build; the first line is needed once, and puts the plugin where Kustomize looks:",
      `     phoenix-release install\n     kustomize build --enable-alpha-plugins ${directory}/overlays/dev`,
    ],
    [
      "Check, and where the build fails ask why:",
      `     phoenix-release validate ${directory}/overlays/*\n     phoenix-release doctor ${directory}/overlays/dev`,
    ],
  ];
  return `Next:\n${steps.map(([what, commands], index) => `  ${index + 1}. ${wrapped(what, 5, width)}\n${commands === undefined ? "" : `${commands}\n`}`).join("")}`;
}

const parts = (...texts: readonly string[]): string => texts.filter((text) => text !== "").join("\n");

export function writtenText(findings: Findings, width: number): string {
  const { directory, files, rows, notes } = findings;
  const done = `Written: ${files.size} files below ${directory}/bases and ${directory}/overlays.\n`;
  return parts(rowsText(rows, width), notesText(notes, width), done, nextText(findings, width));
}

export function dryText({ directory, files, rows, notes }: Findings, width: number): string {
  const paths = [...files.keys()].map((path) => `  ${directory}/${path}\n`).join("");
  return parts(rowsText(rows, width), notesText(notes, width), `Nothing is written. It would be:\n${paths}`, `${SPEC}:\n\n${files.get(SPEC)}`);
}

export const driftText = (spec: string, differences: readonly Difference[], notes: readonly Note[], width: number): string =>
  parts(differencesText(spec, differences, width), notesText(notes, width));

function differencesText(spec: string, differences: readonly Difference[], width: number): string {
  if (differences.length === 0) return `${spec} is there already, and nothing is written. It says what the project says.\n`;
  const longest = VALUE.least;
  const lines = differences.map(({ field, spec, line, project, at, why }) => ({
    cells: [
      field,
      `${spec === undefined ? "not mentioned" : cut(shown(spec), longest)}${line === undefined ? (spec === undefined ? "" : " by default") : ` in line ${line}`}`,
      cut(shown(project), longest),
      at ? placeText(at) : "-",
    ],
    note: why,
  }));
  return `${spec} is there already, and nothing is written. It differs from the project:\n\n${table(["FIELD", "SPEC", "PROJECT", "FOUND IN"], lines, width)}`;
}
