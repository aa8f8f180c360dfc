import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { inDirectory, inPluginRoot } from "../src/install/place.ts";
import { PLUGIN, Place } from "./doctor-machine.ts";
import { realEngines, scratch } from "./kustomize.ts";
import { binary, type Outcome, programs, refusal, root } from "./program.ts";

const [, source] = programs[0] as (typeof programs)[number];
const [, packaged] = programs[1] as (typeof programs)[number];
const { version } = packageJson;

const shell = (script: string, ...args: string[]): Outcome => {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script, "test", ...args], {
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
};

describe("the plugin root that Kustomize will use", () => {
  const where = (env: Readonly<Record<string, string>>, cwd = "/nowhere"): unknown => inPluginRoot({ env, cwd, platform: "linux" });

  test("none is there: the usual place", () => {
    const home = scratch();
    expect(where({ HOME: home })).toEqual({ file: join(home, ".config/kustomize/plugin", PLUGIN), warnings: [] });
    expect(where({ HOME: home, XDG_CONFIG_HOME: join(home, "xdg") })).toEqual({ file: join(home, "xdg/kustomize/plugin", PLUGIN), warnings: [] });
  });

  test("the first that is there hides the others", () => {
    const home = scratch();
    mkdirSync(join(home, "kustomize/plugin"), { recursive: true });
    expect(where({ HOME: home, XDG_CONFIG_HOME: join(home, "xdg") })).toEqual({ file: join(home, "kustomize/plugin", PLUGIN), warnings: [] });
    mkdirSync(join(home, ".config/kustomize/plugin"), { recursive: true });
    expect(where({ HOME: home })).toEqual({ file: join(home, ".config/kustomize/plugin", PLUGIN), warnings: [] });
  });

  test("one that is named is made, but never hides what others have", () => {
    const home = scratch();
    const other = join(home, ".config/kustomize/plugin");
    const named = { HOME: home, KUSTOMIZE_PLUGIN_HOME: join(home, "mine") };
    const mine = { file: join(home, "mine", PLUGIN), warnings: [] };
    expect(where(named)).toEqual(mine);
    mkdirSync(other, { recursive: true });
    expect(where(named)).toEqual(mine);
    mkdirSync(join(other, "viaduct.ai"));
    expect(where(named)).toBe(
      `KUSTOMIZE_PLUGIN_HOME names ${home}/mine, which is not there, so Kustomize looks into ${other}; making it would hide what is in that one. Unset KUSTOMIZE_PLUGIN_HOME, or make it yourself: mkdir -p ${home}/mine`,
    );
    mkdirSync(join(home, "mine"));
    expect(where(named)).toEqual(mine);
    expect(where({ HOME: home, KUSTOMIZE_PLUGIN_HOME: other })).toMatchObject({ warnings: [] });
  });

  test("a relative one is a warning, one with ~ is refused", () => {
    const home = scratch();
    const { file, warnings } = where({ KUSTOMIZE_PLUGIN_HOME: "plugin" }, home) as { file: string; warnings: string[] };
    expect(file).toBe(join(home, "plugin", PLUGIN));
    expect(warnings).toEqual([expect.stringMatching(/^KUSTOMIZE_PLUGIN_HOME is not an absolute path: /)]);
    expect(where({ HOME: home, KUSTOMIZE_PLUGIN_HOME: "~/plugin" }, home)).toBe(
      "KUSTOMIZE_PLUGIN_HOME is ~/plugin, and Kustomize does not know what ~ means; your shell does outside of quotes: export KUSTOMIZE_PLUGIN_HOME=~/plugin",
    );
  });

  test("without any variable, and on Windows, it cannot be said", () => {
    expect(where({})).toMatch(/^neither KUSTOMIZE_PLUGIN_HOME, XDG_CONFIG_HOME nor HOME is set: /);
    expect(inPluginRoot({ env: {}, cwd: "C:\\", platform: "win32" })).toMatch(/^on Windows Kustomize cannot start/);
  });

  test("a directory that is not on PATH is a warning", () => {
    const caller = { env: { PATH: "/usr/bin:/opt/bin/" }, cwd: "/opt", platform: "linux" };
    expect(inDirectory("bin", "phoenix-release", caller)).toEqual({ file: "/opt/bin/phoenix-release", warnings: [] });
    expect(inDirectory("/opt", "phoenix-release", caller).warnings).toEqual([expect.stringMatching(/^\/opt is not on the PATH/)]);
    expect(inDirectory(".", "phoenix-release", { ...caller, platform: "win32" }).file).toBe("/opt/phoenix-release.exe");
  });
});

