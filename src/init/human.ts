import { type Note, placeText } from "../mix/fact.ts";
import type { Difference } from "./drift.ts";
import { SPEC } from "./files.ts";
import type { Findings, Row } from "./findings.ts";
import { inline, oneLine } from "./spec-text.ts";

// For a person who will now read the spec: what is a guess stands out, and what to do next can be copied.

const WIDEST = 44;

function rowsText(rows: readonly Row[]): string {
  // A variable that has the name which every generated project has says little, in many lines.
  const telling = rows.filter(({ name, as }) => as !== "default" || !name.startsWith("release.envNames."));
  const cells = telling.map(({ name, fact, as }) => [
    name,
    shown(fact.value),
    fact.at ? placeText(fact.at) : "-",
    as === "comment" ? `${fact.certainty}, as a comment` : fact.certainty,
    fact.why,
  ]);
  return table(["WHAT", "VALUE", "FOUND IN", "HOW SURE", "WHY"], cells);
}

const shown = (value: unknown): string => {
  const text = value === "" ? '""' : inline(value);
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
};

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const all = [head, ...body.map((row) => row.map(oneLine))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] as number))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function notesText(notes: readonly Note[]): string {
  const problems = notes.filter(({ isProblem }) => isProblem);
  const others = notes.filter(({ isProblem }) => !isProblem);
  return [
    ...(problems.length > 0 ? [`Will not work as it is, and no manifest can mend it:\n${problems.map(note).join("")}`] : []),
    ...(others.length > 0 ? [`Notes:\n${others.map(note).join("")}`] : []),
  ].join("\n");
}

const note = ({ at, message, help }: Note): string =>
  `  ${oneLine(`${at ? `${placeText(at)}: ` : ""}${message}`)}\n${help === undefined ? "" : `    -> ${oneLine(help)}\n`}`;

/** What to do with what was written. */
function nextText({ directory, name, keys, rows }: Findings): string {
  const guessed = rows.filter(({ as, fact }) => as === "written" && fact.certainty === "guess").map(({ name }) => name);
  const secret = (environment: string): string =>
    [
      `     kubectl create namespace ${name}-${environment}`,
      `     kubectl create secret generic ${name}-secrets --namespace ${name}-${environment} \\`,
      ...keys.map(({ name, command }, index) => `       --from-literal=${name}=${command}${index === keys.length - 1 ? "" : " \\"}`),
    ].join("\n");
  const steps = [
    ...(guessed.length > 0 ? [`Look at what is a guess, in ${directory}/bases/app/spec/release.yaml: ${guessed.join(", ")}.`] : []),
    ...(keys.length > 0 ? [`Make the Secret, once for staging and once for prod; dev has its own:\n${secret("staging")}\n${secret("prod")}`] : []),
    `Build; the first line is needed once, and puts the plugin where Kustomize looks:\n     phoenix-release install\n     kustomize build --enable-alpha-plugins ${directory}/overlays/dev`,
    `Check, and where the build fails ask why:\n     phoenix-release validate ${directory}/overlays/*\n     phoenix-release doctor ${directory}/overlays/dev`,
  ];
  return `Next:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join("")}`;
}

const parts = (...texts: readonly string[]): string => texts.filter((text) => text !== "").join("\n");

export function writtenText(findings: Findings): string {
  const { directory, files, rows, notes } = findings;
  const done = `Written: ${files.size} files below ${directory}/bases and ${directory}/overlays.\n`;
  return parts(rowsText(rows), notesText(notes), done, nextText(findings));
}

export function dryText({ directory, files, rows, notes }: Findings): string {
  const paths = [...files.keys()].map((path) => `  ${directory}/${path}\n`).join("");
  return parts(rowsText(rows), notesText(notes), `Nothing is written. It would be:\n${paths}`, `${SPEC}:\n\n${files.get(SPEC)}`);
}

export const driftText = (spec: string, differences: readonly Difference[], notes: readonly Note[]): string =>
  parts(differencesText(spec, differences), notesText(notes));

function differencesText(spec: string, differences: readonly Difference[]): string {
  if (differences.length === 0) return `${spec} is there already, and nothing is written. It says what the project says.\n`;
  const cells = differences.map(({ field, spec, line, project, at, why }) => [
    field,
    `${spec === undefined ? "not mentioned" : shown(spec)}${line === undefined ? (spec === undefined ? "" : " by default") : ` in line ${line}`}`,
    shown(project),
    at ? placeText(at) : "-",
    why,
  ]);
  return `${spec} is there already, and nothing is written. It differs from the project:\n\n${table(["FIELD", "SPEC", "PROJECT", "FOUND IN", "WHY"], cells)}`;
}
