import { paragraph, WIDTH } from "../source/paragraph.ts";
import { plain } from "../source/report.ts";
import type { Figure } from "./figure.ts";
import type { Plan } from "./plan.ts";
import { type Row, type Section, sections } from "./rows.ts";

// One environment: each number with what it comes from beside it. Several: the numbers side by side, and below them the formulas, each once.

const INDENT = "  ";
const GAP = 2;

export function human(plans: readonly Plan[]): string {
  const [only] = plans;
  const parts = only && plans.length === 1 ? [single(only)] : [...blocksOf(plans), formulas(plans)];
  const text = [...parts, notes(plans)].filter((part) => part !== "").join("\n\n");
  return `${text.split("\n").map(plain).join("\n")}\n`;
}

function single(plan: Plan): string {
  const all = sections(plan);
  const label = widest(all.flatMap(({ rows }) => rows.map((row) => INDENT + row.label))) + GAP;
  const value = widest(all.flatMap(({ rows }) => rows.map(({ figure }) => text(figure)))) + GAP;
  const lines = ({ rows }: Section): string[] =>
    rows.map((row) => {
      const start = `${(INDENT + row.label).padEnd(label)}${text(row.figure).padStart(value - GAP)}${" ".repeat(GAP)}`;
      return `${start}${paragraph(row.figure.how, start.length)}`.trimEnd();
    });
  return [plan.path, ...all.map((section) => [section.title, ...lines(section)].join("\n"))].join("\n\n");
}

/** As many environments side by side as a terminal shows. */
function blocksOf(plans: readonly Plan[]): string[] {
  const names = shortNames(plans.map(({ path }) => path));
  const all = plans.map((plan, index) => ({ name: names[index] as string, sections: sections(plan) }));
  const titles = inOrder(all.map(({ sections }) => sections.map(({ title }) => title)));
  const shape = titles.map((title) => ({ title, labels: inOrder(all.map(({ sections }) => rowsOf(sections, title).map(({ label }) => label))) }));
  const label = widest(shape.flatMap(({ labels, title }) => [title, ...labels.map((one) => INDENT + one)]));
  const columns = all.map(({ name, sections }) => {
    const cell = (title: string, wanted: string): string => {
      const row = rowsOf(sections, title).find((one) => one.label === wanted);
      return row ? text(row.figure) : "-";
    };
    const cells = shape.map(({ title, labels }) => labels.map((one) => cell(title, one)));
    return { name, cells, width: widest([name, ...cells.flat()]) + GAP };
  });
  return grouped(columns, WIDTH - label).map((group) => {
    const head = "".padEnd(label) + group.map(({ name, width }) => name.padStart(width)).join("");
    const body = shape.map(({ title, labels }, at) =>
      [
        title,
        ...labels.map((one, index) => (INDENT + one).padEnd(label) + group.map(({ cells, width }) => (cells[at]?.[index] ?? "").padStart(width)).join("")),
      ].join("\n"),
    );
    return [head, ...body].join("\n\n");
  });
}

const rowsOf = (all: readonly Section[], title: string): readonly Row[] => all.find((section) => section.title === title)?.rows ?? [];

function grouped<Column extends { readonly width: number }>(columns: readonly Column[], room: number): Column[][] {
  const groups: Column[][] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    const taken = (last ?? []).reduce((sum, { width }) => sum + width, 0);
    if (last && taken + column.width <= room) last.push(column);
    else groups.push([column]);
  }
  return groups;
}

/** Each entry once: after the one that it follows in its list. */
function inOrder(lists: readonly (readonly string[])[]): string[] {
  const all: string[] = [];
  for (const list of lists) {
    let at = 0;
    for (const one of list) {
      const known = all.indexOf(one);
      if (known < 0) all.splice(at, 0, one);
      at = (known < 0 ? at : known) + 1;
    }
  }
  return all;
}

function formulas(plans: readonly Plan[]): string {
  const names = shortNames(plans.map(({ path }) => path));
  const all = plans.map(sections);
  const titles = inOrder(all.map((one) => one.map(({ title }) => title)));
  const parts = titles.flatMap((title) => {
    const labels = inOrder(all.map((one) => rowsOf(one, title).map(({ label }) => label)));
    const shown = labels.flatMap((label) =>
      formula(
        label,
        all.map((one) => rowsOf(one, title).find((row) => row.label === label)?.figure),
        names,
      ),
    );
    return shown.length > 0 ? [[title, ...shown].join("\n")] : [];
  });
  return parts.length > 0 ? ["How the sums come about", ...parts].join("\n\n") : "";
}

/** Environments with the same formula share a line. */
function formula(label: string, figures: readonly (Figure | undefined)[], names: readonly string[]): string[] {
  const shown = figures.map((figure, index) => ({ figure, name: names[index] as string })).filter(({ figure }) => figure !== undefined);
  if (!shown.some(({ figure }) => figure?.isSum)) return [];
  const hows = [...new Set(shown.map(({ figure }) => figure?.how as string))];
  const lines = hows.map((how) => ({ how, who: shown.filter(({ figure }) => figure?.how === how).map(({ name }) => name) }));
  const width = widest(lines.map(({ who }) => who.join(", ")));
  const indent = INDENT.length * 2;
  if (lines.length === 1 && lines[0]?.who.length === names.length) return [`${INDENT}${label}`, `${" ".repeat(indent)}${paragraph(hows[0] as string, indent)}`];
  return [
    `${INDENT}${label}`,
    ...lines.map(({ how, who }) => `${" ".repeat(indent)}${who.join(", ").padEnd(width)}${" ".repeat(GAP)}${paragraph(how, indent + width + GAP)}`),
  ];
}

function notes(plans: readonly Plan[]): string {
  const names = shortNames(plans.map(({ path }) => path));
  const all = plans.flatMap(({ notes }, index) => notes.map((note) => (plans.length > 1 ? `${names[index]}: ${note}` : note)));
  return all.length > 0 ? ["Notes", ...all.map((note) => `${INDENT}- ${paragraph(note, INDENT.length + 2)}`)].join("\n") : "";
}

const text = ({ value, unit }: Figure): string => (value === undefined ? "unknown" : unit === undefined ? String(value) : `${value} ${unit}`);

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));

/** Without the directories that all have in common, unless nothing else would be left. */
function shortNames(paths: readonly string[]): string[] {
  const [first = "", ...rest] = paths;
  const common = first.split("/").slice(0, -1);
  const shared = common.filter((_, index) => rest.every((path) => common.slice(0, index + 1).every((part, at) => path.split("/")[at] === part)));
  const short = paths.map((path) => path.split("/").slice(shared.length).join("/"));
  return rest.length === 0 || short.includes("") ? [...paths] : short;
}
