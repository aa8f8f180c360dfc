import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MAX_BYTES } from "../src/source/document.ts";
import { scratch } from "./kustomize.ts";
import { type Program, programs } from "./program.ts";

// The largest file that is read, full of one thing: an answer soon, no fault, and no more words than somebody reads.

const head = "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec:\n  image: acme/shop:1\n  host: shop.example.com\n";
const inSpec = (text: string): string => `${head}  ${text}\n`;

type Piece = (index: number) => string;

/** Text made of as many pieces as fit. */
function filled(piece: Piece, most = Number.POSITIVE_INFINITY): string {
  let text = "";
  for (let index = 0; text.length < MAX_BYTES - 1000 && index < most; index++) text += piece(index);
  return text;
}

/** As many entries as one map may have. */
const many = (piece: Piece): string => filled(piece, 500);
/** As many processes, or jobs by the clock. */
const pods = (piece: Piece): string => filled(piece, 100);

const texts: Readonly<Record<string, string>> = {
  "variables that use the next one": inSpec(`env: {${filled((i) => `K${i}: $(K${i + 1}), `)}}`),
  "five hundred of them": inSpec(`env: {${many((i) => `K${i}: $(K${i + 1}), `)}}`),
  "five hundred that use the one before": inSpec(`env: {K: a, ${many((i) => `K${i}: $(K${i === 0 ? "" : i - 1}), `)}}`),
  "a value that uses what nobody defines": inSpec(`env: {A: "${filled((i) => `$(K${i})`)}"}`),
  processes: inSpec(`processes: {${filled((i) => `p${i}: {env: {A: b}}, `)}}`),
  "a hundred processes and five hundred settings": inSpec(
    `processes: {${pods((i) => `p${i}: {env: {A: b}}, `)}}\n  env: {${many((i) => `K${i}: $(POD_IP), `)}}`,
  ),
  "a hundred processes that do nothing": inSpec(`processes: {${pods((i) => `p${i}: {}, `)}}`),
  "a hundred jobs by the clock": inSpec(`cron: {${pods((i) => `c${i}: {schedule: "@daily", eval: x}, `)}}`),
  "five hundred files": inSpec(`files: {${many((i) => `/f${i}: {content: x}, `)}}`),
  "five hundred ports": inSpec(`processes: {web: {ports: {${many((i) => `p${i}: {port: ${i + 5000}}, `)}}}}`),
  "five hundred patches of nothing": inSpec(`patches: [${many((i) => `{target: {kind: Job, name: n${i}}, patch: [{op: remove, path: /a}]}, `)}]`),
  "patches that copy": inSpec(
    `patches: [{target: {kind: Deployment, name: shop}, patch: [${many((i) => `{op: copy, path: /metadata/labels/a${i}, from: /spec}, `)}]}]`,
  ),
  "patches that double": inSpec(
    `patches: [{target: {kind: Deployment, name: shop}, patch: [${filled((i) => `{op: copy, path: /metadata/a${i}, from: /metadata}, `, 40)}]}]`,
  ),
  "patches that go deeper": inSpec(
    `patches: [{target: {kind: Deployment, name: shop}, patch: [${filled((i) => `{op: add, path: /metadata/labels${"/a".repeat(i)}, value: {a: {}}}, `, 300)}]}]`,
  ),
  "unknown fields": inSpec(`processes: {${pods((i) => `p${i}: {hots: 1, prots: 1, evn: 1}, `)}}`),
  warnings: head.replace("{name: shop}", `{name: shop, annotations: {${many((i) => `phoenix-release.dev/waive-PHX4${i}: "", `)}}}`),
  releases: filled((i) => `---\n${head.replace("name: shop", `name: shop-${i}`)}`, 200),
  "a key that stands twice": inSpec(`env: {${filled(() => "K: 1, ")}}`),
  "keys without values": head + filled(() => "  ? a\n"),
  tags: inSpec(`x: [${filled(() => "!a x, ")}]`),
  "anchors and aliases": inSpec(`x: [${filled((i) => `&a${i} 1, *a${i}, `)}]`),
  merges: inSpec(`env: {A: &a {A: b}, <<: [${filled(() => "*a, ")}]}`),
  brackets: filled(() => "["),
  "maps in maps": filled(() => "a: "),
  dashes: filled(() => "- "),
  "question marks": head + filled(() => "? "),
  "a name": inSpec(`secretName: "${filled(() => "a")}!"`),
  "a host": inSpec(`extraHosts: ["${filled(() => "a.")}!"]`),
  "an image": head.replace("acme/shop:1", `"${filled(() => "a_-")}!"`),
  "a path": inSpec(`writablePaths: ["${filled(() => "/a")} "]`),
  "a schedule": inSpec(`cron: {a: {schedule: "${filled(() => "*/1,")}", eval: x}}`),
  flags: inSpec(`beam: {flags: "${filled((i) => `+S 1:1 -x ${i} `)}"}`),
  "line breaks": head + filled(() => "\n"),
  "carriage returns": head + filled(() => "\r"),
};

function given(name: string): string {
  const file = join(scratch(), "release.yaml");
  writeFileSync(file, texts[name] as string);
  return file;
}

const [[, source], [, binary]] = programs as unknown as readonly [readonly [string, Program], readonly [string, Program]];

/** Characters on standard error. */
const READABLE = 200_000;
/** Of processor time; a hundred processes with five hundred settings each are work. */
const SOON = 4;

test.each(Object.keys(texts))("%s", (name) => {
  const file = given(name);
  const before = process.threadCpuUsage();
  const { code, stderr } = source({ args: [file] });
  const { user, system } = process.threadCpuUsage(before);
  expect([0, 1], stderr.slice(0, 500)).toContain(code);
  expect(stderr.length).toBeLessThan(READABLE);
  expect((user + system) / 1e6).toBeLessThan(SOON);
});

test("what is not shown is counted", () => {
  const names = Array.from({ length: 250 }, (_, index) => `$(K${index})`).join(" ");
  const file = join(scratch(), "release.yaml");
  writeFileSync(file, inSpec(`env: {A: "${names}"}`));
  const { stderr } = source({ args: [file] });
  expect(stderr.match(/error\[PHX222\]/g)).toHaveLength(200);
  expect(stderr).toMatch(/^and 50 more, which are not shown: mend these first$/m);
});

describe("the binary, whose stack is another", () => {
  test.each(["five hundred that use the one before", "patches that double", "patches that go deeper", "brackets", "maps in maps", "dashes"])("%s", (name) => {
    const { code, stderr } = binary({ args: [given(name)] });
    expect([0, 1], stderr.slice(0, 500)).toContain(code);
  });
});
