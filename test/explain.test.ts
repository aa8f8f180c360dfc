import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { decisions } from "../src/explain/decided/decisions.ts";
import type { Decided } from "../src/explain/decision.ts";
import { explanation } from "../src/explain/explanation.ts";
import { human } from "../src/explain/human.ts";
import { json } from "../src/explain/json.ts";
import { fieldNamed } from "../src/explain/path.ts";
import { subjects } from "../src/explain/subject.ts";
import { release } from "../src/release/release.ts";
import { fields, textOf } from "../src/schema/field.ts";
import { defaultWords, typeWords } from "../src/schema/words.ts";
import { parseDocuments } from "../src/source/document.ts";
import { validate } from "../src/spec/validate.ts";
import { copyOfTheLayout, edit, realEngines, scratch, write } from "./kustomize.ts";
import { onPathOf } from "./looking.ts";
import { programs, refusal, root } from "./program.ts";

const EXAMPLE = "docs/reference/example.yaml";
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const all = fields();
const env = (): Record<string, string> => ({ HOME: "/nonexistent", PATH: onPathOf(realEngines[0] as (typeof realEngines)[number]) });
const [subject] = subjects(EXAMPLE, { env: {}, self: undefined, cwd: root, stdin: () => "" }).subjects;
if (!subject) throw new Error(`${EXAMPLE} is no spec`);

const flat = (text: string): string => text.replace(/\s+/g, " ");

describe("every field", () => {
  test.each(all.map((field) => [textOf(field.path), field] as const))("%s", (text, field) => {
    expect(fieldNamed(text)).toEqual({ path: field.path });
    const one = explanation(field.path, [], false);
    const said = flat(human(one, 100));
    expect(said).toMatch(new RegExp(`^FIELD +${text.replace(/[.[\]]/g, "\\$&")} TYPE +${typeWords(field.node)}`));
    expect(said).toContain(flat(field.isRequired ? "REQUIRED" : defaultWords(field) === "" ? "DESCRIPTION" : `DEFAULT ${defaultWords(field)}`));
    // The description, or the parts of it that the values stand between.
    for (const sentence of field.node.description.split(/(?<=\.) /)) expect(said).toContain(flat(sentence.replace(/^.*?: /, "")));
    expect(one.page).toMatch(/^docs\/.+\.md/);
    expect(one.example).toBeDefined();
  });
  test("of a spec has its value there, or says why there is none", () => {
    const silent = all.flatMap(({ path }) => {
      const [specific] = explanation(path, [subject], false).specs;
      return specific?.places.filter(({ value, words }) => value === undefined && words === "").map(({ field }) => field) ?? [path.join(".")];
    });
    expect(silent).toEqual([]);
  });
  test("that is a field of spec leads to what is decided from it", () => {
    const tops = all.filter(({ path }) => path.length === 2 && path[0] === "spec");
    expect(tops.filter(({ path }) => explanation(path, [subject], false).specs[0]?.decided.length === 0).map(({ path }) => textOf(path))).toEqual([]);
  });
});

// Each number, and each text with a number in it, that is decided is changed to one that nobody else has: an explanation must show it.
describe("every decided number", () => {
  const SENTINEL = 876_543;
  /** Told in other words, each with the reason. */
  const exceptions: readonly (readonly [place: RegExp, reason: string])[] = [
    [/^budget\.database\.(pool|parts\b.*)$/, "told by the variables that hold them"],
    [/^(processes\[\]|oneOffs)\.(guests|pod)\./, "what the user wrote in Kubernetes' own shape"],
    [/^edge\.objects\[\]\.routes/, "the routes again, by object"],
    [/^claims\[\]/, "those of the processes again"],
    [/variables\[\]\.name$/, "names, by which the values are told"],
    [/\.image$|^pullSecrets|^edge\.(className|issuer|gateway)/, "no number of ours"],
    [/\.(labels|annotations|selector)\./, "no number of ours"],
    [/\.(command|args)\[\]$/, "Elixir and commands, told in their first line"],
    [/^files\.data\./, "contents of files, told by their keys"],
    [/^network\[\]\.from/, "peers, told as they are"],
  ];

  type Leaf = { readonly place: string; readonly path: readonly (string | number)[]; readonly value: number | string };
  function leaves(value: unknown, path: readonly (string | number)[] = []): Leaf[] {
    if (typeof value === "number" || (typeof value === "string" && /\d/.test(value))) {
      return [
        { place: path.reduce<string>((text, step) => (typeof step === "number" ? `${text}[]` : text === "" ? step : `${text}.${step}`), ""), path, value },
      ];
    }
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]));
  }

  function changed<T>(value: T, [step, ...rest]: readonly (string | number)[], to: unknown): T {
    if (step === undefined) return to as T;
    const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, unknown>;
    copy[step] = changed(copy[step], rest, to);
    return copy as T;
  }

  const told = (decided: Decided): string => JSON.stringify(decisions.flatMap(({ tell }) => tell(decided)));

  const decided = [EXAMPLE, ...readdirSync(join(root, "test/cases")).map((name) => `test/cases/${name}/release.yaml`)].flatMap((file) => {
    return parseDocuments(readFileSync(join(root, file)), file).map(({ value }) => {
      const { document } = validate(value);
      return { file, release: release(document), spec: document.spec };
    });
  });
  // Of each place in all specs the first one that is met.
  const places = new Map<string, Leaf & { readonly decided: Decided; readonly file: string }>();
  for (const one of decided) {
    for (const leaf of leaves(one.release)) if (!places.has(leaf.place)) places.set(leaf.place, { ...leaf, decided: one, file: one.file });
  }

  test("there are many", () => expect(places.size).toBeGreaterThan(150));
  test.each([...places.values()].filter(({ place }) => !exceptions.some(([pattern]) => pattern.test(place))))("$place of $file", ({ path, value, decided }) => {
    const sentinel = typeof value === "number" ? SENTINEL : `sentinel-${SENTINEL}`;
    const mode = path.at(-1) === "mode" ? SENTINEL.toString(8) : String(sentinel);
    expect(told({ ...decided, release: changed(decided.release, path, sentinel) }).includes(mode), `${path.join(".")} = ${value}`).toBe(true);
  });
  test.each(exceptions)("%s is met", (pattern) => expect([...places.keys()].some((place) => pattern.test(place))).toBe(true));
});

