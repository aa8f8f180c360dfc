import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { build, built, copyOfTheLayout, edit, realEngines } from "./kustomize.ts";
import { root } from "./program.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const readme = read("README.md");
const pages = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];
const blockAfter = (comment: string): string => new RegExp(`<!-- ${comment} -->\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(readme)?.[1] as string;
const engine = realEngines[0] as (typeof realEngines)[number];

test("the three lines are a case", () => expect(blockAfter("test/cases/three-lines/release.yaml")).toBe(read("test/cases/three-lines/release.yaml")));

test("the base is the three lines", () => expect(read("bases/app/spec/release.yaml")).toBe(read("test/cases/three-lines/release.yaml")));

test("the error is what a build says", () => {
  const layout = copyOfTheLayout();
  edit(layout, "overlays/prod/spec/release.yaml", (yaml) => yaml.replace("host:", "hots:"));
  const { stderr } = build(engine, join(layout, "overlays/prod"), "classic", { env: { PWD: layout } });
  const [, example] = /```\n(overlays\/prod.*?\n)```/s.exec(readme) as RegExpExecArray;
  expect(stderr).toContain(`\n${example}`);
});

test("the annotation does what the component does", () => {
  const [byComponent, byAnnotation] = [copyOfTheLayout(), copyOfTheLayout()] as [string, string];
  edit(byComponent, "bases/app/spec/kustomization.yaml", (yaml) => `${yaml}components: [../../../plugin/krm-exec]\n`);
  edit(byAnnotation, "bases/app/spec/kustomization.yaml", (yaml) => yaml + blockAfter("test: krm annotation"));
  expect(built(engine, join(byAnnotation, "overlays/prod"), "krm-exec")).toBe(built(engine, join(byComponent, "overlays/prod"), "krm-exec"));
});

describe.each(pages)("%s", (page) => {
  const text = read(page);
  test("names only scripts that exist", () => {
    for (const [, script] of text.matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(packageJson.scripts)).toContain(script);
  });
  test("links only to files that exist", () => {
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) expect(existsSync(join(root, dirname(page), target as string)), target).toBe(true);
  });
});

test("every code in the source has its row, and every row its code", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const used = new Set(files.flatMap((file) => read(`src/${file}`).match(/PHX\d{3}/g) ?? []));
  const explained = read("docs/errors.md")
    .match(/^\| PHX\d{3}/gm)
    ?.map((row) => row.slice(2));
  expect(explained).toEqual([...used].sort());
});

test("every code of the spec has a case", () => {
  const said = new Set(readdirSync(join(root, "test/refused")).flatMap((name) => read(`test/refused/${name}/expected.txt`).match(/PHX\d{3}/g) ?? []));
  const ofSpecs = read("docs/errors.md").match(/PHX[12]\d\d/g) ?? [];
  expect(ofSpecs.filter((code) => !said.has(code))).toEqual([]);
});