describe("usage", () => {
  test.each([
    [["a", "b"], 2, refusal("install", 'install takes one directory, but "b" was given too')],
    [[""], 2, refusal("install", 'install takes a directory, not ""')],
    [["~/bin"], 2, refusal("install", "~/bin: inside of quotes ~ stays ~; write the directory without them, or in full")],
    [["--force"], 2, "phoenix-release: there is no option --force\nRun phoenix-release help install for what it can do.\n"],
    [[], 1, "phoenix-release: this runs from source, and only the packaged program can install itself: npm run build makes dist/phoenix-release\n"],
  ])("%j", (args, code, stderr) => expect(source({ args: ["install", ...args], env: {} })).toEqual({ code, stdout: "", stderr }));
});

describe("the packaged program", () => {
  test("becomes a plugin that Kustomize finds", () => {
    const engine = realEngines[0] as (typeof realEngines)[number];
    const place = new Place().has({ [engine.kind]: engine.path });
    const file = join(place.home, ".config/kustomize/plugin", PLUGIN);
    expect(packaged({ args: ["install"], env: place.env })).toEqual({ code: 0, stdout: `installed phoenix-release ${version}: ${file}\n`, stderr: "" });
    expect(statSync(file).mode & 0o777).toBe(0o755);
    const [command, ...args] = engine.build(["--enable-alpha-plugins", "overlays/prod"]);
    const { status, stdout } = spawnSync(command, args, { cwd: place.layout, env: place.env, encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toContain("kind: Deployment");
    expect(readdirSync(dirname(file)).filter((name) => !/^(PhoenixRelease|libatomic\.so\.1)$/.test(name))).toEqual([]);
  });

  test("says what the page shows", () => {
    const page = readFileSync(join(root, "docs/install.md"), "utf8");
    const [, shown] = /```sh\nphoenix-release install\n```\n\n```text\n(.*?)```/s.exec(page) as RegExpExecArray;
    const home = scratch();
    expect(packaged({ args: ["install"], env: { HOME: home } }).stdout.replace(home, "/home/ann")).toBe(shown);
  });

  test("replaces what stood there, and says what", () => {
    const directory = join(scratch(), "new/bin");
    const file = join(directory, "phoenix-release");
    const install = (): Outcome => packaged({ args: ["install", directory], env: { PATH: directory } });
    const said = (what: string): Outcome => ({ code: 0, stdout: `${what}: ${file}\n`, stderr: "" });
    expect(install()).toEqual(said(`installed phoenix-release ${version}`));
    const { ino } = statSync(file);
    expect(install()).toEqual(said(`phoenix-release ${version} is there already`));
    expect(statSync(file).ino).toBe(ino);
    for (const [says, what] of [
      ["phoenix-release 0.0.1", `replaced phoenix-release 0.0.1 by ${version}`],
      [`phoenix-release ${version}`, `replaced another build of phoenix-release ${version}`],
      ["something", `replaced what did not say that it is phoenix-release, by phoenix-release ${version}`],
    ] as const) {
      writeFileSync(file, `#!/bin/sh\necho ${says}\n`, { mode: 0o755 });
      expect(install()).toEqual(said(what));
      expect(spawnSync(file, ["version"], { encoding: "utf8" }).stdout).toBe(`phoenix-release ${version}\n`);
    }
    chmodSync(file, 0o644);
    expect(install().code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o755);
  });

  test("who runs the old one meanwhile keeps it", async () => {
    const directory = scratch();
    const file = join(directory, "phoenix-release");
    copyFileSync(binary, file);
    appendFileSync(file, "another build");
    const running = spawn(file, ["validate", "-"], { env: {} });
    const ended = new Promise((done) => running.on("close", done));
    await new Promise((started) => running.on("spawn", started));
    expect(packaged({ args: ["install", directory], env: {} }).stdout).toContain("replaced another build of phoenix-release");
    running.stdin.end(readFileSync(join(root, "test/cases/three-lines/release.yaml")));
    expect(await ended).toBe(0);
  });

  test("others may run it, whatever the umask", () => {
    const directory = scratch();
    expect(shell('umask 077; exec "$1" install "$2"', binary, directory).code).toBe(0);
    expect(readdirSync(directory).map((name) => [name, statSync(join(directory, name)).mode & 0o777])).toEqual(
      expect.arrayContaining([["phoenix-release", 0o755]]),
    );
  });

  test("a link is replaced, what it leads to stays; the program itself stays", () => {
    const [there, here] = [scratch(), scratch()];
    const old = join(there, "old");
    writeFileSync(old, "#!/bin/sh\necho phoenix-release 0.0.1\n", { mode: 0o755 });
    symlinkSync(old, join(here, "phoenix-release"));
    expect(packaged({ args: ["install", here], env: { PATH: here } }).stdout).toContain(`replaced phoenix-release 0.0.1 by ${version}`);
    expect(lstatSync(join(here, "phoenix-release")).isFile()).toBe(true);
    expect(readFileSync(old, "utf8")).toContain("0.0.1");
    const own = spawnSync(join(here, "phoenix-release"), ["install", "."], { cwd: here, env: {}, encoding: "utf8" });
    expect(own.stdout).toBe(`phoenix-release ${version} is there already: ${here}/phoenix-release\n`);
  });
});

describe("nothing is half-written", () => {
  const failure = (file: string, why: string): Outcome => ({ code: 1, stdout: "", stderr: `phoenix-release: nothing is installed as ${file}: ${why}\n` });

  test("a file is in the way", () => {
    const directory = scratch();
    writeFileSync(join(directory, "file"), "");
    mkdirSync(join(directory, "bin/phoenix-release"), { recursive: true });
    const install = (args: string[], env = {}): Outcome => packaged({ args: ["install", ...args], env });
    const below = join(directory, "file/bin/phoenix-release");
    expect(install([join(directory, "file/bin")])).toEqual(failure(below, "a part of that path is a file"));
    expect(install([join(directory, "file")])).toEqual(failure(join(directory, "file/phoenix-release"), "a part of that path is a file"));
    expect(install([join(directory, "bin")])).toEqual(failure(join(directory, "bin/phoenix-release"), "a directory stands there"));
    expect(readdirSync(join(directory, "bin/phoenix-release"))).toEqual([]);
  });

  test("a limit on the size of files", () => {
    const directory = scratch();
    const { code, stdout, stderr } = shell('ulimit -f 1000; exec "$1" install "$2"', binary, directory);
    expect({ code, stdout, stderr }).toEqual(failure(join(directory, "phoenix-release"), "a limit on the size of files (ulimit -f) is too low"));
    expect(readdirSync(directory).filter((name) => !name.startsWith("libatomic"))).toEqual([]);
  });

  test("where the system makes no directory, and does not say why", () => {
    const { code, stdout, stderr } = shell('timeout 20 "$1" install /proc/x', binary);
    expect({ code, stdout, stderr }).toEqual(failure("/proc/x/phoenix-release", "no directory can be made there"));
  });

  const mounts = shell("unshare --mount true").code === 0;
  if (!mounts) console.error("SKIPPED: nothing may be mounted here");
  test.skipIf(!mounts && !process.env["CI"])("a full disk", () => {
    const directory = scratch();
    const { code, stderr, stdout } = shell(
      'exec unshare --mount sh -c \'mount -t tmpfs -o size=20m tmpfs "$2"; "$1" install "$2"; code=$?; ls -A "$2"; exit $code\' test "$@"',
      binary,
      directory,
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: failure(join(directory, "phoenix-release"), "the disk is full").stderr });
    expect(stdout.split("\n").filter((name) => name !== "" && !name.startsWith("libatomic"))).toEqual([]);
  });
});

describe("elsewhere", () => {
  const confined = (...words: string[]): Outcome => {
    const { status, stdout, stderr } = spawnSync(join(root, "test/container/confined"), words, { encoding: "utf8" });
    return { code: status, stdout, stderr };
  };
  const UNAVAILABLE = 125;
  const skipped = confined("/usr/bin/true").code === UNAVAILABLE && !process.env["CI"];
  const isLinked = process.platform === "linux" && shell('ldd "$1"', binary).stdout.includes("libatomic.so.1");

  test.skipIf(skipped)("as uid 999, without HOME, on a read-only root", () => {
    const tools = scratch();
    const { code, stdout } = confined("-u", "999", "-f", "/proc", "-w", `${tools}:/custom-tools`, binary, "install", "/custom-tools");
    expect({ code, stdout }).toEqual({ code: 0, stdout: `installed phoenix-release ${version}: /custom-tools/phoenix-release\n` });
    expect(statSync(join(tools, "phoenix-release"))).toMatchObject({ uid: 999, size: statSync(binary).size });
    expect(confined("-u", "999", binary, "install", "/custom-tools")).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/nothing is installed as \/custom-tools\/phoenix-release: /),
    });
  });

  test.skipIf(skipped || !isLinked)("the library that slim images lack comes along", () => {
    const tools = scratch();
    const without = ["-x", "libatomic.so.1"];
    expect(confined(...without, binary, "version").stderr).toContain("libatomic.so.1: cannot open shared object file");
    packaged({ args: ["install", tools], env: {} });
    expect(existsSync(join(tools, "libatomic.so.1"))).toBe(true);
    // The libraries of the binary are all there but that one.
    const inside = confined(
      ...without,
      "-p",
      binary,
      "-w",
      `${tools}:/tools`,
      "-f",
      "/proc",
      "-p",
      "/usr/bin/env",
      "/usr/bin/env",
      "/tools/phoenix-release",
      "version",
    );
    expect(inside).toEqual({ code: 0, stdout: `phoenix-release ${version}\n`, stderr: "" });
  });
});
