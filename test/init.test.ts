import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { run } from "../src/cli.ts";
import { generate } from "../src/generate.ts";
import { type Anything, edit, realEngines, scratch, write } from "./kustomize.ts";
import { binary, type Outcome, type Program, pluginHome, programs, refusal, root } from "./program.ts";

// test/init/projects holds projects in the manner of real ones; test/init/expected what init says of each, and of what it writes that which
// is not as it is shipped. vitest -u writes the latter anew.

const projects = readdirSync(join(root, "test/init/projects")).sort();
const environments = ["dev", "staging", "prod"];
const engine = realEngines[0] as (typeof realEngines)[number];
const [[, fromSource]] = programs as [(typeof programs)[number]];

const SPEC = "k8s/bases/app/spec/release.yaml";
const SAME = `${SPEC} is there already, and nothing is written. It says what the project says.`;

/** A copy of a project, gone after the test. */
function project(name: string, directory = scratch()): string {
  const copy = join(directory, name);
  cpSync(join(root, "test/init/projects", name), copy, { recursive: true });
  return copy;
}

const init = (directory: string, args: readonly string[] = [], program: Program = fromSource): Outcome =>
  program({ args: ["init", ...args], cwd: directory, stdin: "" });

const noIo = { env: {}, self: () => undefined, stdinIsTerminal: () => false, stdin: () => "", stderr: () => {} };

/** A PATH with nothing but an engine. */
function path(): string {
  const bin = scratch();
  symlinkSync(engine.path, join(bin, engine.kind));
  return bin;
}

/** Files below a directory with their texts. */
const filesBelow = (directory: string): Map<string, string> =>
  new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(directory.length + 1), readFileSync(file, "utf8")]),
  );

const isJson = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(root, "docs/init.schema.json"), "utf8")) as object);

/** What --format json prints, as docs/init.schema.json describes it. */
function jsonOf({ stdout }: Outcome): Anything {
  const value: Anything = JSON.parse(stdout);
  if (!isJson(value)) throw new Error(JSON.stringify(isJson.errors, null, 2));
  return value;
}

/** Files that say something about the project. */
const telling = /^bases\/app\/spec\/release\.yaml$|^overlays\/\w+\/(kustomization\.yaml|spec\/release\.yaml)$/;

test.each(projects)("%s: what is said and written, and a second run finds no difference", async (name) => {
  const directory = project(name);
  const { code, stdout, stderr } = init(directory);
  const texts = [...filesBelow(join(directory, "k8s"))].filter(([path]) => telling.test(path)).map(([path, text]) => `==> k8s/${path}\n${text}`);
  await expect([stdout, ...texts].join("\n")).toMatchFileSnapshot(join(root, `test/init/expected/${name}.txt`));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const again = init(directory);
  expect(again.stdout.split("\n")[0]).toBe(SAME);
  expect(again.code).toBe(0);
});

/** In two builds: starting an engine for each overlay takes minutes where the machine is busy. */
const together = [projects.slice(0, 9), projects.slice(9)].map((names) => [names.join(", "), names] as const);

test.each(together)("%s: dev, staging and prod build unedited under a real kustomize, and validate finds no error", { timeout: 180_000 }, (_, names) => {
  const directory = scratch();
  for (const name of names) init(project(name, directory));
  const overlays = names.flatMap((name) => environments.map((environment) => `${name}/k8s/overlays/${environment}`));
  write(directory, "kustomization.yaml", stringify({ apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources: overlays }));
  const env = { HOME: "/nonexistent", PATH: path(), KUSTOMIZE_PLUGIN_HOME: pluginHome };
  const { code, stdout } = fromSource({ args: ["validate", "--format", "json", "."], cwd: directory, env, stdin: "" });
  const { findings } = JSON.parse(stdout) as { findings: { severity: string; code: string; file?: string }[] };
  // The kustomization of this test has no last step of its own; of metrics that nobody scrapes a comment in the spec speaks.
  expect(findings.filter(({ code, file }) => !(code === "PHX522" && file === "kustomization.yaml") && code !== "PHX404")).toEqual([]);
  expect(code).toBe(0);
});

