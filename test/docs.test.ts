import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments, stringify } from "yaml";
import packageJson from "../package.json" with { type: "json" };
import { commands } from "../src/commands/commands.ts";
import { type Generated, generate } from "../src/generate.ts";
import { blockStream } from "../src/output/yaml.ts";
import { InvalidInput } from "../src/source/problem.ts";
import { type Fence, fences, isExcerpt, merged, raggedRows, unknownFields, wrongRows } from "./fences.ts";
import { kubernetesProblems } from "./kubernetes-schema.ts";
import { build, built, copyOfTheLayout, edit, realEngines } from "./kustomize.ts";
import { diagram } from "./mermaid.ts";
import { root } from "./program.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const isPage = (name: string): boolean => name.endsWith(".md");
const readme = read("README.md");
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter(isPage)
    .map((name) => `docs/${name}`),
];
const blockAfter = (comment: string): string => new RegExp(`<!-- ${comment} -->\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(readme)?.[1] as string;
const engine = realEngines[0] as (typeof realEngines)[number];

test("the three lines are a case", () => expect(blockAfter("test/cases/three-lines/release.yaml")).toBe(read("test/cases/three-lines/release.yaml")));

test("the base is the three lines, below one for editors", () => {
  expect(read("bases/app/spec/release.yaml").replace(/^# yaml-language-server: .*\n/, "")).toBe(read("test/cases/three-lines/release.yaml"));
});

test("the quick start is that of its page, which is walked", () => {
  const typed = (page: string): string[] =>
    fences(page)
      .filter(({ language, mark }) => language === "sh" && mark === undefined)
      .flatMap(({ text }) => text.trimEnd().split("\n"))
      .map((line) => line.replace(/ #.*/, "").replaceAll("k8s/", ""));
  expect(typed(read("docs/quick-start.md"))).toEqual(expect.arrayContaining(typed(readme)));
});

test("every command is in the table", () => {
  for (const { name } of commands) expect(readme).toMatch(new RegExp(`^\\| [^|]*\`${name}\``, "m"));
});

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

const prose = (text: string): string => text.replace(/^(```|~~~).*?^\1/gms, "");

/** As GitHub names the headings of a page, and those that it says itself. */
function anchorsOf(text: string): string[] {
  const headings = [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
  const names = headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return [...names, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id)];
}

describe.each(pages)("%s", (page) => {
  const text = read(page);
  test("names only scripts that exist", () => {
    for (const [, script] of text.matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(packageJson.scripts)).toContain(script);
  });
  test("has tables whose rows are whole", () => expect(raggedRows(text)).toEqual([]));
  test("links only to files that exist", () => {
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) expect(existsSync(join(root, dirname(page), target as string)), target).toBe(true);
  });
  test("links only to headings that exist", () => {
    for (const [, target = "", anchor = ""] of prose(text).matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)) {
      const other = target === "" ? page : join(dirname(page), target);
      expect(anchorsOf(read(other)), `${other}#${anchor}`).toContain(anchor);
    }
  });
});