describe("a field that is none", () => {
  test.each([
    ["spec.drian", 'spec.drian is not a field; did you mean "spec.drain"?'],
    ["socketsSeconds", 'spec.socketsSeconds is not a field; did you mean "spec.drain.socketsSeconds"?'],
    ["processes.web.replica", 'spec.processes.web.replica is not a field; did you mean "spec.processes.web.replicas"?'],
    ["processes.web.autoscael.min", 'spec.processes.web.autoscael.min is not a field; did you mean "spec.processes.web.autoscale.min"?'],
    ["cluster.epmd.prot", 'spec.cluster.epmd.prot is not a field; did you mean "spec.cluster.epmd.port"?'],
    ["spec.host.name", "spec.host.name is not a field"],
    [
      "pod.affinity.nodeAffinity",
      "spec.pod.affinity.nodeAffinity is not a field: spec.pod.affinity is passed on as Kubernetes has it, and kubectl explain knows its fields",
    ],
    ["constructor", "spec.constructor is not a field"],
    ["processes.web.__proto__", "spec.processes.web.__proto__ is not a field"],
    ["qqqqqqqqq", "spec.qqqqqqqqq is not a field; fields of spec: image, "],
  ])("%s", (field, message) => {
    const found = fieldNamed(field);
    expect("wrong" in found ? found.wrong : "").toContain(message);
  });
  test.each([
    ["drain.", ["spec", "drain"]],
    ["processes.worker.drain", ["spec", "processes", "worker", "drain"]],
    ["pod.tolerations.key", ["spec", "pod", "tolerations", "[]", "key"]],
    ["spec.patches[0].target.kind", ["spec", "patches", "[]", "target", "kind"]],
    ['expose.ingress.annotations["a.example/b"]', ["spec", "expose", "ingress", "annotations", "a.example/b"]],
    ['files["/etc/a.conf"].mode', ["spec", "files", "/etc/a.conf", "mode"]],
    ["metadata.name", ["metadata", "name"]],
    ["kind", ["kind"]],
  ])("%s is one", (field, path) => expect(fieldNamed(field)).toEqual({ path }));
});