/** What is printed before the paths, the spec and commands to copy. */
const told = (text: string): string[] => text.split(/\nNothing is written|\nWritten:/)[0]?.split("\n") ?? [];

test.each(projects)("%s: no line is wider than a terminal, and in a pipe than 100 columns", (name) => {
  const directory = project(name);
  const printed = (columns: number | undefined): string[] => {
    const texts: string[] = [];
    run(["init", "--dry-run"], { ...noIo, cwd: () => directory, stdout: (text) => texts.push(text), columns: () => columns });
    return told(texts.join(""));
  };
  expect(printed(80).filter((line) => line.length > 80)).toEqual([]);
  expect(printed(undefined).filter((line) => line.length > 100)).toEqual([]);
  expect(printed(200)).toEqual(printed(undefined));
});

test("secrets that differ in their names alone are one row, versions have no quotes, an unknown version is no row", () => {
  const directory = project("phx-1.7-oban");
  edit(directory, "mix.exs", (text) => text.replace('live_view, "~> 0.20.2"', 'live_view, github: "phoenixframework/phoenix_live_view"'));
  edit(directory, "mix.lock", (text) => text.replace(/.*"phoenix_live_view".*\n/, ""));
  edit(directory, "Dockerfile", (text) => text.replace("26.2.3", "28.5"));
  const { stdout } = init(directory, ["--dry-run"]);
  expect(stdout).toMatch(/^OTP +28\.5 +sure +Dockerfile:2$/m);
  expect(stdout).not.toContain("LiveView");
  expect(stdout).toMatch(/^secretEnv +2 variables +sure +config\/runtime\.exs:44\n {4}STRIPE_API_KEY, SMTP_PASSWORD: the release stops without it\n/m);
});

test("the Secret is made once", () => {
  const { stdout } = init(project("phx-1.8"));
  expect(stdout.match(/kubectl create secret/g)).toHaveLength(1);
  expect(stdout).toMatch(/the same in\s+flower-shop-prod for prod/);
});

test.each(programs)("%s writes the same", (_, program) => {
  const directory = project("phx-1.8");
  const other = project("phx-1.8");
  const [here, there] = [init(directory, [], program), init(other)];
  expect(here).toEqual(there);
  expect(filesBelow(join(directory, "k8s"))).toEqual(filesBelow(join(other, "k8s")));
});

test("the caller's words count before what is found", () => {
  const directory = project("phx-1.7-oban");
  init(directory, ["--name", "store", "--image", "ghcr.io/acme/store:2.0", "--host", "store.acme.io", "-o", "deploy"]);
  const files = filesBelow(join(directory, "deploy"));
  expect(parse(files.get("bases/app/spec/release.yaml") as string)).toMatchObject({
    metadata: { name: "store" },
    spec: { image: "ghcr.io/acme/store:2.0", host: "store.acme.io", release: { name: "shop" } },
  });
  expect(parse(files.get("overlays/prod/kustomization.yaml") as string)).toMatchObject({
    namespace: "store-prod",
    images: [{ name: "ghcr.io/acme/store", newTag: "2.0" }],
    replicas: [{ name: "store" }],
  });
  expect(parse(files.get("overlays/staging/spec/release.yaml") as string).spec.host).toBe("store.staging.acme.io");
});

test("a release that the image does not have is a comment", () => {
  const directory = project("umbrella");
  edit(directory, "Dockerfile", (text) => text.replace("rel/ ./", "rel/acme_web ./").replaceAll("/opt/acme/acme_web/bin", "/opt/acme/bin"));
  const { stdout } = init(directory, ["--dry-run"]);
  expect(stdout).toContain(
    "  # processes: {worker: {args: [/app/bin/acme_worker, start]}} # mix.exs:17: another release, and Dockerfile makes an image of acme_web alone",
  );
  expect(stdout).toContain("root: /opt/acme #");
});

