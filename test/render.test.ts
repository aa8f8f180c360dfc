import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { blockStream, jsonLine } from "../src/output/yaml.ts";
import type { Engine } from "./engines/engines.ts";
import { type Anything, build, built, copyOfTheLayout, edit, objectsOf, realEngines, scratch, withoutJobHash, write } from "./kustomize.ts";
import { binary, type Outcome, pluginHome, programs, refusal, root } from "./program.ts";

const first = realEngines[0] as Engine;
/** kubectl, where it is. */
const last = realEngines.at(-1) as Engine;
const [, source] = programs[0] as (typeof programs)[number];

const bins = new Map<string, string>();

/** An environment in which one engine is on PATH, and the plugin is installed. */
function envOf(engine: Engine): Record<string, string> {
  const bin = bins.get(engine.name) ?? scratch();
  if (!existsSync(join(bin, engine.kind))) symlinkSync(engine.path, join(bin, engine.kind));
  return { HOME: "/nonexistent", PATH: `${bin}:/usr/bin:/bin`, KUSTOMIZE_PLUGIN_HOME: pluginHome };
}

interface Call {
  readonly program?: typeof source;
  readonly engine?: Engine;
  readonly cwd: string;
  readonly stdin?: string;
}

const render = (args: readonly string[], { program = source, engine = first, cwd, stdin = "" }: Call): Outcome =>
  program({ args: ["render", ...args], env: envOf(engine), cwd, stdin });

function rendered(args: readonly string[], call: Call): Outcome {
  const outcome = render(args, call);
  if (outcome.code !== 0) throw new Error(outcome.stderr);
  return outcome;
}

/** Without any flag, and without a plugin. */
function plain(engine: Engine, directory: string): string {
  const { code, stdout, stderr } = build(engine, directory, "classic", { flags: [], env: { KUSTOMIZE_PLUGIN_HOME: "/nonexistent" } });
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

const filesOf = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(join(directory, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(join(directory, name), "utf8")]),
  );

const fixtures = readdirSync(join(root, "test/overlays"));
const object = (kind: string, name: string, more: object = {}): object => ({ apiVersion: "v1", kind, metadata: { name }, ...more });
const streamOf = (...objects: object[]): string => blockStream(objects);
const shown = (text: string): string[] => text.split("\n").filter((line) => line !== "");

describe("what a directory builds", () => {
  test.each(["overlays/dev", "overlays/staging", "overlays/prod", "bases/app"])("%s is written so that nobody needs a plugin", (path) => {
    const layout = copyOfTheLayout();
    rendered([path, "--with-secrets", "-o", "rendered/it"], { cwd: layout });
    const text = built(first, join(layout, path));
    for (const engine of realEngines) expect(plain(engine, join(layout, "rendered/it"))).toBe(text);
  });

  test.each(realEngines.map((engine) => [engine.name, engine] as const))("is printed as %s prints it", (_, engine) => {
    const layout = copyOfTheLayout();
    expect(rendered(["overlays/dev"], { engine, cwd: layout }).stdout).toBe(built(engine, join(layout, "overlays/dev")));
  });

  test.each(fixtures)("%s goes through files unchanged", (fixture) => {
    const directory = scratch();
    const text = readFileSync(join(root, "test/overlays", fixture), "utf8");
    expect(rendered(["-"], { cwd: directory, stdin: text }).stdout).toBe(text);
    rendered(["-", "--with-secrets", "-o", "out"], { cwd: directory, stdin: text });
    expect(plain(last, join(directory, "out"))).toBe(text);
  });

  test("overlays/prod, file by file", async () => {
    const layout = copyOfTheLayout();
    rendered(["overlays/prod", "-o", "rendered/prod"], { cwd: layout });
    const files = filesOf(join(layout, "rendered/prod"));
    for (const [name, text] of Object.entries(files)) await expect(text).toMatchFileSnapshot(`${root}/test/render/prod/${name}`);
    expect(readdirSync(join(root, "test/render/prod")).sort()).toEqual(Object.keys(files));
  });

  test.each(programs)("%s: the same bytes elsewhere, and nothing is written when nothing has changed", (_, program) => {
    const [here, there] = [copyOfTheLayout(), copyOfTheLayout()];
    const spec = "bases/app/spec/release.yaml";
    expect(rendered([spec, "-o", "rendered"], { program, cwd: here })).toEqual({ code: 0, stdout: "", stderr: "rendered: 9 files written\n" });
    rendered([`./overlays/../${spec}`, "--output", "./rendered/"], { program, cwd: there });
    expect(filesOf(join(there, "rendered"))).toEqual(filesOf(join(here, "rendered")));
    const before = statSync(join(here, "rendered")).ino;
    expect(rendered([spec, "-o", "rendered/"], { program, cwd: here }).stderr).toBe(`rendered is what ${spec} gives already: nothing is written\n`);
    // From where it is called makes no difference either, though the command in it would be another.
    rendered(["app/spec/release.yaml", "-o", "../rendered"], { program, cwd: join(here, "bases") });
    expect(statSync(join(here, "rendered")).ino).toBe(before);
  });

  test("scalars stay what they are", () => {
    const layout = copyOfTheLayout();
    const odd = { a: "1_000", b: "yes", c: "0o17", d: "017", e: "a\nb\n", f: "a\r\nb", g: "~", h: "1e3", i: " x ", j: "---\nkind: Job\n", k: "# no", l: "\t" };
    const data = { ...odd, m: "x".repeat(200), n: "word ".repeat(60), o: "multi\n\n\nline \n  x", p: "2024-01-01", q: "", r: "é\u2028😀", s: "{}", t: "a: b" };
    const secret = object("Secret", "odd", { data: { long: Buffer.from("long ".repeat(200)).toString("base64") } });
    const big = object("Custom", "big", { apiVersion: "example.com/v1", spec: { small: 0.1, truth: true, nothing: {}, none: [] } });
    const exact =
      "apiVersion: example.com/v1\nkind: Custom\nmetadata: {name: exact}\nspec: {big: 9223372036854775807, octal: 0644, text: '0644', quoted: \"1_000\"}\n";
    write(layout, "overlays/prod/odd.yaml", `${streamOf(object("ConfigMap", "odd", { data }), secret, big)}---\n${exact}`);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) =>
      yaml.replace("resources:", "configMapGenerator:\n  - name: made\n    literals: [YES=yes, N=1_000]\nresources:\n  - odd.yaml"),
    );
    const text = built(first, join(layout, "overlays/prod"));
    expect(objectsOf(text).find(({ metadata, kind }) => kind === "ConfigMap" && metadata.name === "odd").data).toEqual(data);
    rendered(["--with-secrets", "overlays/prod", "-o", "rendered"], { cwd: layout });
    for (const engine of realEngines) expect(plain(engine, join(layout, "rendered"))).toBe(text);
  });
});

