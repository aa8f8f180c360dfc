import { paragraph, WIDTH } from "../source/paragraph.ts";
import { plain } from "../source/report.ts";
import type { Change } from "./changes.ts";
import { type Changed, type Difference, isSame } from "./diff.ts";
import type { Pair } from "./pairs.ts";
import { type Said, said } from "./words.ts";

// Few facts, each once: the same change in several containers is told with the names of all of them.

const INDENT = "  ";
const ARROW = " -> ";

/** Nothing, where nothing differs. */
export function human(difference: Difference): string {
  if (isSame(difference)) return "";
  const { a, b, onlyInA, onlyInB, changed } = difference;
  const told = changed.flatMap((one) => one.changes.map((change) => line(one, change)));
  const often = repeated(told);
  const parts = [
    `${a.path}${ARROW}${b.path}`,
    rows(around(difference), INDENT),
    only(a.path, onlyInA, "-"),
    only(b.path, onlyInB, "+"),
    often.size > 0 ? ["in several places", ...[...often.values()].map(several)].join("\n") : "",
    ...changed.map(({ pair }) =>
      object(
        pair,
        told.filter((one) => one.pair === pair && !often.has(keyOf(one))),
      ),
    ),
  ];
  return `${visible(parts.filter((part) => part !== "").join("\n\n"))}\n`;
}

const visible = (text: string): string => text.split("\n").map(plain).join("\n");

/** One line, or more where the values are long. */
interface Row {
  readonly what: string;
  readonly values: readonly string[];
}

function around({ a: { naming: a }, b: { naming: b } }: Difference): Row[] {
  const all: readonly (readonly [what: string, a: string, b: string])[] = [
    ["namespace", a.namespaces.join(", "), b.namespaces.join(", ")],
    ["namePrefix", a.prefix, b.prefix],
    ["nameSuffix", a.suffix, b.suffix],
  ];
  return all.filter(([, one, other]) => one !== other).map(([what, one, other]) => ({ what, values: [`${one || "none"}${ARROW}${other || "none"}`] }));
}

const only = (path: string, all: readonly Pair[], sign: string): string =>
  all.length === 0 ? "" : [`only in ${path}`, ...all.map((pair) => `${INDENT}${sign} ${titleOf(pair)}`)].join("\n");

function titleOf({ kind, name, namespace, a, b }: Pair): string {
  const shown = kind === "Namespace" ? ((a ?? b)?.metadata?.name ?? name) : name;
  return `${kind}/${shown}${namespace === undefined ? "" : ` in ${namespace}`}`;
}

interface Line extends Said {
  readonly pair: Pair;
  readonly row: Row;
}

function line({ pair }: Changed, change: Change): Line {
  const one = said(change);
  return { ...one, pair, row: { what: one.what, values: change.isSecret ? [secret(change)] : valuesOf(one, change.why) } };
}

const secret = ({ a, b }: Change): string => (a === undefined ? "+ (secret)" : b === undefined ? "- (secret)" : "changed (secret)");

/** Of both in one line. */
const LONGEST = 40;

function valuesOf({ a, b }: Said, why: string | undefined): string[] {
  const because = why === undefined ? [] : [`(${why})`];
  if (a === undefined) return [`+ ${text(b)}`, ...because];
  if (b === undefined) return [`- ${text(a)}`];
  const [one, other] = [text(a), text(b)];
  if (one === other) return ["changed", ...because];
  const short = `${one}${ARROW}${other}`;
  return short.length <= LONGEST ? [short, ...because] : [`- ${one}`, `+ ${other}`, ...because];
}

/** Characters that somebody may still want to read. */
const MANY = 400;

/** Of what was written over several lines only the first is shown: nobody compares programs here. */
function text(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.length === 0 ? "nothing" : value.map(text).join(", ");
  const whole = typeof value === "string" ? value : flow(value);
  const [first = "", ...more] = whole.trimEnd().split("\n");
  const start = first.length > MANY ? `${first.slice(0, MANY)} … (${first.length} characters)` : first;
  return more.length > 0 ? `${start} … (${more.length + 1} lines)` : start === "" ? '""' : start;
}

/** Needs no quotes. */
const PLAIN = /^[a-zA-Z/][-\w./@]*$/;

/** As YAML in one line, which can be wrapped. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "string" && PLAIN.test(value)) return value;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}: ${flow(inner)}`)
    .join(", ")}}`;
}

const keyOf = ({ what, a, b, row }: Line): string => JSON.stringify([what, a, b, row.values]);

/** What is said of more than one container: an image, a host, a setting. */
function repeated(told: readonly Line[]): Map<string, Line[]> {
  const all = new Map<string, Line[]>();
  for (const one of told) if (one.container !== undefined) all.set(keyOf(one), [...(all.get(keyOf(one)) ?? []), one]);
  return new Map([...all].filter(([, lines]) => lines.length > 1));
}

function several(lines: readonly Line[]): string {
  const [first] = lines as [Line];
  const places = [...new Set(lines.map(({ pair }) => pair))].map((pair) => {
    const containers = lines.filter((one) => one.pair === pair).map(({ container }) => container);
    return `${INDENT.repeat(2)}in ${paragraph(`${titleOf(pair)}: ${containers.join(", ")}`, INDENT.length * 2 + 3)}`;
  });
  return [rows([first.row], INDENT), ...places].join("\n");
}

/** Fields of the object, then of each container. */
function object(pair: Pair, lines: readonly Line[]): string {
  if (lines.length === 0) return "";
  const inside = (container: string | undefined, indent: string): string =>
    rows(
      lines.filter((one) => one.container === container).map(({ row }) => row),
      indent,
    );
  const containers = [...new Set(lines.flatMap(({ container }) => container ?? []))];
  const parts = [inside(undefined, INDENT), ...containers.map((container) => `${INDENT}container ${container}\n${inside(container, INDENT.repeat(2))}`)];
  return [titleOf(pair), ...parts.filter((part) => part !== "")].join("\n");
}

function rows(all: readonly Row[], indent: string): string {
  const width = Math.max(0, ...all.map(({ what }) => what.length).filter((length) => length <= WIDTH / 2));
  return all
    .flatMap(({ what, values }) => {
      const start = `${indent}${what.padEnd(width)}${INDENT}`;
      const [first = "", ...rest] = values;
      // What is too long for its column has the next lines.
      const isLong = what.length > width || values.some((value) => start.length + value.length > WIDTH);
      if (!isLong) return [start + first, ...rest.map((value) => " ".repeat(start.length) + value)];
      const below = indent + INDENT;
      return [indent + what, ...values.map((value) => below + paragraph(value, below.length + 2))];
    })
    .join("\n");
}