test("MySQL in parts: dev does not speak of Postgres", () => {
  const directory = project("mysql");
  const parts = '\n    hostname: System.fetch_env!("DB_HOST"), port: System.fetch_env!("DB_PORT"), database: System.fetch_env!("DB_NAME"),';
  edit(directory, "config/runtime.exs", (text) => text.replace(/\n.*DATABASE_URL.*/, parts));
  write(directory, "rel/overlays/bin/migrate", "#!/bin/sh\n");
  const { files } = jsonOf(init(directory, ["--dry-run", "--format", "json"]));
  const dev = Object.keys(files).filter((path) => path.startsWith("overlays/dev/"));
  for (const path of dev) expect(files[path]).not.toMatch(/postgres/i);
  expect(files["overlays/dev/kustomization.yaml"]).toContain("      - DB_HOST=database # a database of your own: none is made here\n      - DB_PORT=3306\n");
  expect(files["bases/app/spec/release.yaml"]).toContain("maxConnections: 151");
});

test("an application with capitals: its script has them, names in Kubernetes have not", () => {
  const directory = project("api-only");
  edit(directory, "mix.exs", (text) => text.replace("app: :weather", "app: :Weather"));
  const { files } = jsonOf(init(directory, ["--dry-run", "--format", "json"]));
  const { metadata, spec } = parse(files["bases/app/spec/release.yaml"]);
  expect([metadata.name, spec.release]).toEqual(["weather", { script: "/app/bin/Weather" }]);
  expect(() => generate(parse(files["bases/app/spec/release.yaml"]))).not.toThrow();
});

test("an image by digest", () => {
  const directory = project("api-only");
  const digest = `sha256:${"0a".repeat(32)}`;
  init(directory, ["--image", `ghcr.io/acme/weather@${digest}`]);
  expect(parse(readFileSync(join(directory, "k8s/overlays/dev/kustomization.yaml"), "utf8")).images).toEqual([{ name: "ghcr.io/acme/weather", digest }]);
});

test("--dry-run writes nothing, and prints the spec", () => {
  const directory = project("api-only");
  const before = filesBelow(directory);
  const { code, stdout } = init(directory, ["--dry-run"]);
  expect(code).toBe(0);
  expect(stdout).toContain("Nothing is written. It would be:\n");
  expect(stdout).toContain("  health: {path: /api/health} # lib/weather_web/router.ex:6");
  expect(filesBelow(directory)).toEqual(before);
});

test("--format json has the texts where nothing is written, and only names where they are", () => {
  const directory = project("phx-1.7-oban");
  const dry = jsonOf(init(directory, ["--dry-run", "--format", "json"]));
  const done = jsonOf(init(directory, ["--format", "json"]));
  expect(dry.files).toEqual(Object.fromEntries(filesBelow(join(directory, "k8s"))));
  expect(done).toMatchObject({ version: 1, directory: "k8s", written: true, files: Object.keys(dry.files) });
  expect({ ...dry, written: true, files: done.files }).toEqual(done);
  expect(done.secretKeys).toEqual([
    "SECRET_KEY_BASE",
    "DATABASE_URL",
    "RELEASE_COOKIE",
    "STRIPE_API_KEY",
    "S3_BUCKET",
    "SMTP_RELAY",
    "SMTP_PORT",
    "SMTP_PASSWORD",
  ]);
  expect(done.found).toContainEqual({
    name: "drain.jobsSeconds",
    value: 60,
    file: "config/config.exs",
    line: 16,
    certainty: "sure",
    why: "shutdown_grace_period of Oban",
    as: "written",
  });
});