describe("what a spec gives", () => {
  const byName = (objects: Anything[]): Anything[] => objects.sort((a, b) => (`${a.kind}/${a.metadata.name}` < `${b.kind}/${b.metadata.name}` ? -1 : 1));
  const maskedObjects = (text: string): Anything[] => byName(objectsOf(withoutJobHash(text)));

  test.each(["app", "workers", "umbrella", "distillery", "sqlite", "contract"])("bases/%s: as its base builds, but for the suffix of the Job", (base) => {
    const { stdout, stderr } = rendered([`bases/${base}/spec/release.yaml`], { cwd: root });
    expect(stderr).toBe("");
    expect(maskedObjects(stdout)).toEqual(maskedObjects(readFileSync(join(root, `test/overlays/bases-${base}.yaml`), "utf8")));
    expect(stdout).not.toMatch(/kustomize\.config\.k8s\.io|config\.kubernetes\.io/);
  });

  const hostile = {
    HTML: "<a href='x'>&amp;</a>",
    QUOTES: `"'\\`,
    LINES: "a\nb\n\tc\r\n",
    SEPARATORS: "\u2028\u2029",
    UNICODE: "é😀",
    NUMBER: "1_000",
    YES: "yes",
    EMPTY: "",
  };
  const spec = (more: object, name = "shop"): string =>
    jsonLine({
      apiVersion: "phoenix-release.dev/v1",
      kind: "PhoenixRelease",
      metadata: { name },
      spec: { image: "ghcr.io/acme/shop:1.4.2", host: `${name}.example.com`, ...more },
    });
  const everywhere = {
    env: hostile,
    files: { "/etc/a.conf": { content: "<&>\n\té😀\n" }, "/etc/b.conf": { configMap: "shop-env", key: "HTML" } },
    processes: { web: {}, worker: { env: { ROLE: "worker" } }, store: { stateful: true, env: { ROLE: "store" } } },
    cron: { nightly: { schedule: "0 3 * * *", eval: "Shop.nightly()" } },
    seed: { enabled: true, eval: "Shop.seed()" },
    envFrom: { "shop-env": { configMap: "shop-env", prefix: "COPY_" } },
    patches: [
      {
        target: { kind: "Deployment", name: "shop" },
        patch: [
          {
            op: "add",
            path: "/spec/template/spec/volumes/-",
            value: { name: "all", projected: { sources: [{ configMap: { name: "shop-files" } }, { secret: { name: "shop-env" } }] } },
          },
          {
            op: "add",
            path: "/spec/template/spec/containers/0/env/-",
            value: { name: "ONE", valueFrom: { configMapKeyRef: { name: "shop-env", key: "YES" } } },
          },
          { op: "add", path: "/metadata/annotations", value: { about: "shop-env" } },
        ],
      },
    ],
  };

  test.each(realEngines.map((engine) => [engine.name, engine] as const))("names and references are those of %s, whatever the values hold", (_, engine) => {
    const layout = copyOfTheLayout();
    write(layout, "bases/app/spec/release.yaml", spec(everywhere));
    const text = built(engine, join(layout, "bases/app"));
    const { stdout } = rendered(["bases/app/spec/release.yaml"], { engine, cwd: layout });
    const masked = (yaml: string): Anything[] => byName(objectsOf(yaml.replace(/^( {2}name: shop-(?:migrate|seed))-[a-z0-9]{10}$/gm, "$1")));
    expect(masked(stdout)).toEqual(masked(text));
    rendered(["bases/app/spec/release.yaml", "-o", "rendered"], { engine, cwd: layout });
    expect(masked(plain(engine, join(layout, "rendered")))).toEqual(masked(text));
    const names = [...stdout.matchAll(/name: (shop-(?:env|files)\S*)/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(3);
    expect(names.filter((name) => /^shop-(?:env|files)-[bcdfghkmt2456789]{10}$/.test(name as string)).length).toBe(names.length - 1);
  });

  const job = (text: string): string => objectsOf(text).find(({ kind }) => kind === "Job").metadata.name;
  const jobOf = (yaml: string): string => job(rendered(["-"], { cwd: "/", stdin: yaml }).stdout);

  test("the suffix of a Job follows its content and its settings, and not the spelling of the spec", () => {
    const settings = { A: "1", B: "2" };
    const one = jobOf(spec({ env: settings }));
    expect(one).toMatch(/^shop-migrate-[bcdfghkmt2456789]{10}$/);
    expect(jobOf(`# A comment\n${stringify(JSON.parse(spec({ env: { B: "2", A: "1" } })))}`)).toBe(one);
    expect(jobOf(spec({ env: settings, drain: { socketsSeconds: 20 } }))).toBe(one);
    const others = [{ env: { ...settings, B: "3" } }, { env: settings, image: "ghcr.io/acme/shop:2" }, { env: settings, migrations: { backoffLimit: 1 } }];
    expect(new Set([one, ...others.map((more) => jobOf(spec(more)))]).size).toBe(4);
  });

  test("of two specs each has its own", () => {
    const two = `${spec({ env: { A: "1" } })}\n---\n${spec({ env: { A: "2" } }, "admin")}\n`;
    const directory = scratch();
    rendered(["-", "-o", "out"], { cwd: directory, stdin: two });
    expect(Object.keys(filesOf(join(directory, "out"))).filter((name) => /^(?:configmap|job)-/.test(name))).toEqual([
      "configmap-admin-env.yaml",
      "configmap-shop-env.yaml",
      "job-admin-migrate.yaml",
      "job-shop-migrate.yaml",
    ]);
    const objects = objectsOf(plain(first, join(directory, "out")));
    for (const name of ["shop", "admin"]) {
      const map = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name.startsWith(name));
      expect(JSON.stringify(objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === name))).toContain(`"${map.metadata.name}"`);
    }
  });
});

