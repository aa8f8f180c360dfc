import { scalar } from "../schema/words.ts";
import { flow, nested } from "../schema/yaml.ts";
import { wrapped } from "../source/wrap.ts";
import type { Explanation } from "./explanation.ts";
import type { Place } from "./places.ts";
import type { Told } from "./told.ts";

/** In sections, as kubectl explain has it. */
export function human(one: Explanation, width: number): string {
  const { field, fields, specs, links, page } = one;
  return `${[
    [`FIELD     ${field}`, ...facts(one, width)].join("\n"),
    section("DESCRIPTION", [
      ...(one.description === "" ? [] : [`  ${wrapped(one.description, 2, width)}`]),
      ...one.values.map(({ value, meaning }) => pair(value, meaning, width)),
    ]),
    ...(one.path.length > 1 ? [section("EXAMPLE", indented(nested(one.path, one.example)))] : []),
    ...specs.map(({ subject, places, decided }) => section(`IN ${subject}`, [...places.map((place) => placed(place, width)), ...told(decided, width)])),
    section("FIELDS", rows(fields, width)),
    section(
      "MORE",
      [page, ...links].map((link) => `  ${link}`),
    ),
  ]
    .filter((text) => text !== "")
    .join("\n\n")}\n`;
}

function facts({ type, allowed, required, default: absent }: Explanation, width: number): string[] {
  return [
    `TYPE      ${wrapped([type, ...allowed].join("; "), 10, width)}`,
    ...(required ? ["REQUIRED"] : absent === "" ? [] : [`DEFAULT   ${wrapped(absent, 10, width)}`]),
  ];
}

const section = (title: string, lines: readonly string[]): string => (lines.length === 0 ? "" : `${title}\n${lines.join("\n")}`);

const indented = (text: string): string[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`));

function placed({ field, value, position, words }: Place, width: number): string {
  const where = position ? `${words} at ${position.file}:${position.line}:${position.column}` : words;
  const shown = value === undefined ? "" : typeof value === "object" ? flow(value) : scalar(value);
  return pair(field, [shown, `(${where})`].filter((text) => text !== "").join("  "), width);
}

const told = (decided: readonly Told[], width: number): string[] =>
  decided.flatMap(({ what, value, why }) => [pair(what, value, width), ...(why === undefined ? [] : [`      ${wrapped(why, 6, width)}`])]);

/** In one line, or the value below. */
function pair(what: string, value: string, width: number): string {
  const line = `  ${what}: ${value}`;
  return line.length <= width && !value.includes("\n") ? line : `  ${wrapped(`${what}:`, 4, width)}\n    ${wrapped(value.replaceAll("\n", "\\n"), 4, width)}`;
}

function rows(fields: Explanation["fields"], width: number): string[] {
  return fields.map(({ depth, name, type, required, summary }) => {
    const left = `${"  ".repeat(depth + 1)}${name} <${type}>${required ? " required" : ""}`;
    return `${left}\n${" ".repeat(2 * depth + 6)}${wrapped(summary, 2 * depth + 6, width)}`;
  });
}
