import { cpSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { editorSchema, editorText } from "../src/schema/editor.ts";
import { exampleOf } from "../src/schema/example.ts";
import { type Field, fieldAt, fields, isPlainEntry, textOf } from "../src/schema/field.ts";
import { below, ENTRY, NAME } from "../src/schema/node.ts";
import { referencePage } from "../src/schema/reference.ts";
import { sourceOf, sourcePaths } from "../src/schema/sources.ts";
import { defaultWords } from "../src/schema/words.ts";
import { build, built, copyOfTheLayout, edit, realEngines, scratch } from "./kustomize.ts";
import { type Completion, LanguageServer } from "./language-server.ts";
import { programs, root } from "./program.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const files = (directory: string, pattern: RegExp): string[] =>
  readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .map((name) => `${directory}/${name}`)
    .filter((name) => pattern.test(name))
    .sort();

const shipped = {
  release: [...files("bases", /\/spec\/release\.yaml$/), ...files("docs", /\.yaml$/)].filter((file) => read(file).includes("kind: PhoenixRelease")),
  patch: files("overlays", /\/spec\/release\.yaml$/),
};

/** A base has a schema of its own, since it is copied alone. */
const baseOf = (file: string): string => /^bases\/\w+/.exec(file)?.[0] ?? "bases/app";

describe("what is kept in the repository is what the schema says: npm run schema", () => {
  test.each(readdirSync(join(root, "bases")))("bases/%s", (base) => {
    for (const kind of ["release", "patch"] as const)
      expect(read(`bases/${base}/${kind}.schema.json`) === editorText(kind), `${kind}.schema.json is stale`).toBe(true);
  });
  test("docs/reference.md", () => expect(read("docs/reference.md")).toBe(referencePage(read("docs/reference/example.yaml"))));
});

describe.each(programs)("%s", (_, program) => {
  test.each([
    [["schema"], "bases/app/release.schema.json"],
    [["schema", "--patch"], "bases/app/patch.schema.json"],
  ])("%j prints %s", (args, file) => expect(program({ args })).toEqual({ code: 0, stdout: read(file), stderr: "" }));
});

describe("every field", () => {
  const all = fields().filter((field) => !isPlainEntry(field));
  const names = (wrong: (field: Field) => boolean): string[] => all.filter(wrong).map(({ path }) => textOf(path));

  test("there are many", () => expect(all.length).toBeGreaterThan(500));
  test("has a description of a sentence", () => expect(names(({ node }) => !/^\S+ .+[.!]$/.test(node.description))).toEqual([]));
  test("says its default, or that it is required, unless its fields do", () =>
    expect(names((field) => defaultWords(field) === "" && below(field.node).length === 0 && ![NAME, ENTRY].includes(field.path.at(-1) as string))).toEqual([]));
  test("does not speak of a default where a program would not find it", () => expect(names(({ node }) => /default:/i.test(node.description))).toEqual([]));
  test("has an example that is right", () => {
    const ajv = new Ajv({ strict: false });
    const wrong = all.flatMap(({ path, node }) => {
      const example = exampleOf(node);
      return example === undefined || !ajv.validate(node, example) ? [`${textOf(path)}: ${JSON.stringify(example)}`] : [];
    });
    expect(wrong).toEqual([]);
  });
  test("of a map has a name in its example that it takes", () => {
    const ajv = new Ajv({ strict: false });
    expect(
      names(
        ({ node }) => node.propertyNames !== undefined && !Object.keys(exampleOf(node) as object).every((name) => ajv.validate(node.propertyNames ?? {}, name)),
      ),
    ).toEqual([]);
  });
  test("leads to a page that speaks of it", () => {
    for (const path of sourcePaths().filter((path) => path.includes("."))) {
      expect(fieldAt(path.split(".")), path).toBeDefined();
      expect(read(sourceOf(path.split(".")).page.replace(/#.*/, "")).includes(path.split(".").at(-1) as string), path).toBe(true);
    }
  });
  test("of a process takes what it does not say from the field of the spec", () => {
    expect(fieldAt(["spec", "processes", "web", "drain", "httpSeconds"])?.inherited).toEqual(["spec", "drain", "httpSeconds"]);
    expect(fieldAt(["spec", "processes", "web", "http", "enabled"])?.inherited).toBeUndefined();
    expect(fieldAt(["spec", "processes", "web", "cluster", "enabled"])?.inherited).toBeUndefined();
    expect(fieldAt(["spec", "processes", "web", "envFrom", "mail", "optional"])?.node.default).toBe(false);
  });
});

test("the whole example of the page shows every field that it can", () => {
  const document = parse(read("docs/reference/example.yaml")) as unknown;
  const shows = (value: unknown, path: readonly string[]): boolean => {
    const [step, ...rest] = path;
    if (step === undefined) return value !== undefined;
    if (typeof value !== "object" || value === null) return false;
    if (step === NAME || step === ENTRY) return Object.values(value).some((one) => shows(one, rest));
    return shows((value as Record<string, unknown>)[step], rest);
  };
  const hidden = fields()
    .filter((field) => !isPlainEntry(field) && !shows(document, field.path))
    .map(({ path }) => textOf(path))
    // A process may say again what the spec says.
    .filter(
      (path) =>
        !/^spec\.processes\.<name>\.(?!beam\.enabled)(secretEnv|envFrom|files|http|health|drain|resources|beam|availability|rollout|security|metrics|pod|writablePaths)\b/.test(
          path,
        ),
    );
  // The rest excludes what is in the example, or stands there for another container or source.
  const excluded = [
    /^spec\.expose\.(gateway|ingress\.tls\.issuer)\b/,
    /^spec\.database\.(parts|path|perPod)\b/,
    /^spec\.(migrations\.eval|seed\.args)$/,
    /^spec\.(migrations|seed|cron\.<name>)\.command$/,
    /^spec\.cluster\.(lookup|selector)$/,
    /^spec\.metrics\.public$/,
    /^spec\.(networkPolicy\.metrics|processes\.<name>\.ports\.<name>)\.from\.<name>\./,
    /^spec\.pod\.(initContainers|sidecars)\.<name>\./,
  ];
  expect(hidden.filter((path) => !excluded.some((pattern) => pattern.test(path)))).toEqual([]);
  for (const pattern of excluded)
    expect(
      hidden.some((path) => pattern.test(path)),
      String(pattern),
    ).toBe(true);
});

describe("the schema of editors", () => {
  const ajv = new Ajv({ strict: false, allowUnionTypes: true, allErrors: true });
  const validators = { release: ajv.compile(editorSchema("release")), patch: ajv.compile(editorSchema("patch")) };
  const errors = (kind: keyof typeof validators, document: unknown): string[] => {
    validators[kind](document);
    return (validators[kind].errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  };

  test.each(readdirSync(join(root, "test/cases")))("takes what is built: %s", (name) => {
    const [document] = parseAllDocuments(read(`test/cases/${name}/release.yaml`), { merge: true });
    expect(errors("release", document?.toJS())).toEqual([]);
  });
  test.each(shipped.release)("takes what is shipped: %s", (file) => expect(errors("release", parse(read(file)))).toEqual([]));
  test.each(shipped.patch)("takes what is shipped: %s", (file) => expect(errors("patch", parse(read(file)))).toEqual([]));
  test("takes a whole spec as a patch too: house defaults are a base, the spec of an application is the patch", () => {
    for (const file of shipped.release) expect(errors("patch", parse(read(file)))).toEqual([]);
  });
  test("refuses what is refused", () => {
    const wrong = (spec: string) => `apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec: {image: shop, ${spec}}`;
    for (const spec of [
      "hots: a",
      "http: {port: 70000}",
      "drain: {socketsSeconds: null}",
      "cluster: {discovery: mdns}",
      "env: {1A: a}",
      "processes: {cluster: {}}",
    ])
      expect(errors("release", parse(wrong(spec))), spec).toHaveLength(spec.includes("A") || spec.includes("processes") ? 2 : 1);
    for (const spec of ["hots: a", "http: {port: 70000}", "cluster: {discovery: mdns}", "cluster: []"])
      expect(errors("patch", parse(wrong(spec))), spec).toHaveLength(1);
  });
  test("null in a patch: back to the default, as Kustomize does it", () => {
    const patch =
      "drain: {socketsSeconds: null}\n  env: null\n  processes: {web: {replicas: null}}\n  cron: {a: {$patch: delete}}\n  files: {$patch: replace}\n  health: {$patch: replace, path: /up}";
    const layout = copyOfTheLayout();
    edit(
      layout,
      "bases/app/spec/release.yaml",
      (yaml) =>
        `${yaml}  drain: {socketsSeconds: 1}\n  env: {A: a}\n  processes: {web: {replicas: 5}}\n  cron: {a: {schedule: "@daily", eval: a}}\n  files: {/a: {secret: a}}\n  health: {port: 9}\n`,
    );
    edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  ${patch}\n`);
    expect(errors("patch", parse(readFileSync(join(layout, "overlays/prod/spec/release.yaml"), "utf8")))).toEqual([]);
    const engine = realEngines[0] as (typeof realEngines)[number];
    const text = build(engine, join(layout, "overlays/prod/spec"), "classic", {}).stdout;
    expect((parse(text) as { spec: object }).spec).toMatchObject({ drain: {}, processes: { web: {} }, health: { path: "/up" } });
    expect(text).not.toMatch(/socketsSeconds|replicas|port|env:|schedule|secret/);
    expect(built(engine, join(layout, "overlays/prod"), "classic")).toContain("path: /up");
  });
});

describe("a shipped spec names its schema in the first line, for editors", () => {
  const lineFor = (file: string, kind: string): string => `# yaml-language-server: $schema=${relative(dirname(file), `${baseOf(file)}/${kind}.schema.json`)}`;
  test.each(shipped.release)("%s", (file) => expect(read(file).split("\n")[0]).toBe(lineFor(file, "release")));
  test.each(shipped.patch)("%s", (file) => expect(read(file).split("\n")[0]).toBe(lineFor(file, "patch")));
});

describe("in an editor", () => {
  const server = new LanguageServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  const text = (completion: Completion | undefined): string => {
    const { documentation = "" } = completion ?? {};
    return typeof documentation === "string" ? documentation : documentation.value;
  };
  const place = (file: string, kind = "release") => {
    const path = join(root, dirname(file), "edited.yaml");
    const first = `# yaml-language-server: $schema=${relative(dirname(file), `bases/app/${kind}.schema.json`)}\n`;
    return { path, first };
  };

  test.each([...shipped.release, ...shipped.patch])("nothing is underlined in %s", async (file) => {
    expect(await server.open(join(root, file), read(file))).toEqual([]);
  });

  test.each(readdirSync(join(root, "bases")))("bases/%s copied as bases/app, and an overlay beside it", async (base) => {
    const layout = scratch();
    cpSync(join(root, "bases", base), join(layout, "deploy/bases/app"), { recursive: true });
    cpSync(join(root, "overlays/prod"), join(layout, "deploy/overlays/prod"), { recursive: true });
    for (const file of ["bases/app/spec/release.yaml", "overlays/prod/spec/release.yaml"]) {
      const path = join(layout, "deploy", file);
      const found = await server.open(path, `${readFileSync(path, "utf8")}  hots: a\n`);
      expect(found.map(({ message }) => message)).toEqual(["Property hots is not allowed."]);
    }
  });

  test("a mistyped field is, and the description of a field is shown", async () => {
    const { path, first } = place("bases/app/spec/release.yaml");
    const spec =
      "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec:\n  image: shop:1\n  drian: {}\n  database:\n    pool: 5\n  ";
    const found = await server.open(path, first + spec);
    expect(found.map(({ message, range }) => `${range.start.line + 1}:${range.start.character + 1}: ${message}`)).toEqual([
      "7:3: Property drian is not allowed.",
    ]);

    const fields = await server.complete(path, { line: 9, character: 2 });
    expect(fields.map(({ label }) => label)).toEqual(expect.arrayContaining(["host", "drain", "cluster", "processes"]));
    expect(text(fields.find(({ label }) => label === "drain"))).toMatch(/^Seconds that the parts of a graceful stop may take/);

    const hover = await server.hover(path, { line: 8, character: 6 });
    expect(hover).toContain("Connections per pod and repo");
    expect(hover.replaceAll("\\", "")).toContain("Default: 10, for SQLite 5");

    // In Markdown <name> alone would be HTML, and not be seen.
    expect(text(fields.find(({ label }) => label === "secretName"))).toContain("Default: \\<name>-secrets.");
  });

  test("the values of a field are offered with their meaning", async () => {
    const { path, first } = place("docs/examples/hexpm/release.yaml");
    await server.open(
      path,
      `${first}apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec:\n  image: shop:1\n  migrations:\n    strategy: \n`,
    );
    const values = await server.complete(path, { line: 7, character: 14 });
    expect(Object.fromEntries(values.map((value) => [value.label, text(value)]))).toMatchObject({
      job: expect.stringMatching(/^a Job per version/),
      boot: expect.stringContaining("by itself"),
    });
  });

  test("a patch needs nothing, and takes null", async () => {
    const { path, first } = place("overlays/prod/spec/release.yaml", "patch");
    const spec = "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: any}\nspec:\n  beam: null\n  hots: a\n";
    expect((await server.open(path, first + spec)).map(({ message }) => message)).toEqual(["Property hots is not allowed."]);
  });
});