describe("names of files", () => {
  function names(...objects: object[]): string[] {
    const directory = scratch();
    const stdin = streamOf(...objects);
    rendered(["-", "-o", "out"], { cwd: directory, stdin });
    expect(objectsOf(plain(first, join(directory, "out")))).toHaveLength(objects.length);
    return Object.keys(filesOf(join(directory, "out"))).filter((name) => name !== "kustomization.yaml");
  }
  const inNamespace = (namespace: string, kind: string, name: string): object => ({ apiVersion: "v1", kind, metadata: { name, namespace } });

  test("kind and name, without the hash", () =>
    expect(names(object("ConfigMap", "a-bcdfghkmt2"), object("Service", "a-bcdfghkmt2"), object("ConfigMap", "a-b"))).toEqual([
      "configmap-a-b.yaml",
      "configmap-a.yaml",
      "service-a-bcdfghkmt2.yaml",
    ]));

  test("with the hash where two have none else", () =>
    expect(names(object("ConfigMap", "a-bcdfghkmt2"), object("ConfigMap", "a-bcdfghkmt4"))).toEqual([
      "configmap-a-bcdfghkmt2.yaml",
      "configmap-a-bcdfghkmt4.yaml",
    ]));

  test("with the hash, unless a third is called so", () => {
    const three = ["a-bcdfghkmt2", "a-bcdfghkmt4", "a-bcdfghkmt2-bcdfghkmt5"].map((name) => object("ConfigMap", name));
    expect(names(...three)).toEqual(["cluster/configmap-a.yaml", "configmap-a-bcdfghkmt2.yaml", "configmap-a-bcdfghkmt4.yaml"]);
  });

  test("a folder a namespace where only that tells them apart", () =>
    expect(names(inNamespace("x", "Service", "a"), inNamespace("y", "Service", "a"), inNamespace("y", "Service", "b"))).toEqual([
      "service-b.yaml",
      "x/service-a.yaml",
      "y/service-a.yaml",
    ]));

  test("the group where two have the kind", () =>
    expect(names(object("Service", "a"), object("Service", "a", { apiVersion: "serving.knative.dev/v1" }))).toEqual([
      "cluster/service.core-a.yaml",
      "cluster/service.serving.knative.dev-a.yaml",
    ]));

  test("what is no part of a file name", () => {
    const rbac = { apiVersion: "rbac.authorization.k8s.io/v1" };
    const odd = names(
      object("Role", "system:Reader", rbac),
      object("Role", "system:reader", rbac),
      object("Thing", "../../etc/x"),
      object("Thing", "a".repeat(253)),
    );
    expect(odd).toHaveLength(4);
    for (const name of odd) expect(name).toMatch(/^(?:cluster\/)?[a-z][-._a-z0-9]{1,250}$/);
  });

  test("an object moves only when another is called as it is", () => {
    const [a, b, c] = [object("ConfigMap", "a"), object("ConfigMap", "b"), inNamespace("x", "ConfigMap", "a")] as [object, object, object];
    expect(names(a, b)).toEqual(["configmap-a.yaml", "configmap-b.yaml"]);
    expect(names(b, c, a)).toEqual(["cluster/configmap-a.yaml", "configmap-b.yaml", "x/configmap-a.yaml"]);
    expect(names(c, a, b)).toEqual(names(a, b, c));
  });
});