// What a page of docs/ shows is true: every block of YAML says in the comment above it what it is, and is tested as that.
//
//   <!-- test/cases/NAME/release.yaml -->   the whole of that file; any file of the repository may be named, and by blocks of other languages files of test/
//   none, and the block begins with spec:   merged over the three lines it must work; a warning must be named by its code in the text before
//   <!-- refused: PHX209 -->                such a fragment, which must be refused with these codes
//   <!-- gives -->                          lines of what the case or fragment before it gives; "# …" leaves some out
//   <!-- in PATH -->                        lines of that file
//   <!-- added to overlays/prod/… -->       merged into that file of the layout, the overlay builds in a real kustomize
//   <!-- becomes FILE -->                   the same as a whole, in a page that is walked (walk.test.ts)
//   <!-- kubernetes -->                     objects that Kubernetes, or the schema of their CRD, takes
//   <!-- not run: REASON -->                the reason is for the reader of the source
const languages = ["yaml", "json", "sh", "text", "mermaid", "elixir", "erlang", "sql", "dockerfile"];
const programs =
  /^(?:npm|kubectl|kustomize|(?:dist\/)?phoenix-release|export|openssl|mix|helm|flux|argocd|minikube|curl|docker|git|cat|cd|\(cd|cp|mv|rm|mkdir|echo|erl|iex|sudo|sha256sum|gh|[A-Z]+=.*)$/;
const threeLines = (): unknown => parse(read("test/cases/three-lines/release.yaml"));

function outputOf(document: unknown, { before }: Fence): string {
  const { resources, warnings }: Generated = generate(document);
  for (const { code, message } of warnings) expect(before, message).toContain(code);
  for (const resource of resources) expect(kubernetesProblems(resource)).toEqual([]);
  return blockStream(resources);
}

const isFragment = (text: string): boolean => text.startsWith("spec:");

function refusals(document: unknown): string[] {
  try {
    generate(document);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems.filter(({ severity }) => severity === undefined).map(({ code }) => code);
  }
}

/** What stands behind kubectl in commands, pipes and substitutions, up to what goes to a program in a pod. */
const callsOfKubectl = (text: string): string[] =>
  [...text.matchAll(/\bkubectl ((?:'[^']*'|"[^"]*"|[^|;&)#\n'"])*)/g)].map(([, call = ""]) => call.replace(/ -- .*/, "").trim());

const knownToKubectl = new Map<string, string>();
const kubectl = realEngines.find(({ kind }) => kind === "kubectl");

/** A real kubectl reads flags and subcommands before it explains itself. */
function refusalOfKubectl(call: string): string {
  const known = knownToKubectl.get(call);
  if (known !== undefined || kubectl === undefined) return known ?? "";
  const words = [...call.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replace(/['"]/g, ""));
  const { status, stdout, stderr } = spawnSync(kubectl.path, [...words, "--help"], { encoding: "utf8" });
  const isOne = status === 0 && stdout.includes("\nUsage:\n") && !stdout.includes("SUBCOMMAND [options]");
  knownToKubectl.set(call, isOne ? "" : stderr || `explains itself as\n${stdout}`);
  return isOne ? "" : stderr || stdout;
}

/** Of a block and the overlay that it is added to. */
function buildsWith(file: string, text: string): void {
  const layout = copyOfTheLayout();
  edit(layout, file, (yaml) => stringify(merged(parse(yaml), parse(text))));
  built(engine, join(layout, ...file.split("/").slice(0, 2)));
}

/** @param shown what the blocks before it gave @returns what this one gives, if it gives anything */
function check(fence: Fence, shown: string | undefined): string | undefined {
  const { text, mark } = fence;
  const [, word, rest = ""] = /^(refused:|in|added to|becomes|not run:) (.+)$/.exec(mark ?? "") ?? [];
  if (mark === undefined && isFragment(text)) return outputOf(merged(threeLines(), parse(text)), fence);
  if (word === "becomes") return outputOf(parse(text), fence);
  if (mark === "kubernetes") for (const object of parseAllDocuments(text)) expect(kubernetesProblems(object.toJS())).toEqual([]);
  else if (mark === "gives") expect(isExcerpt(text, shown ?? ""), `not given:\n${text}`).toBe(true);
  else if (word === "in") expect(isExcerpt(text, read(rest)), `not in ${rest}:\n${text}`).toBe(true);
  else if (word === "added to") buildsWith(rest, text);
  else if (word === "refused:") {
    expect(isFragment(text)).toBe(true);
    expect(refusals(merged(threeLines(), parse(text)))).toEqual(rest.split(", "));
  } else if (word !== "not run:") {
    expect(existsSync(join(root, mark ?? "?")), `a block of YAML that says ${mark ?? "nothing"} is not tested`).toBe(true);
    expect(text).toBe(read(mark as string));
    if (text.includes("kind: PhoenixRelease")) return outputOf(parse(text), fence);
  }
  return shown;
}

describe.each(pages.filter((page) => dirname(page) === "docs"))("%s", (page) => {
  const text = read(page);
  const blocks = fences(text);
  test("every block says what it is, and YAML is that", () => {
    let shown: string | undefined;
    for (const block of blocks) {
      expect(languages, `the block in line ${block.line}`).toContain(block.language);
      if (block.language === "yaml") shown = check(block, shown);
      else if (block.mark?.startsWith("test/")) expect(block.text, block.mark).toBe(read(block.mark));
    }
  });
  test("every field is there, with the default that is said", () => {
    expect(unknownFields(text)).toEqual([]);
    expect(wrongRows(text)).toEqual([]);
  });
  test("commands are of programs that readers have", () => {
    const lines = blocks.filter(({ language }) => language === "sh").flatMap((block) => block.text.replace(/\\\n\s*/g, "").split("\n"));
    for (const line of lines.filter((line) => line.trim() !== "" && !line.startsWith("#"))) expect(line.split(" ")[0]).toMatch(programs);
  });
  test.runIf(blocks.some(({ language }) => language === "mermaid"))("diagrams are some", async () => {
    for (const { text } of blocks.filter(({ language }) => language === "mermaid")) await expect(diagram(text), text).resolves.toBeTruthy();
  });
  test("kubectl knows its calls", () => {
    const text = blocks.filter(({ language }) => language === "sh").map((block) => block.text.replace(/\\\n\s*/g, ""));
    for (const call of text.flatMap(callsOfKubectl)) expect(refusalOfKubectl(call), call).toBe("");
  });
});

test("every page stands in the index", () => {
  const index = read("docs/README.md");
  for (const page of pages.filter((page) => /^docs\/(?!README)[^/]+$/.test(page))) expect(index).toContain(`](${page.slice("docs/".length)})`);
});

const errors = read("docs/errors.md");

test("every code in the source has its section, and every section its code, under an anchor that stays", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const used = new Set(files.flatMap((file) => read(`src/${file}`).match(/PHX\d{3}/g) ?? []));
  const sections = [...errors.matchAll(/^<a id="(\w+)"><\/a>\n\n### (PHX\d{3}): .+\n\n.+ \*\*Cure\*\*: .+\.\n\n```text\n/gm)];
  expect(sections.map(([, , code]) => code)).toEqual([...used].sort());
  for (const [, anchor, code = ""] of sections) expect(anchor).toBe(code.toLowerCase());
});

/** The first of what test/codes expects of a code. */
const example = (code: string): string =>
  new RegExp(`^\\S.*\\[${code}\\]: .*\\n(?: .*\\n)*`, "m").exec(read(`test/codes/${code}/expected.txt`))?.[0] ?? "nothing is said\n";

test("every section shows what is said: vitest -u writes it anew", async () => {
  const shown = errors.replace(/(### (PHX\d{3}): (?:.*\n)*?```text\n)(?:.*\n)*?(?=```\n)/g, (_, before: string, code: string) => before + example(code));
  await expect(shown).toMatchFileSnapshot(join(root, "docs/errors.md"));
});

test("every code of the spec has a case", () => {
  const files = [
    ...readdirSync(join(root, "test/refused")).map((name) => `test/refused/${name}/expected.txt`),
    ...readdirSync(join(root, "test/cases")).map((name) => `test/cases/${name}/warnings.txt`),
  ].filter((file) => existsSync(join(root, file)));
  const said = new Set(files.flatMap((file) => [...read(file).matchAll(/(?:error|warning)\[(PHX\d{3})\]/g)].map(([, code]) => code)));
  // PHX0 is of all input, PHX3 and PHX5 are of a build: they are tested where it is run.
  const ofSpecs = [...errors.matchAll(/^### (PHX[124]\d\d)/gm)].map(([, code]) => code);
  expect(ofSpecs.filter((code) => !said.has(code))).toEqual([]);
});