describe("a layout that is there", () => {
  const with1: (change: (directory: string) => void, args?: readonly string[]) => Outcome = (change, args = []) => {
    const directory = project("phx-1.8");
    init(directory);
    change(directory);
    const before = filesBelow(directory);
    const outcome = init(directory, args);
    expect(filesBelow(directory)).toEqual(before);
    return outcome;
  };
  const differences = (text: string): string[][] =>
    text
      .split("\n\n")[1]
      ?.split("\n")
      .slice(1)
      .filter((line) => line !== "")
      .reduce<string[][]>((rows, line) => {
        // What is below a row is a part of it.
        if (line.startsWith("    ")) rows.at(-1)?.push(line.trim());
        else rows.push(line.split(/ {2,}/));
        return rows;
      }, []) ?? [];

  test("the project has changed: each difference with both places", () => {
    const { code, stdout } = with1((directory) => {
      edit(directory, "config/runtime.exs", (text) => text.replace('"4000"', '"8080"'));
      edit(directory, "config/prod.exs", (text) => text.replace("port: 4021", "port: 9100"));
      edit(directory, "config/runtime.exs", (text) => text.replace("host = ", 'config :stripe, key: System.fetch_env!("STRIPE_KEY")\n  host = '));
    });
    expect(code).toBe(1);
    expect(stdout.split("\n")[0]).toBe(`${SPEC} is there already, and nothing is written. It differs from the project:`);
    expect(differences(stdout)).toEqual([
      ["http.port", "4000 by default", "8080", "config/runtime.exs:8", "where the variable is not set"],
      ["secretEnv.STRIPE_KEY", "not mentioned", "{}", "config/runtime.exs:22", "the release stops without it; if it is no secret, write it into env instead"],
      ["metrics.port", expect.stringMatching(/^4021 in line \d+$/), "9100", "config/prod.exs:17", "metrics_server of PromEx"],
    ]);
  });

  test("the spec has changed", () => {
    const { code, stdout } = with1((directory) => edit(directory, SPEC, (text) => `${text}  cluster: {discovery: libcluster-dns}\n`));
    expect(code).toBe(1);
    expect(differences(stdout).map(([field, spec, project]) => [field, spec, project])).toEqual([
      ["cluster.discovery", expect.stringMatching(/^libcluster-dns in line \d+$/), "dns"],
    ]);
  });

  test("what no project says is the user's: image, host, name, further fields", () => {
    const { code, stdout } = with1((directory) =>
      edit(directory, SPEC, (text) =>
        `${text}  expose: {ingress: {controller: nginx}}\n`
          .replace("name: flower-shop", "name: flowers")
          .replace(/image: \S+/, "image: ghcr.io/acme/flowers:3")
          .replace(/host: \S+/, "host: flowers.acme.io")
          .replace("spec:\n", "spec:\n  release: {name: flower_shop}\n"),
      ),
    );
    expect(stdout.split("\n")[0]).toBe(SAME);
    expect(code).toBe(0);
  });

  test("a difference that is meant, and says so", () => {
    const change = (comment: string) => (directory: string) => edit(directory, SPEC, (text) => `${text}  http: {port: 8080} ${comment}\n`);
    expect(with1(change("# as ever")).code).toBe(1);
    expect(with1(change("# the sidecar has 4000; init: mine"))).toMatchObject({ code: 0, stdout: expect.stringMatching(`^${SAME}`) });
  });

  test("a variable may have its place in an overlay", () => {
    const { code } = with1((directory) => {
      edit(directory, "config/runtime.exs", (text) => text.replace("host = ", 'config :shop, region: System.fetch_env!("REGION")\n  host = '));
      edit(directory, "k8s/overlays/prod/spec/release.yaml", (text) => `${text}  env: {REGION: eu}\n`);
    });
    expect(code).toBe(0);
  });

  test("in JSON", () => {
    const directory = project("phx-1.8");
    init(directory);
    edit(directory, "config/prod.exs", (text) => text.replace("port: 4021", "port: 9100"));
    const outcome = init(directory, ["--format", "json"]);
    expect(outcome.code).toBe(1);
    expect(jsonOf(outcome)).toMatchObject({
      written: false,
      differences: [{ field: "metrics.port", spec: 4021, specLine: expect.any(Number), project: 9100, file: "config/prod.exs", line: 17 }],
    });
  });

  test("options that would change nothing are refused", () => {
    const { code, stdout, stderr } = with1(() => {}, ["--host", "shop.acme.io", "--name", "shop"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      refusal("init", `--name and --host are for what is written anew, and k8s/bases is there already: change ${SPEC}, or choose another place with -o PATH`),
    );
  });

  test.each([
    ["bases without a spec", (directory: string) => mkdirSync(join(directory, "k8s/bases/other"), { recursive: true })],
    ["overlays alone", (directory: string) => mkdirSync(join(directory, "k8s/overlays/qa"), { recursive: true })],
    ["a spec that is none", (directory: string) => write(directory, SPEC, "{")],
    [
      "a link to nowhere",
      (directory: string) => {
        mkdirSync(join(directory, "k8s"));
        symlinkSync("nowhere", join(directory, "k8s/bases"));
      },
    ],
  ])("%s: nothing is written", (_, change) => {
    const directory = project("api-only");
    change(directory);
    const before = filesBelow(directory);
    const { code, stdout, stderr } = init(directory);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^phoenix-release: k8s\/(bases|overlays) is there already, and \S+ is no spec to compare with: nothing is written\. .*-o PATH\n$/);
    expect(filesBelow(directory)).toEqual(before);
  });

  test("a directory with other things gets bases and overlays beside them", () => {
    const directory = project("api-only");
    write(directory, "k8s/README.md", "ours\n");
    expect(init(directory).code).toBe(0);
    expect(readdirSync(join(directory, "k8s"))).toEqual(["README.md", "bases", "overlays"]);
    expect(readdirSync(directory).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test.each(["/proc/nowhere/k8s", "mix.exs/k8s", "mix.exs/a/k8s"])("%s, where nothing can be written", (place) => {
    const directory = project("api-only");
    const before = filesBelow(directory);
    const { code, stdout, stderr } = init(directory, ["-o", place]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^phoenix-release: nothing is written to \S+: E[A-Z]+: .*\n$/);
    expect(filesBelow(directory)).toEqual(before);
  });

  test("a file in the way", () => {
    const directory = project("api-only");
    write(directory, "k8s", "");
    expect(init(directory)).toEqual({ code: 1, stdout: "", stderr: "phoenix-release: k8s: a file stands where the directory would be written\n" });
  });
});

test.each(projects)("%s: JSON is as its schema says", (name) => {
  jsonOf(init(project(name), ["--dry-run", "--format", "json"]));
});

test.each([
  ["one variable for two things", 'config :a, AWeb.Endpoint, http: [port: System.get_env("X")], url: [host: System.get_env("X")]'],
  [
    "names that are ours",
    'config :a, AWeb.Endpoint, http: [port: System.get_env("POD_IP")], url: [host: System.get_env("CLUSTER_SERVICE")], secret_key_base: System.fetch_env!("HOSTNAME")',
  ],
  ["the pool called as the port", 'config :a, A.Repo, pool_size: System.get_env("PORT")\nconfig :a, AWeb.Endpoint, http: [port: System.get_env("PORT")]'],
  ["the usual name for something else", 'config :a, A.Repo, url: System.fetch_env!("MAIN_URL")\nconfig :b, B.Repo, url: System.fetch_env!("DATABASE_URL")'],
  [
    "what must not be set",
    'config :a, x: [System.fetch_env!("KUBERNETES_PORT"), System.fetch_env!("ERL_FLAGS"), System.fetch_env!("POD_NAME"), System.fetch_env!("HOME")]',
  ],
  ["odd defaults", 'config :a, AWeb.Endpoint, http: [port: 99_999], url: [host: "-.-"], adapter: X\nconfig :a, A.Repo, pool_size: 0'],
  ["odd values", 'config :a, A.PromEx, metrics_server: [port: 0, path: "x y"]\nconfig :a, Oban, shutdown_grace_period: -5'],
])("%s is still a spec", (_, config) => {
  const directory = project("phx-1.8");
  write(directory, "config/config.exs", `config :a, ecto_repos: [A.Repo, B.Repo]\nconfig :a, AWeb.Endpoint, url: []\n${config}\n`);
  write(directory, "config/runtime.exs", config);
  const { files } = jsonOf(init(directory, ["--dry-run", "--format", "json"]));
  expect(() => generate(parse(files["bases/app/spec/release.yaml"]))).not.toThrow();
});

test("names as long as they may be, and longer", () => {
  const directory = project("phx-1.8");
  rmSync(join(directory, "Dockerfile"));
  edit(directory, "mix.exs", (text) => text.replace("app: :flower_shop", `app: :${"flower_shop_".repeat(9)}`));
  const { files } = jsonOf(init(directory, ["--dry-run", "--format", "json"]));
  const spec = parse(files["bases/app/spec/release.yaml"]);
  expect(spec.metadata.name).toBe("flower-shop-flower-shop-flower-shop-flow");
  expect(spec.spec.release.name).toBe("flower_shop_".repeat(9));
  expect(() => generate(spec)).not.toThrow();
  expect(init(directory, ["--name", "a".repeat(41)]).code).toBe(2);
});

describe("what is not there", () => {
  test.each([
    [[""], 2, refusal("init", 'init was given an empty PATH: "" names nothing; is a variable not set?')],
    [["nowhere"], 2, "phoenix-release: nowhere: there is no such directory\n"],
    [["a", "b"], 2, 'phoenix-release: init takes one directory, but "b" was given too\n'],
    [["--name", "My_App"], 2, "phoenix-release: --name is a DNS label: lower-case letters, digits and hyphens"],
    [["--image", "a b"], 2, 'phoenix-release: --image is an image reference such as ghcr.io/acme/shop:1.4.2, not "a b"\n'],
    [["--host", "https://shop"], 2, "phoenix-release: --host is a host name such as shop.example.com"],
    [["-o", ""], 2, 'phoenix-release: init -o takes a directory, not ""\n'],
    [["--dryrun"], 2, "phoenix-release: there is no option --dryrun; did you mean --dry-run?\n"],
    [["lib"], 1, "phoenix-release: lib: not a mix project, for it has no mix.exs that can be read; give the directory that has it\n"],
  ])("%j", (args, code, message) => {
    const outcome = init(project("api-only"), args);
    expect({ ...outcome, stderr: outcome.stderr.slice(0, message.length) }).toEqual({ code, stdout: "", stderr: message });
  });

  test("a repository that has the project in a directory", () => {
    const directory = scratch();
    project("api-only", directory);
    const { code, stderr } = init(directory);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "phoenix-release: .: not a mix project, for it has no mix.exs that can be read; there is one in api-only: phoenix-release init api-only\n",
    );
    expect(init(directory, ["api-only"]).stdout).toContain("Written: 3");
    expect(readdirSync(join(directory, "api-only"))).toContain("k8s");
  });

  test("a mix.exs that is a directory", () => {
    const directory = scratch();
    mkdirSync(join(directory, "mix.exs"));
    expect(init(directory).code).toBe(1);
  });
});

describe("odd files give notes", () => {
  const noted = (change: (directory: string) => void): string => {
    const directory = project("phx-1.8");
    change(directory);
    const { code, stdout, stderr } = init(directory, ["--dry-run"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };
  test.each([
    ["binary", (directory: string) => writeFileSync(join(directory, "mix.lock"), Buffer.from([1, 0, 2])), "mix.lock:1: it is binary: not read"],
    ["huge", (directory: string) => write(directory, "mix.lock", " ".repeat(1 << 21)), "mix.lock:1: 2097152 bytes are more than a source file has: not read"],
    [
      "a link to itself",
      (directory: string) => symlinkSync("loop.exs", join(directory, "config/loop.exs")),
      "config/loop.exs:1: a link that leads in a circle",
    ],
    ["a pipe", (directory: string) => spawnSync("sh", ["-c", "mkfifo config/pipe.exs"], { cwd: directory }), "config/pipe.exs:1: no regular file: not read"],
    [
      "deep",
      (directory: string) => write(directory, `lib/${"a/".repeat(20)}x.ex`, ""),
      "lib/a/a/a/a/a/a/a/a/a/a/a/a/a:1: directories deeper than 12 levels are not read",
    ],
    [
      "nested",
      (directory: string) => write(directory, "config/runtime.exs", "[".repeat(100_000)),
      "config/runtime.exs:1: brackets are nested deeper than 200 levels",
    ],
  ])("%s", (_, change, message) => expect(noted(change)).toContain(`  ${message}`));

  test("a link to the directory above is not followed", () => {
    const said = noted((directory) => symlinkSync("..", join(directory, "lib/up")));
    expect(said).toBe(noted(() => {}));
  });

  test("every beginning of every file", () => {
    for (const name of ["phx-1.7-oban", "umbrella", "distillery"]) {
      const directory = project(name);
      for (const [path, text] of filesBelow(directory)) {
        for (let length = 0; length < text.length; length += Math.ceil(text.length / 6)) {
          write(directory, path, text.slice(0, length));
          const { code, stderr } = init(directory, ["--dry-run"]);
          expect({ path, length, code, stderr }).toEqual({ path, length, code: 0, stderr: "" });
        }
        write(directory, path, text);
      }
    }
  });

  test.each(["config ", 'System.get_env("A") || ', "def a do\n", "x = if y do\n", "COPY rel/ a\n", "[a: ", "#{", '"#{', "~s(", "fn ", "end "])(
    "a file full of %j takes no time",
    (word) => {
      const directory = project("phx-1.8");
      for (const file of ["config/runtime.exs", "mix.exs", "lib/flower_shop/release.ex", "Dockerfile"]) {
        write(directory, file, word.repeat((1 << 18) / word.length));
        const started = performance.now();
        expect(init(directory, ["--dry-run"]).stderr).toBe("");
        expect(performance.now() - started, file).toBeLessThan(15_000);
      }
    },
  );
});

const mounts = spawnSync("sh", ["-c", "unshare --mount true"]).status === 0;
if (!mounts) console.error("SKIPPED: nothing may be mounted here");

// beside: k8s is not there. into: it is, with something else in it.
test.skipIf(!mounts && !process.env["CI"]).each(["beside", "into"])("a full disk leaves nothing (%s)", (way) => {
  const directory = project("phx-1.8");
  mkdirSync(join(directory, "disk"));
  const script =
    'cd "$2"; mount -t tmpfs -o size=60k tmpfs disk; [ "$3" = beside ] || mkdir disk/k8s; "$1" init -o disk/k8s; code=$?; find disk -mindepth 1; exit $code';
  const { status, stdout, stderr } = spawnSync("sh", ["-c", `exec unshare --mount sh -c '${script}' test "$@"`, "test", binary, directory, way], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: way === "into" ? "disk/k8s\n" : "" });
  expect(stderr).toBe("phoenix-release: nothing is written to disk/k8s: ENOSPC: no space left on device, write\n");
});

test.runIf(process.getuid?.() !== 0)("where nothing may be written, nothing is left", () => {
  const directory = project("api-only");
  chmodSync(directory, 0o555);
  const { code, stderr } = init(directory);
  chmodSync(directory, 0o755);
  expect(code).toBe(1);
  expect(stderr).toMatch(/nothing is written to k8s: EACCES/);
  expect(readdirSync(directory).filter((name) => name.startsWith("."))).toEqual([]);
});