describe("a directory that is replaced", () => {
  const two = streamOf(object("ConfigMap", "a"), object("ConfigMap", "b"));
  const one = streamOf(object("ConfigMap", "a"));
  const nothingOfOurs = /^standard input: warning\[PHX505\].*\n {2}help: .*\n/;
  const into = (cwd: string, stdin: string, ...more: string[]): Outcome => {
    const { stderr, ...outcome } = render(["-", "-o", "out", ...more], { cwd, stdin });
    expect(stderr).toMatch(nothingOfOurs);
    return { ...outcome, stderr: stderr.replace(nothingOfOurs, "") };
  };

  test("files of objects that are gone vanish", () => {
    const cwd = scratch();
    into(cwd, two);
    expect(into(cwd, one)).toEqual({ code: 0, stdout: "", stderr: "out: 2 files written\n" });
    expect(Object.keys(filesOf(join(cwd, "out")))).toEqual(["configmap-a.yaml", "kustomization.yaml"]);
    expect(readdirSync(cwd)).toEqual(["out"]);
  });

  test("an empty one is used, and one through a link stays where it is", () => {
    const cwd = scratch();
    mkdirSync(join(cwd, "real"));
    symlinkSync("real", join(cwd, "out"));
    expect(into(cwd, two).code).toBe(0);
    expect(into(cwd, one).code).toBe(0);
    expect(readdirSync(join(cwd, "real"))).toEqual(["configmap-a.yaml", "kustomization.yaml"]);
    expect(readdirSync(cwd).sort()).toEqual(["out", "real"]);
  });

  test("what is not of render is refused by name, and nothing is touched", () => {
    const cwd = scratch();
    write(cwd, "out/notes/todo.txt", "mine");
    write(cwd, "out/kustomization.yaml", "resources: []\n");
    const before = filesOf(cwd);
    const { code, stderr } = into(cwd, two);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        "phoenix-release: nothing is written: out is replaced as a whole, and render has not made kustomization.yaml, notes/todo.txt: move them away, or name another directory\n",
    });
    expect(filesOf(cwd)).toEqual(before);
  });

  test("so is a file that somebody has added, and a link", () => {
    const cwd = scratch();
    into(cwd, two);
    write(cwd, "out/.gitattributes", "* -text\n");
    symlinkSync("configmap-a.yaml", join(cwd, "out/z.yaml"));
    const before = filesOf(cwd);
    expect(into(cwd, one).stderr).toContain("render has not made .gitattributes, z.yaml: move them away");
    expect(filesOf(cwd)).toEqual(before);
    rmSync(join(cwd, "out/.gitattributes"));
    rmSync(join(cwd, "out/z.yaml"));
    expect(into(cwd, one).code).toBe(0);
  });

  test("what was changed by hand is replaced, and said", () => {
    const cwd = scratch();
    into(cwd, two);
    edit(cwd, "out/configmap-a.yaml", (text) => `${text}data: {A: b}\n`);
    expect(into(cwd, two).stderr).toBe("warning: out/configmap-a.yaml was changed by hand, and is replaced\nout: 3 files written\n");
    expect(filesOf(join(cwd, "out"))["configmap-a.yaml"]).not.toContain("A: b");
  });

  test.each([
    ["the source itself", ["overlays/prod", "-o", "overlays/prod"], "overlays/prod holds overlays/prod, which would be replaced by what it gives"],
    ["its ancestor", ["overlays/prod", "-o", "overlays"], "overlays holds overlays/prod, which would be replaced by what it gives"],
    ["the directory of a spec", ["bases/app/spec/release.yaml", "-o", "bases/app/spec"], "bases/app/spec holds bases/app/spec/release.yaml, which"],
    ["where one is", ["-", "-o", "."], ". is where you are, or above it: name a directory below"],
    ["above that", ["-", "-o", ".."], ".. is where you are, or above it"],
    ["the root", ["-", "-o", "/"], "/ is where you are, or above it"],
    ["a link to the source", ["overlays/prod", "-o", "link"], "link holds overlays/prod, which would be replaced"],
    ["a file", ["-", "-o", "bases/app/kustomization.yaml"], "bases/app/kustomization.yaml is a file, and -o takes a directory, or - for standard output"],
    ["nothing", ["overlays/prod", "-o", ""], 'render takes a directory after -o, or - for standard output, not ""'],
  ])("never %s", (_, args, why) => {
    const layout = copyOfTheLayout();
    symlinkSync("overlays/prod", join(layout, "link"));
    const before = filesOf(layout);
    const { code, stdout, stderr } = render(args, { cwd: layout, stdin: two });
    expect({ code, stdout, why: stderr.startsWith(`phoenix-release: ${why}`) || stderr }).toEqual({ code: 2, stdout: "", why: true });
    expect(filesOf(layout)).toEqual(before);
  });

  const shell = (script: string, ...args: string[]): Outcome => {
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", PROGRAM: binary };
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script, "test", ...args], { env, input: two, encoding: "utf8" });
    return { code: status, stdout, stderr };
  };
  const failed = (why: string): string => `phoenix-release: nothing is written, and out is as it was: ${why}\n`;

  test("a limit that is hit half-way leaves all as it was", () => {
    const cwd = scratch();
    into(cwd, one);
    const before = filesOf(cwd);
    const large = streamOf(object("ConfigMap", "a", { data: { A: "small" } }), object("ConfigMap", "b", { data: { B: "x".repeat(100_000) } }));
    writeFileSync(join(cwd, "../large.yaml"), large);
    const { code, stderr } = shell('cd "$1"; ulimit -f 20; exec "$PROGRAM" render - -o out < ../large.yaml', cwd);
    expect({ code, stderr: stderr.replace(nothingOfOurs, "") }).toEqual({ code: 1, stderr: failed("a limit on the size of files (ulimit -f) is too low") });
    expect(filesOf(cwd)).toEqual(before);
  });

  const mounts = shell("unshare --mount true").code === 0;
  if (!mounts) console.error("SKIPPED: nothing may be mounted here");
  const onTmpfs = (script: string): Outcome => {
    const cwd = scratch();
    writeFileSync(
      join(cwd, "large.yaml"),
      streamOf(object("ConfigMap", "a", { data: { A: "small" } }), object("ConfigMap", "b", { data: { B: "x".repeat(300_000) } })),
    );
    writeFileSync(join(cwd, "small.yaml"), one);
    mkdirSync(join(cwd, "disk"));
    const { code, stdout, stderr } = shell(`exec unshare --mount sh -c 'cd "$1"; mount -t tmpfs -o size=200k tmpfs disk; ${script}' test "$@"`, cwd);
    return { code, stdout, stderr: stderr.replace(nothingOfOurs, "") };
  };

  test.skipIf(!mounts && !process.env["CI"])("so does a full disk", () => {
    const found = onTmpfs(
      '"$PROGRAM" render small.yaml -o disk/out 2>&-; cat disk/out/* >before; cd disk; "$PROGRAM" render ../large.yaml -o out; code=$?; ls -A; cat out/* | cmp - ../before; exit $code',
    );
    expect({ ...found, stderr: found.stderr.replace(/^large.yaml.*\n.*\n|^\.\.\/large.*\n.*\n/, "") }).toEqual({
      code: 1,
      stdout: "out\n",
      stderr: failed("the disk is full"),
    });
  });

  test.skipIf(!mounts && !process.env["CI"])("so does a place where something is mounted", () => {
    const { code, stderr } = onTmpfs('"$PROGRAM" render small.yaml -o disk; code=$?; ls -A disk; exit $code');
    expect({ code, why: stderr.includes("something is mounted there; name a directory inside of it") || stderr }).toEqual({ code: 1, why: true });
  });

  test.skipIf(process.getuid?.() !== 0)("so does a directory in which one may not write", () => {
    const cwd = scratch();
    into(cwd, two);
    const before = filesOf(cwd);
    chmodSync(cwd, 0o555);
    const { code, stderr } = shell('cd "$1"; exec setpriv --reuid 65534 --clear-groups --inh-caps=-all --bounding-set=-all -- "$PROGRAM" render - -o out', cwd);
    chmodSync(cwd, 0o755);
    // Of the two what was given before differs from it by nothing: then nothing is to be written.
    expect({ code, stderr: stderr.replace(nothingOfOurs, "") }).toEqual({ code: 0, stderr: "out is what standard input gives already: nothing is written\n" });
    rmSync(join(cwd, "out/configmap-b.yaml"));
    delete before["out/configmap-b.yaml"];
    chmodSync(cwd, 0o555);
    const second = shell('cd "$1"; exec setpriv --reuid 65534 --clear-groups --inh-caps=-all --bounding-set=-all -- "$PROGRAM" render - -o out', cwd);
    chmodSync(cwd, 0o755);
    expect({ code: second.code, stderr: second.stderr.replace(nothingOfOurs, "") }).toEqual({ code: 1, stderr: failed("you may not write there") });
    expect(filesOf(cwd)).toEqual(before);
  });

  describe("--check", () => {
    const check = (cwd: string, stdin = two, ...more: string[]): Outcome => into(cwd, stdin, "--check", ...more);
    const stale = (files: string): string => `phoenix-release: out is not what standard input gives: ${files}. Render it anew\n`;

    test("fresh: nothing on standard output, 0", () => {
      const cwd = scratch();
      into(cwd, two);
      expect(check(cwd)).toEqual({ code: 0, stdout: "", stderr: "out is what standard input gives: 3 files\n" });
    });

    test("not there", () => {
      const cwd = scratch();
      expect(check(cwd)).toEqual({ code: 1, stdout: "", stderr: "phoenix-release: out is not there: phoenix-release render makes it\n" });
      expect(readdirSync(cwd)).toEqual([]);
    });

    test("stale, missing, left over, changed by hand, added: each by its name, with the first line that differs", () => {
      const cwd = scratch();
      const map = (name: string, A: string): object => object("ConfigMap", name, { data: { A } });
      into(cwd, streamOf(map("a", "1"), map("b", "1"), map("c", "1"), map("gone", "1")));
      edit(cwd, "out/configmap-b.yaml", (text) => text.replace('"1"', '"2"'));
      write(cwd, "out/added.yaml", "kind: ConfigMap\n");
      rmSync(join(cwd, "out/configmap-c.yaml"));
      const before = filesOf(cwd);
      const found = check(cwd, streamOf(map("a", "0"), map("b", "1"), map("c", "1"), map("new", "1")));
      expect(found.stderr).toBe(stale("7 files"));
      expect(found.code).toBe(1);
      expect(shown(found.stdout)).toEqual([
        "out/added.yaml: not made by render",
        "out/configmap-a.yaml: stale",
        "  line 7",
        '    -   A: "1"',
        '    +   A: "0"',
        "out/configmap-b.yaml: changed by hand",
        "  line 7",
        '    -   A: "2"',
        '    +   A: "1"',
        "out/configmap-c.yaml: missing",
        "out/configmap-gone.yaml: left over",
        "out/configmap-new.yaml: missing",
        "out/kustomization.yaml: stale",
        "  line 10",
        "    -   - configmap-gone.yaml",
        "    +   - configmap-new.yaml",
      ]);
      expect(filesOf(cwd)).toEqual(before);
    });

    test("of a kustomization that was changed by hand", () => {
      const cwd = scratch();
      into(cwd, two);
      edit(cwd, "out/kustomization.yaml", (text) => `${text}namePrefix: eu-\n`);
      expect(shown(check(cwd).stdout)).toEqual(["out/kustomization.yaml: changed by hand", "  line 9", "    - namePrefix: eu-", "    + "]);
    });

    test("values of Secrets are not shown", () => {
      const cwd = scratch();
      const secret = (value: string): string => streamOf(object("Secret", "s", { stringData: { PASSWORD: value } }));
      into(cwd, secret("hunter2"), "--with-secrets");
      const { stdout, stderr } = check(cwd, secret("correct horse"), "--with-secrets");
      expect(shown(stdout)).toEqual(["out/secret-s.yaml: stale"]);
      expect(stdout + stderr).not.toMatch(/hunter2|correct horse/);
    });

    test("as Git hands out text on Windows it is the same", () => {
      const cwd = scratch();
      into(cwd, two);
      for (const name of Object.keys(filesOf(join(cwd, "out")))) edit(cwd, `out/${name}`, (text) => text.replaceAll("\n", "\r\n"));
      expect(check(cwd).code).toBe(0);
    });

    test("of a stream from Windows", () => {
      const cwd = scratch();
      const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
      into(cwd, crlf(two));
      expect(check(cwd, crlf(two)).code).toBe(0);
      expect(check(cwd).code).toBe(0);
      const changed = two.replace("name: a", "name: a\n  namespace: x");
      expect(shown(check(cwd, crlf(changed)).stdout)[0]).toBe("out/configmap-a.yaml: stale");
    });

    test.each(programs)("%s: a spec that was changed afterwards", (_, program) => {
      const layout = copyOfTheLayout();
      const args = ["bases/app/spec/release.yaml", "-o", "rendered/"];
      rendered(args, { program, cwd: layout });
      expect(render([...args, "--check"], { program, cwd: layout })).toEqual({
        code: 0,
        stdout: "",
        stderr: "rendered is what bases/app/spec/release.yaml gives: 9 files\n",
      });
      edit(layout, "bases/app/spec/release.yaml", (yaml) => `${yaml}  processes: {web: {replicas: 4}}\n`);
      const { code, stdout } = render(["--check", ...args], { program, cwd: layout });
      expect({ code, shown: shown(stdout) }).toEqual({
        code: 1,
        shown: ["rendered/deployment-shop.yaml: stale", expect.stringMatching(/^ {2}line \d+$/), "    -   replicas: 1", "    +   replicas: 4"],
      });
    });

    test("needs a directory", () =>
      expect(render(["overlays/prod", "--check"], { cwd: root })).toEqual({
        code: 2,
        stdout: "",
        stderr: "phoenix-release: --check compares with a directory: name it with -o DIR\nRun phoenix-release help render for what it can do.\n",
      }));
  });

  describe("Secrets", () => {
    const secret = (name: string, more: object): object => object("Secret", name, more);
    const all = streamOf(
      secret("a", { data: { A: "aHVudGVyMg==" } }),
      secret("b", { stringData: { B: "hunter2" } }),
      secret("empty", { data: {} }),
      secret("blank", { data: { A: "" } }),
      secret("sops", { stringData: { A: "ENC[x]" }, sops: { mac: "x" } }),
      object("SealedSecret", "sealed", { apiVersion: "bitnami.com/v1alpha1" }),
    );

    test.each([[], ["--check"]])("with values are refused by name, their values are not told (%s)", (...more) => {
      const cwd = scratch();
      const { code, stdout, stderr } = into(cwd, all, ...more);
      expect({ code, stdout, named: /written: (.*) have their values in plain text/.exec(stderr)?.[1] }).toEqual({
        code: 1,
        stdout: "",
        named: "Secret/a, Secret/b",
      });
      expect(stderr).toMatch(/secrets-external, secrets-sealed, .*--with-secrets writes them all the same\n$/);
      expect(stderr).not.toMatch(/hunter2|aHVudGVyMg/);
      expect(readdirSync(cwd)).toEqual([]);
    });

    test("are written for whoever wants that, and the kustomization says so", () => {
      const cwd = scratch();
      expect(into(cwd, all, "--with-secrets")).toMatchObject({ code: 0, stdout: "" });
      expect(readFileSync(join(cwd, "out/secret-b.yaml"), "utf8")).toContain("hunter2");
      expect(readFileSync(join(cwd, "out/kustomization.yaml"), "utf8")).toContain("render --with-secrets - -o out\n");
      expect(into(cwd, all, "--with-secrets", "--check").code).toBe(0);
    });

    test("on standard output they are nobody's business", () => {
      const { stderr } = render(["-"], { cwd: "/", stdin: streamOf(secret("a", { stringData: { B: "hunter2" } })) });
      expect(stderr).toMatch(new RegExp(`${nothingOfOurs.source}$`));
    });
  });
});

