import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { schema } from "../src/spec/schema.ts";
import { field } from "./fences.ts";
import { root } from "./program.ts";

// docs/checklist.md is true: all items are there, and what it names exists.

const ITEMS = 59;

const page = readFileSync(join(root, "docs/checklist.md"), "utf8");
const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
const rows = page
  .split("\n")
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, number, , fields = "", cases = ""]) => ({ number: Number(number), fields: names(fields), cases: names(cases) }));

const directory = (name: string): string => join(root, "test", name.startsWith("refused/") ? name : `cases/${name}`);

function isField(name: string): boolean {
  const path = name.split(": ")[0] as string;
  const [first, second = ""] = path.split(".");
  return first === "metadata" ? second in schema.properties.metadata.properties : field(path) !== undefined;
}

test("every item has its row, in order", () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: ITEMS }, (_, index) => index + 1));
});

describe.each(rows)("item $number", ({ fields, cases }) => {
  test("names fields that are there", () => {
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter((name) => !isField(name))).toEqual([]);
  });
  test("names cases that are there", () => {
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.filter((name) => !existsSync(directory(name)))).toEqual([]);
  });
});

test("every case is of an item, a further one, or shown in a page", () => {
  const further = names(page.slice(page.indexOf("## Further cases")));
  const named = new Set([...rows.flatMap(({ cases }) => cases), ...further]);
  const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
  const shown = pages.map((name) => readFileSync(join(root, "docs", name), "utf8")).join("");
  const all = readdirSync(join(root, "test/cases"));
  expect(all.filter((name) => !named.has(name) && !shown.includes(`test/cases/${name}/`))).toEqual([]);
  expect(further.filter((name) => !all.includes(name))).toEqual([]);
});