describe.each(programs)("%s", (_, program) => {
  test.each([
    ["drain", ["drain"]],
    ["enum", ["migrations.strategy"]],
    ["list", ["pod.tolerations", "--recursive"]],
    ["workers-jobs", ["drain.jobsSeconds", "-f", "bases/workers/spec/release.yaml"]],
    ["workers-pool", ["spec.database.pool", "-f", "bases/workers/spec/release.yaml"]],
    ["workers-connections", ["database.maxConnections", "-f", "bases/workers/spec/release.yaml"]],
    ["schedulers", ["beam.schedulers", "--file", EXAMPLE]],
    ["limits", ["resources", "-f", "docs/examples/hexpm/release.yaml"]],
    ["migrations", ["migrations", "-f", "docs/examples/hexpm/release.yaml"]],
    ["cluster", ["cluster", "-f", "docs/examples/hexpm/release.yaml"]],
    ["secret", ["secretName", "-f", "docs/examples/plausible/release.yaml"]],
    ["rollout", ["rollout.progressDeadlineSeconds", "-f", EXAMPLE]],
    ["startup", ["health.startup", "-f", "bases/sqlite/spec/release.yaml"]],
    ["names", ["metadata.name", "-f", EXAMPLE]],
    ["process", ["processes.worker.replicas", "-f", "docs/examples/hexpm/release.yaml"]],
    ["inherited", ["processes.worker.drain.marginSeconds", "-f", "bases/workers/spec/release.yaml"]],
    ["every-name", ["processes.<name>.args", "-f", "bases/umbrella/spec/release.yaml"]],
  ])("explain %s", async (name, args) => {
    const { code, stdout, stderr } = program({ args: ["explain", ...args] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot(`explain/${name}.txt`);
  });

  test("a field that is none is wrong input, two fields are wrong usage", () => {
    expect(program({ args: ["explain", "drian"] })).toEqual({ code: 1, stdout: "", stderr: 'spec.drian is not a field; did you mean "spec.drain"?\n' });
    expect(program({ args: ["explain", "drain", "http"] })).toMatchObject({ code: 2, stdout: "" });
    expect(program({ args: ["explain", "drain", "-f", "nowhere"] })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: refusal("explain", "nowhere: there is no such file or directory"),
    });
  });

  test("JSON is as docs/explain.schema.json says, and versioned", () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const schema = JSON.parse(read("docs/explain.schema.json")) as object;
    for (const args of [["drain"], ["spec", "-f", EXAMPLE], ["processes.<name>.drain", "-f", EXAMPLE], ["metadata.annotations", "-f", EXAMPLE]]) {
      const { code, stdout } = program({ args: ["explain", ...args, "--format", "json"] });
      expect({ code, valid: ajv.validate(schema, JSON.parse(stdout)), errors: ajv.errors }).toEqual({ code: 0, valid: true, errors: null });
    }
  });

  test("standard input", () => {
    const { code, stdout } = program({ args: ["explain", "http.port", "-f", "-"], stdin: read("bases/contract/spec/release.yaml") });
    expect(code).toBe(0);
    expect(stdout).toContain("spec.http.port: 8080  (written at standard input:19:10)");
  });

  test("a spec that is wrong: what is wrong, at its place; the field is explained all the same", () => {
    const spec = read("bases/app/spec/release.yaml").replace("host:", "hots:");
    const { code, stdout, stderr } = program({ args: ["explain", "drain", "-f", "-"], stdin: spec });
    expect(code).toBe(1);
    expect(stdout).toContain("FIELD     spec.drain");
    expect(stderr).toContain('standard input:8:3: error[PHX102]: spec.hots is not a field; did you mean "host"?');
  });

  test("an overlay, its patch, and its directory spec: the value comes from where it is written", () => {
    const layout = copyOfTheLayout();
    edit(layout, "bases/app/spec/release.yaml", (yaml) => `${yaml}  drain: {socketsSeconds: 20}\n`);
    edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  drain: {jobsSeconds: 40}\n`);
    for (const path of ["overlays/prod", "overlays/prod/spec/release.yaml", "overlays/prod/spec"]) {
      const explain = (field: string) => program({ args: ["explain", field, "-f", path], cwd: layout, env: env() });
      expect(explain("drain.socketsSeconds"), path).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("spec.drain.socketsSeconds: 20  (written at bases/app/spec/release.yaml:9:11)"),
      });
      const { stdout } = explain("drain.jobsSeconds");
      expect(stdout, path).toContain("spec.drain.jobsSeconds: 40  (written at overlays/prod/spec/release.yaml:11:11)");
      expect(stdout, path).toContain("preStop 10 + sockets 20 + http 15 + jobs 40 + margin 5 = 90 s");
    }
  });

  test("a directory that generates nothing, and no engine", () => {
    const directory = scratch();
    mkdirSync(join(directory, "empty"));
    write(directory, "plain/kustomization.yaml", "resources: []\n");
    const said = (path: string, variables: Record<string, string>) => {
      const { code, stderr } = program({ args: ["explain", "drain", "-f", path], cwd: directory, env: variables });
      return { code, stderr: stderr.split("\n")[0] };
    };
    expect(said("plain", env())).toEqual({ code: 1, stderr: "plain: error[PHX501]: nothing is generated here: there is no PhoenixRelease under generators:" });
    expect(said("empty", env())).toEqual({ code: 1, stderr: "empty: error[PHX501]: there is no kustomization.yaml in this directory" });
    expect(said("plain", {})).toEqual({ code: 1, stderr: "plain: error[PHX502]: neither kustomize nor kubectl is on PATH: the directory cannot be built" });
  });
});

test("JSON says what people read", () => {
  const one = explanation(["spec", "drain", "jobsSeconds"], [subject], false);
  expect(JSON.parse(json(one))).toMatchObject({
    version: 1,
    field: "spec.drain.jobsSeconds",
    default: "15",
    specs: [{ values: [{ value: 15, from: "written", file: EXAMPLE }] }],
  });
});