describe.each(programs)("%s: what is wrong", (_, program) => {
  test.each([
    ["no PATH", [], "render needs a PATH: an overlay, a file with a spec, or - for standard input"],
    ["two of them", ["a", "b"], 'render takes one PATH, but "b" was given too: each environment has a directory of its own'],
    ["an empty one", [""], 'render was given an empty PATH: "" names nothing; is a variable not set?'],
    ["one that is not there", ["nowhere"], "nowhere: there is no such file or directory"],
  ])("%s", (_, args, why) => expect(render(args, { program, cwd: root })).toEqual({ code: 2, stdout: "", stderr: refusal("render", why) }));

  test("an error in an overlay: told as validate tells it, nothing comes out, nothing is touched", () => {
    const layout = copyOfTheLayout();
    const args = ["overlays/prod", "-o", "rendered"];
    rendered(["-", "-o", "rendered"], { program, cwd: layout, stdin: streamOf(object("ConfigMap", "a")) });
    edit(layout, "overlays/prod/spec/release.yaml", (yaml) => yaml.replace("host:", "hots:"));
    const before = filesOf(layout);
    const { code, stdout, stderr } = render(args, { program, cwd: layout });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("overlays/prod/spec/release.yaml:");
    expect(stderr).toContain('spec.hots is not a field; did you mean "host"?');
    expect(shown(stderr).at(-1)).toMatch(/^phoenix-release: nothing is rendered: \d errors? in overlays\/prod$/);
    expect(filesOf(layout)).toEqual(before);
  });

  test("what finish refuses", () => {
    const layout = copyOfTheLayout();
    edit(
      layout,
      "overlays/prod/kustomization.yaml",
      (yaml) => `${yaml}secretGenerator:\n  - name: shop-secrets\n    literals: [SECRET_KEY_BASE=short, DATABASE_URL=y, RELEASE_COOKIE=z]\n`,
    );
    const { code, stdout, stderr } = render(["overlays/prod"], { program, cwd: layout });
    expect({ code, stdout, said: stderr.includes("error[PHX313]") || stderr }).toEqual({ code: 1, stdout: "", said: true });
  });

  test("an error in a spec", () => {
    const { code, stdout, stderr } = render(["-"], {
      program,
      cwd: "/",
      stdin: "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec: {host: a.example.com}\n",
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^standard input:4:7: error\[PHX101\]: .*\n(?:.*\n)+phoenix-release: nothing is rendered: 1 error in standard input\n$/);
  });

  test("a warning: told, and all comes out", () => {
    const spec = `apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec:\n  image: acme/shop:1\n  host: shop.example.com\n  extraHosts: [www.example.com]\n`;
    const { code, stdout, stderr } = render(["-"], { program, cwd: "/", stdin: spec });
    expect({ code, objects: objectsOf(stdout).length, said: /warning\[PHX\d+\]/.test(stderr) || stderr }).toEqual({ code: 0, objects: 8, said: true });
  });

  test("nothing at all: a directory is not emptied", () => {
    const cwd = scratch();
    render(["-", "-o", "out"], { program, cwd, stdin: streamOf(object("ConfigMap", "a")) });
    write(cwd, "empty/kustomization.yaml", "resources: []\n");
    const before = filesOf(cwd);
    for (const [path, stdin] of [
      ["-", ""],
      ["-", "# nothing\n"],
      ["empty", ""],
    ] as const) {
      const { code, stdout, stderr } = render([path, "-o", "out"], { program, cwd, stdin });
      expect({ code, stdout, said: stderr.includes("phoenix-release: nothing is rendered: ") || stderr }).toEqual({ code: 1, stdout: "", said: true });
    }
    expect(filesOf(cwd)).toEqual(before);
  });

  test("objects that cannot be files", () => {
    const cwd = scratch();
    const says = (...objects: object[]): string => {
      const { code, stderr } = render(["-", "-o", "out"], { program, cwd, stdin: streamOf(...objects) });
      expect(code).toBe(1);
      return shown(stderr).at(-1) as string;
    };
    expect(says(object("ConfigMap", "a"), object("ConfigMap", "a"))).toBe(
      "phoenix-release: ConfigMap/a is there twice, and Kustomize refuses that: one of the two has to go",
    );
    expect(says(object("ConfigMap", "a"), { apiVersion: "v1", kind: "List", items: [] })).toBe(
      "phoenix-release: List has no name, and so can be no file: write its items as objects of their own",
    );
    expect(says({ apiVersion: "batch/v1", kind: "Job", metadata: { generateName: "a-" } })).toBe(
      "phoenix-release: Job has no name, and so can be no file: give each object a kind and a metadata.name",
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  test("no engine on PATH", () => {
    const { code, stdout, stderr } = program({ args: ["render", "overlays/prod"], env: { PATH: "/nonexistent", HOME: "/nonexistent" }, cwd: root });
    expect({ code, stdout, said: stderr.includes("error[PHX502]: neither kustomize nor kubectl is on PATH") || stderr }).toEqual({
      code: 1,
      stdout: "",
      said: true,
    });
  });
});

test("the digest in the first line is of what follows", () => {
  for (const text of Object.values(filesOf(join(root, "test/render/prod")))) {
    const [line, digest] = /^# Made by phoenix-release render \(([0-9a-f]{16})\).*\n/.exec(text) as RegExpExecArray;
    expect(createHash("sha256").update(text.slice(line.length)).digest("hex").slice(0, 16)).toBe(digest);
  }
});
