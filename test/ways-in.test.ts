import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { scratch, write } from "./kustomize.ts";
import { binary, programs, root } from "./program.ts";

const spec = "test/cases/three-lines/release.yaml";
const functionConfig = {
  apiVersion: "phoenix-release.dev/v1",
  kind: "PhoenixRelease",
  metadata: { name: "shop" },
  spec: { image: "ghcr.io/acme/shop:1", host: "shop.example.com" },
};
const list = (items: unknown[], config: unknown = functionConfig): string =>
  stringify({ apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items, functionConfig: config });
const finishing = { ...functionConfig, metadata: { name: "shop", annotations: { "phoenix-release.dev/phase": "finish" } } };

describe.each(programs)("%s", (name, program) => {
  test("help and version", () => {
    expect(program({ args: ["version"] })).toEqual({ code: 0, stdout: "phoenix-release 0.1.0\n", stderr: "" });
    expect(program({ args: ["--help"] }).stdout).toMatch(/^Turns a PhoenixRelease/);
  });

  test.each([
    [["versoin"], '"versoin" is neither a file nor a command; did you mean "version"?'],
    [["x".repeat(300)], "is neither a file nor a command"],
    [["validate", "x".repeat(300)], "there is no such file or directory"],
    [["--fail-on", "warning", "validate", "x"], "--fail-on stands after a command: phoenix-release validate --fail-on …"],
    [["-q", "validate", "x"], "-q stands after a command: phoenix-release validate -q …"],
    [["--nothing"], '"--nothing" is neither a file nor a command'],
    [["-"], "- is a path, and stands after a command"],
    [["no-such-file.yaml"], '"no-such-file.yaml" is neither a file nor a command'],
    [["version", "--json"], "there is no option --json"],
    [["version", "all"], 'version takes no argument, but "all" was given'],
    [["validate"], "validate needs a PATH"],
    [["validate", "no-such-file.yaml"], "no-such-file.yaml: there is no such file or directory"],
    [["validate", "--fromat", "json", "x"], "there is no option --fromat; did you mean --format?"],
    [["validate", "--format", "jsn", "x"], '--format is one of human, json, github, not "jsn"; did you mean json?'],
    [["validate", "--format"], "--format needs a value: --format FORMAT"],
    [["help", "validat"], 'help takes the name of a command or a topic, not "validat"'],
    [[spec, spec], `one file is read at a time, but ${JSON.stringify(spec)} was given too`],
    [["bases"], '"bases" is a directory: phoenix-release validate bases checks it'],
  ])("wrong usage: %j", (args, says) => {
    const { code, stdout, stderr } = program({ args });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("a second KRM run on its own output changes nothing", () => {
    const once = program({ stdin: list([functionConfig]) }).stdout;
    const again = program({ stdin: list((parse(once) as { items: unknown[] }).items) }).stdout;
    expect(again).not.toBe("");
    expect((parse(again) as { items: unknown[] }).items).toEqual((parse(once) as { items: unknown[] }).items);
    const finished = program({ stdin: list((parse(once) as { items: unknown[] }).items, finishing) }).stdout;
    const finishedAgain = program({ stdin: `${finished}functionConfig: ${JSON.stringify(finishing)}\n` }).stdout;
    expect(finishedAgain).toBe(finished);
    expect(finished).toMatch(/phoenix-release\.dev\/inputs: "?[0-9a-f]{16}/);
  });

  test("foreign items are returned as they came, ours take the place of their like", () => {
    const foreign = 'apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: other, annotations: {a: "1_000"}}\n  data: {n: 9007199254740993, o: 0777}';
    const stale = "apiVersion: v1\n  kind: Service\n  metadata: {name: shop}\n  spec: {type: NodePort}";
    const { stdout } = program({ stdin: `kind: ResourceList\nitems:\n- ${foreign}\n- ${stale}\nfunctionConfig: ${JSON.stringify(functionConfig)}\n` });
    expect(stdout).toContain(`\n- ${foreign}\n`);
    expect(stdout).not.toContain("NodePort");
    const services = (parse(stdout) as { items: { kind: string; metadata: { name: string } }[] }).items.filter(
      ({ kind, metadata }) => kind === "Service" && metadata.name === "shop",
    );
    expect(services).toHaveLength(1);
  });

  test("two releases of a file may not have objects of one name", () => {
    const of = (name: string, more = ""): string =>
      `apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: ${name}}\nspec: {image: acme/shop:1, host: ${name}.example.com${more}}\n`;
    const file = join(scratch(), "releases.yaml");
    writeFileSync(file, [of("shop", ", processes: {admin: {env: {ROLE: admin}}}"), of("shop-admin")].join("---\n"));
    const { code, stdout, stderr } = program({ args: [file] });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`${file}: error[PHX221]: two objects would be called Deployment/shop-admin\n`);
  });

  test("annotations of the spec are not copied", () => {
    const annotated = {
      ...functionConfig,
      metadata: {
        name: "shop",
        annotations: { "config.kubernetes.io/function": "exec: {path: x}", "example.com/mine": "secret-sauce" },
        labels: { a: "sauce" },
      },
    };
    expect(program({ stdin: list([], annotated) }).stdout).not.toContain("sauce");
  });

  test("characters that Go's YAML refuses or folds are escaped", () => {
    const value = "a\u0085b\u009bc\u2028d\u007fe\ufeff";
    const { stdout } = program({ stdin: list([], { ...functionConfig, spec: { ...functionConfig.spec, env: { A: value.replace("\u007f", "") } } }) });
    expect(stdout).toMatch(/^[\n -~]*$/);
    const items = (parse(stdout) as { items: { kind: string; data?: { A: string } }[] }).items;
    expect(items.find(({ kind }) => kind === "ConfigMap")?.data?.A).toBe(value.replace("\u007f", ""));
  });

  test.each([
    ["nothing", ""],
    ["no list", "apiVersion: v1\nkind: List\nitems: []\n"],
    ["text", "Hello\n"],
    ["a ResourceList without a spec", "kind: ResourceList\nitems: []\n"],
    ["half of one", "kind: ResourceList\nitems: [{\n"],
  ])("%s on standard input", (_, stdin) => {
    const { code, stdout, stderr } = program({ stdin });
    expect(code).toBe(1);
    expect((parse(stdout) as { kind: string }).kind).toBe("ResourceList");
    expect(stderr).toMatch(/error\[PHX\d{3}\]/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  const large = 5 * 1024 * 1024;
  test.each([
    ["a value", `${list([]).replace("host:", `secretName: ${"x".repeat(large)}\n    host:`)}`],
    [
      "a map",
      `kind: ResourceList\nitems: []\nfunctionConfig:\n  apiVersion: phoenix-release.dev/v1\n  kind: PhoenixRelease\n${Array.from({ length: large / 16 }, (_, i) => `  key${i}: 1\n`).join("")}`,
    ],
    ["garbage", "}]{ : - ,".repeat(large / 9)],
  ])("5 MB of %s is refused in under a second", (what, stdin) => {
    const directory = scratch();
    const file = join(directory, "release.yaml");
    writeFileSync(file, stdin);
    for (const call of [{ args: [file] }, { stdin }]) {
      const started = performance.now();
      const { code, stderr } = program(call);
      expect({ what, code, quick: performance.now() - started < 1000 }).toEqual({ what, code: 1, quick: true });
      expect(stderr).toMatch(/error\[PHX\d{3}\]/);
    }
  });

  // A patch may have put anything anywhere, and Kustomize types nothing.
  test.each([
    ["metadata: {name: shop, annotations: {a: true}}", "Deployment/shop: error[PHX011]: metadata.annotations.a must be a string, not true"],
    ["metadata: {name: [shop]}", "Deployment: error[PHX011]: metadata.name must be a string, not a list"],
    ["metadata: {name: shop}\nspec: {template: {spec: {containers: {web: {}}}}}", "spec.template.spec.containers must be a list, not a map"],
    ["metadata: {name: shop}\nspec: {template: {spec: {containers: [null]}}}", "spec.template.spec.containers[0] must be something, not nothing"],
    [
      "metadata: {name: shop}\nspec: {template: {spec: {containers: [{env: [{name: A, value: 1}]}]}}}",
      'env[0].value must be a string, not 1: Kubernetes would refuse it\n  help: put it in quotes: "1"',
    ],
    ["metadata: {name: shop}\nspec: {replicas: three, template: 5}", "spec.replicas must be a number, not a string"],
    ["metadata: {name: shop}\nspec: {selector: null, template: {metadata: null, spec: null}}", "error[PHX305]"],
    ["metadata: &a {name: shop, labels: *a}", "it has no end"],
    ["metadata: {name: *shop}", "nothing above is called &shop"],
    ["metadata: {<<: 5, name: shop}", "<<: takes a map"],
    ["metadata: {name: shop", "a resource is not YAML"],
    ["metadata: {name: shop}\nx: [DEEP", "nested too deeply"],
  ])("finish is given %s", (fields, says) => {
    const file = join(scratch(), "release.yaml");
    writeFileSync(file, stringify(finishing));
    const { code, stdout, stderr } = program({ args: [file], stdin: `apiVersion: apps/v1\nkind: Deployment\n${fields.replace("DEEP", "[".repeat(5000))}\n` });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("names that every JavaScript object has are names like others", () => {
    const named = { ...functionConfig, metadata: { name: { toString: null } } };
    expect(program({ stdin: list([], named) })).toMatchObject({ code: 1, stderr: expect.stringContaining("PHX103") as string });
    const keyRef = { secretKeyRef: { name: "shop-secrets", key: "hasOwnProperty" } };
    const job = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "shop-migrate" },
      spec: { template: { spec: { containers: [{ name: "migrate", image: "a", env: [{ name: "SECRET_KEY_BASE", valueFrom: keyRef }] }] } } },
    };
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "shop-secrets" }, stringData: { A: "b" } };
    expect(program({ stdin: list([job, secret], finishing) }).code).toBe(1);
  });

  test("somebody else's kinds may have our names and any shape", () => {
    const { items } = parse(program({ stdin: list([]) }).stdout) as { items: unknown[] };
    const strange = { apiVersion: "example.com/v1", kind: "Deployment", metadata: { name: "shop" }, spec: { template: [1], replicas: "many" } };
    expect(program({ stdin: list([...items, strange], finishing) })).toMatchObject({ code: 0, stderr: "" });
  });

  test("what the input says moves no terminal", () => {
    const { stderr } = program({ stdin: list([{ apiVersion: "v1", kind: "Secret", metadata: { name: "\u001b[31m\nshop" }, data: { a: 1 } }], finishing) });
    expect(stderr).toMatch(/^Secret\/.*31m shop: error\[PHX011\]/);
    expect(stderr).not.toContain("\u001b");
  });

  test("a file that cannot be read is no fault of the program", () => {
    const directory = scratch();
    write(directory, "loop/x", "");
    const { code, stderr } = program({ args: [join(directory, "loop")] });
    expect({ name, code }).toEqual({ name, code: 2 });
    expect(stderr).toContain("is a directory: phoenix-release validate");
  });
});

test("a reader that has read enough is no error", () => {
  const { stdout, stderr, status } = spawnSync("bash", ["-c", `set -o pipefail; '${binary}' '${root}/${spec}' | head -n 1`], { encoding: "utf8" });
  expect({ stdout, stderr, status }).toEqual({ stdout: "apiVersion: v1\n", stderr: "", status: 0 });
});

test("a full disk is said", () => {
  const { stderr, status } = spawnSync("bash", ["-c", `'${binary}' '${root}/${spec}' > /dev/full`], { encoding: "utf8" });
  expect(status).not.toBe(0);
  expect(stderr).toContain("ENOSPC");
});

test("what was found decides the exit code, also where the reader of a pipe has gone", () => {
  const directory = scratch();
  write(directory, "wrong.yaml", "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec: {hots: a}\n");
  const { stdout } = spawnSync("bash", ["-c", `{ sleep 0.3; '${binary}' validate wrong.yaml; echo "$?" >&2; } 2>code | true; tail -n 1 code`], {
    cwd: directory,
    encoding: "utf8",
  });
  expect(stdout).toBe("1\n");
});
