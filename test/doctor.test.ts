import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import type { Diagnosis, Machine } from "../src/doctor/diagnosis.ts";
import { doctor } from "../src/doctor/doctor.ts";
import { elsewhere } from "../src/doctor/elsewhere.ts";
import { human } from "../src/doctor/human.ts";
import {
  classic,
  type Examined,
  elf,
  examine,
  exec,
  fat,
  isDiagnosis,
  kubectl,
  kustomize,
  oldKustomize,
  PLUGIN,
  Place,
  typed,
  unguarded,
  windows,
} from "./doctor-machine.ts";
import { edit, scratch, switchTo, write } from "./kustomize.ts";
import { binary, programs, refusal, root } from "./program.ts";

describe.each(programs)("%s", (_, program) => {
  describe("only the machine", () => {
    test("a classic plugin is enough", () => {
      const place = classic();
      const { code, modes, status, directory, command } = examine(program, place);
      expect({ code, modes, directory, command }).toEqual({ code: 0, modes: ["classic"], directory: null, command: null });
      expect(new Set(Object.values(status))).toEqual(new Set(["ok"]));
    });

    test.skipIf(kubectl === undefined)("a program on PATH is enough for kustomize, not for kubectl", () => {
      const withKustomize = examine(program, new Place().has({ kustomize, "phoenix-release": binary }));
      expect(withKustomize).toMatchObject({ code: 0, modes: ["exec"], status: { "plugin roots": "warning", program: "ok", "ways in": "ok" } });
      const withKubectl = examine(program, new Place().has({ kubectl, "phoenix-release": binary }));
      expect(withKubectl).toMatchObject({ code: 1, modes: [], status: { "plugin roots": "problem", "ways in": "problem" } });
    });

    test("in a directory with a kustomization, that is looked at", () => {
      const place = classic();
      const { directory, command } = examine(program, place, undefined, join(place.layout, "overlays/prod"));
      expect({ directory, command }).toEqual({ directory: ".", command: "kustomize build --enable-alpha-plugins ." });
    });
  });

  describe("all is well", () => {
    test("classic exec plugin", () => {
      const place = classic();
      const { code, modes, status, command, of } = examine(program, place, "overlays/prod");
      expect({ code, modes, command }).toEqual({ code: 0, modes: ["classic"], command: "kustomize build --enable-alpha-plugins overlays/prod" });
      expect(new Set(Object.values(status))).toEqual(new Set(["ok"]));
      expect(of("mode").found).toBe("classic exec plugin: the spec has no annotation config.kubernetes.io/function");
      expect(of("build").found).toMatch(/^tried: \d+ objects$/);
      expect(typed(command as string, place).stdout).toContain("kind: Deployment");
    });

    test("KRM exec function", () => {
      const place = exec();
      const { code, modes, status, command, of } = examine(program, place, "overlays/prod");
      expect({ code, modes, command }).toEqual({ code: 0, modes: ["exec"], command: "kustomize build --enable-alpha-plugins --enable-exec overlays/prod" });
      expect(new Set(Object.values(status))).toEqual(new Set(["ok"]));
      expect(of("mode").found).toBe("KRM exec function phoenix-release, by plugin/krm-exec/kustomization.yaml:6");
      expect(of("program").found).toContain(`phoenix-release is version ${packageJson.version} and runs on ${process.platform} ${process.arch}`);
      expect(of("empty output").found).toBe("tried without --enable-exec: kustomize fails aloud, as it should");
      expect(typed(command as string, place).stdout).toContain("kind: Deployment");
    });

    test("KRM container function", () => {
      const place = new Place().has({ kustomize, kubectl, docker: join(root, "test/container/docker") });
      switchTo("krm-container", place.layout);
      place.set({ PATH: `${place.bin}:/usr/bin:/bin`, PHOENIX_RELEASE_BINARY: binary });
      const { code, modes, command, status, of } = examine(program, place, "overlays/prod");
      expect({ code, modes, command }).toEqual({ code: 0, modes: ["container"], command: "kustomize build --enable-alpha-plugins overlays/prod" });
      expect(status).toMatchObject({ docker: "ok", build: "ok" });
      expect(of("mode").found).toMatch(/^KRM container function ghcr\.io\/.*, by plugin\/krm-container\/kustomization\.yaml:\d$/);
    });
  });

  describe("plugin roots", () => {
    test("an empty first root hides a good one", () => {
      const place = new Place().has({ kustomize });
      mkdirSync(join(place.home, ".config/kustomize/plugin"), { recursive: true });
      const good = join(place.home, "kustomize/plugin");
      const found = examine(program, place.plugin(good), "overlays/prod");
      expect(found.code).toBe(1);
      expect(found.pluginRoots.map(({ state, plugin }) => [state, plugin])).toEqual([
        ["unset", false],
        ["unset", false],
        ["counts", false],
        ["hidden", true],
      ]);
      const { status, run } = found.of("plugin roots");
      expect({ status, run, build: found.status["build"] }).toEqual({ status: "problem", run: [`export KUSTOMIZE_PLUGIN_HOME=${good}`], build: "problem" });
      expect(examine(program, place.set({ KUSTOMIZE_PLUGIN_HOME: good }), "overlays/prod")).toMatchObject({ code: 0, status: { "plugin roots": "ok" } });
    });

    test("a root that is nowhere", () => {
      const place = new Place().has({ kustomize });
      const { code, of } = examine(program, place, "overlays/prod");
      expect(code).toBe(1);
      expect(of("plugin roots")).toMatchObject({ status: "problem", found: "none of the four places for plugins exists" });
      expect(of("build").found).toBe('tried, and it fails: Kustomize does not find the plugin, and calls that "unable to find plugin root"');
    });

    test("a plugin at hand is only to be named", () => {
      const place = new Place().has({ kustomize });
      place.plugin(join(place.layout, "plugin"));
      const { of } = examine(program, place, undefined, join(place.layout, "overlays/prod"));
      const { run } = of("plugin roots");
      expect(run).toEqual([`export KUSTOMIZE_PLUGIN_HOME=${place.layout}/plugin`]);
      expect(typed(`${run} && kustomize build --enable-alpha-plugins overlays/prod`, place).code).toBe(0);
    });

    test("a relative KUSTOMIZE_PLUGIN_HOME is found, and fails at exec", () => {
      const place = new Place().has({ kustomize }).set({ KUSTOMIZE_PLUGIN_HOME: "plugin" });
      place.plugin(join(place.layout, "plugin"));
      expect(typed("kustomize build --enable-alpha-plugins overlays/prod", place).stderr).toContain("no such file or directory");
      const { code, of } = examine(program, place, "overlays/prod");
      expect(code).toBe(1);
      expect(of("plugin roots")).toMatchObject({ status: "problem", run: [`export KUSTOMIZE_PLUGIN_HOME=${place.layout}/plugin`] });
      expect(of("plugin roots").found).toContain("KUSTOMIZE_PLUGIN_HOME is not an absolute path");
      symlinkSync(join(place.layout, "plugin"), join(place.layout, "overlays/prod/plugin"));
      expect(examine(program, place, "overlays/prod")).toMatchObject({ code: 0, status: { "plugin roots": "warning", build: "ok" } });
    });

    test("a KUSTOMIZE_PLUGIN_HOME that is not there is passed over", () => {
      const place = classic().set({ KUSTOMIZE_PLUGIN_HOME: "~/plugins" });
      const { code, of } = examine(program, place, "overlays/prod");
      expect(code).toBe(0);
      expect(of("plugin roots")).toMatchObject({ status: "warning", run: ["unset KUSTOMIZE_PLUGIN_HOME"] });
      expect(of("plugin roots").found).toMatch(
        /^KUSTOMIZE_PLUGIN_HOME names ~\/plugins, which is not there: inside of quotes ~ stays ~; Kustomize goes on to /,
      );
    });

    test("without a HOME", () => {
      const place = new Place().has({ kustomize });
      place.plugin(join(place.home, "xdg/kustomize/plugin")).set({ XDG_CONFIG_HOME: join(place.home, "xdg") });
      delete place.env["HOME"];
      const { code, of } = examine(program, place, "overlays/prod");
      expect(code).toBe(0);
      expect(of("plugin roots").details?.slice(2)).toEqual(["3 ~/.config: HOME is not set", "4 ~: HOME is not set"]);
    });
  });

  test.each([
    [["a", "b"], 'doctor takes one directory, but "b" was given too'],
    [[""], refusal("doctor", 'doctor was given an empty PATH: "" names nothing; is a variable not set?')],
    [["nowhere"], "nowhere: there is no such directory"],
    [["overlays/prod/kustomization.yaml"], "overlays/prod/kustomization.yaml: a file; doctor takes the directory of a kustomization"],
    [["--format", "yaml"], '--format is one of human, json, not "yaml"'],
  ])("wrong usage: %j", (args, says) => {
    const { code, stdout, stderr } = program({ args: ["doctor", ...args], env: {} });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("for people: fits a terminal, commands stand alone, the verdict is last", () => {
    const long = join(scratch(), "a-directory-with-a-name-that-is-far-too-long-for-a-line-of-a-terminal");
    const place = new Place().has({ kustomize });
    mkdirSync(join(place.home, ".config/kustomize/plugin"), { recursive: true });
    place.plugin(join(place.home, "kustomize/plugin"));
    const bad = program({ args: ["doctor", "overlays/prod"], cwd: place.layout, env: place.env });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/\nA build of overlays\/prod would NOT work here: 2 problems\. Begin with: plugin roots\.\n$/);
    expect(bad.stdout).toMatch(new RegExp(`^ +export KUSTOMIZE_PLUGIN_HOME=${place.home}/kustomize/plugin$`, "m"));
    const good = program({ args: ["doctor", "overlays/prod"], cwd: place.layout, env: { ...place.plugin(long).env, KUSTOMIZE_PLUGIN_HOME: long } });
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(/\nA build of overlays\/prod works here:\n {2}kustomize build --enable-alpha-plugins overlays\/prod\n$/);
    const wide = [...bad.stdout.split("\n"), ...good.stdout.split("\n")].filter((line) => line.length > 100);
    // One word alone, or a command, may be longer.
    expect(
      wide.filter((line) => / /.test(line.replace(/^(?:ok|WARNING|PROBLEM) +[a-z ]+? {2,}/, "").trim()) && !/^ +(?:export|cp|mkdir|chmod) /.test(line)),
    ).toEqual([]);
  });
});

const [, source] = programs[0] as (typeof programs)[number];
const [, packaged] = programs[1] as (typeof programs)[number];

describe("engines", () => {
  test("nothing on PATH", () => {
    const place = new Place();
    const { code, status, of, command, engines } = examine(source, place, "overlays/prod");
    expect({ code, status, command, engines }).toEqual({ code: 1, status: { kustomize: "problem", PATH: "ok" }, command: null, engines: [] });
    expect(of("kustomize").found).toBe("not on PATH, and neither is kubectl: nothing here builds a kustomization");
  });

  test.skipIf(kubectl === undefined)("kubectl alone builds what a classic plugin makes", () => {
    const place = new Place().has({ kubectl });
    const { code, status, command } = examine(source, place.plugin(join(place.home, "kustomize/plugin")), "overlays/prod");
    expect({ code, kustomize: status["kustomize"], command }).toEqual({
      code: 0,
      kustomize: "ok",
      command: "kubectl kustomize --enable-alpha-plugins overlays/prod",
    });
    expect(typed(command as string, place).stdout).toContain("kind: Deployment");
  });

  test("of several, the first on PATH counts", () => {
    const place = classic();
    const second = scratch();
    const old = place.executable(join(second, "kustomize"), "#!/bin/sh\necho '{kustomize/v4.5.7  2022-08-02T16:35:54Z  }'\n");
    place.set({ PATH: `${place.bin}:${second}` });
    const first = examine(source, place);
    expect(first.engines).toMatchObject([
      { path: join(place.bin, "kustomize"), first: true },
      { path: old, version: "4.5.7", first: false },
    ]);
    expect(first.of("kustomize")).toMatchObject({ status: "ok", details: [`${old}, version 4.5.7, comes later on PATH and is not used`] });
    expect(examine(source, place.set({ PATH: `${second}:${place.bin}` })).of("kustomize")).toMatchObject({
      status: "warning",
      help: "before 5.0.1 nothing was tried: install a newer one",
    });
  });

  test.skipIf(kubectl === undefined)("one that does not start", () => {
    const place = new Place();
    place.executable(join(place.bin, "kustomize"), "#!/nowhere/sh\n");
    place.plugin(join(place.home, "kustomize/plugin"));
    expect(examine(source, place, "overlays/prod")).toMatchObject({ code: 1, status: { kustomize: "problem" }, engines: [{ version: null }] });
    const both = examine(source, place.has({ kubectl }), "overlays/prod");
    expect(both).toMatchObject({ code: 0, status: { kustomize: "warning", build: "ok" } });
    expect(both.of("kustomize").found).toBe(`${join(place.bin, "kustomize")} is a script for /nowhere/sh, which is not there`);
  });

  test("an entry of PATH that is no absolute path", () => {
    const { status, of } = examine(source, classic().set({ PATH: `~/bin:${classic().bin}` }));
    expect(status["PATH"]).toBe("warning");
    expect(of("PATH").found).toMatch(/^"~\/bin": /);
  });
});

describe("modes", () => {
  test.skipIf(kubectl === undefined)("an exec function without kustomize: kubectl prints nothing and exits 0", () => {
    const place = unguarded(exec({ kubectl }));
    expect(typed("kubectl kustomize --enable-alpha-plugins unguarded", place)).toMatchObject({ code: 0, stdout: "" });
    const { code, status, command, of } = examine(source, place, "unguarded");
    expect({ code, command }).toEqual({ code: 1, command: null });
    expect(status).toMatchObject({ engine: "problem", "empty output": "problem" });
    expect(of("engine").found).toBe("kubectl cannot: it has no flag --enable-exec, and without it a function is skipped in silence");
    expect(of("empty output").found).toBe(
      "tried without --enable-exec: kubectl exits 0, without any workload; applied with pruning, that deletes the application",
    );
  });

  test.skipIf(kubectl === undefined)("the shipped guard makes kubectl fail aloud, and it still cannot build", () => {
    const { code, status, of } = examine(source, exec({ kubectl }), "overlays/prod");
    expect(code).toBe(1);
    expect(status).toMatchObject({ engine: "problem", "empty output": "ok" });
    expect(of("empty output").found).toBe("tried without --enable-exec: kubectl fails aloud, as it should");
  });

  test("an exec function without a guard works, and warns", () => {
    const { code, status, of } = examine(source, unguarded(exec()), "unguarded");
    expect(code).toBe(0);
    expect(status).toMatchObject({ "empty output": "warning", build: "ok" });
    expect(of("empty output").found).toContain("kustomize exits 0, without any workload");
  });

  test("an exec function whose program is not on PATH", () => {
    const place = new Place().has({ kustomize });
    switchTo("krm-exec", place.layout);
    const { code, status, of } = examine(source, place, "overlays/prod");
    expect(code).toBe(1);
    expect(status).toMatchObject({ program: "problem", build: "problem" });
    expect(of("program").found).toBe("phoenix-release is not on PATH");
    expect(of("build").help).toBe("what is said above comes first");
  });

  test("an exec function at a path is looked for from the kustomization that lists it", () => {
    const place = new Place().has({ kustomize });
    write(place.layout, "overlays/prod/krm.yaml", "");
    edit(place.layout, "bases/app/spec/kustomization.yaml", (yaml) => `${yaml}commonAnnotations:\n  config.kubernetes.io/function: "exec: {path: ./bin/it}"\n`);
    expect(examine(source, place, "overlays/prod").of("program").found).toBe(`${join(place.layout, "overlays/prod/bin/it")} is not there`);
    mkdirSync(join(place.layout, "overlays/prod/bin"));
    symlinkSync(binary, join(place.layout, "overlays/prod/bin/it"));
    expect(examine(source, place, "overlays/prod")).toMatchObject({ code: 0, status: { program: "ok", build: "ok" } });
  });

  test.skipIf(oldKustomize === undefined)("args of an exec function need kustomize 5.7", () => {
    const place = new Place().has({ "phoenix-release": binary });
    place.executable(join(place.bin, "kustomize"), `#!/bin/sh\n[ "$1" = version ] && { echo v5.6.0; exit; }\nexec ${oldKustomize} "$@"\n`);
    edit(
      place.layout,
      "bases/app/spec/kustomization.yaml",
      (yaml) => `${yaml}commonAnnotations:\n  config.kubernetes.io/function: "exec: {path: phoenix-release, args: [version]}"\n`,
    );
    expect(typed("kustomize build --enable-alpha-plugins --enable-exec overlays/prod", place).stderr).toContain('unknown field "args"');
    const { code, of } = examine(source, place, "overlays/prod");
    expect(code).toBe(1);
    expect(of("engine")).toMatchObject({ status: "problem", help: "delete args and envs in the annotation, or install kustomize 5.7.0 or later" });
    expect(of("engine").found).toBe("kustomize cannot: its kustomize 5.6.0 refuses args and envs of a function");
  });

  test("a container function without docker", () => {
    const place = new Place().has({ kustomize });
    switchTo("krm-container", place.layout);
    const { code, status } = examine(source, place, "overlays/prod");
    expect(code).toBe(1);
    expect(status).toMatchObject({ docker: "problem", build: "problem" });
  });

  test("a mistyped annotation, and one that names nothing to run", () => {
    const annotated = (annotation: string): Examined => {
      const place = classic();
      edit(place.layout, "bases/app/spec/kustomization.yaml", (yaml) => `${yaml}commonAnnotations:\n  ${annotation}\n`);
      return examine(source, place, "overlays/prod");
    };
    const typo = annotated('config.kubernetes.io/functoin: "exec: {path: phoenix-release}"');
    expect(typo.of("mode")).toMatchObject({ status: "warning", help: "write config.kubernetes.io/function, or delete it" });
    expect(typo.of("mode").found).toContain("does not know the annotation config.kubernetes.io/functoin");
    const nothing = annotated('config.kubernetes.io/function: "exce: {path: phoenix-release}"');
    expect(nothing).toMatchObject({ code: 1, modes: ["nothing"] });
    expect(nothing.of("mode").found).toContain("Kustomize runs nothing for it: config.kubernetes.io/function names neither exec.path nor container.image");
    expect(annotated("config.kubernetes.io/local-config: 'true'")).toMatchObject({ code: 0, status: { mode: "ok" } });
  });

  test("spec and finish of two ways in", () => {
    const place = classic();
    edit(place.layout, "overlays/prod/spec/kustomization.yaml", (yaml) => `${yaml}components: [../../../plugin/krm-exec]\n`);
    edit(place.layout, "overlays/prod/finish/kustomization.yaml", (yaml) => yaml.replace("../spec", "../../../bases/app/spec"));
    const { modes, of } = examine(source, place.has({ "phoenix-release": binary }), "overlays/prod");
    expect(modes).toEqual(["exec", "classic"]);
    expect(of("mode")).toMatchObject({
      status: "warning",
      found: "mixed: PhoenixRelease/shop is a KRM exec function phoenix-release, PhoenixRelease/shop in the phase finish is a classic exec plugin",
    });
  });

  test("an exec function of somebody else beside a classic spec decides on the flags", () => {
    const place = classic();
    edit(place.layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("generators: [spec]", "generators: [spec, other.yaml]"));
    const config =
      'apiVersion: example.com/v1\nkind: Other\nmetadata:\n  name: it\n  annotations:\n    config.kubernetes.io/function: "exec: {path: /bin/cat}"\n';
    write(place.layout, "overlays/prod/other.yaml", config);
    const { modes, command, of } = examine(source, place, "overlays/prod");
    expect({ modes, command }).toEqual({ modes: ["classic"], command: "kustomize build --enable-alpha-plugins --enable-exec overlays/prod" });
    expect(of("mode").details).toEqual(["beside it Other/it, KRM exec function /bin/cat: without --enable-exec Kustomize leaves it out in silence"]);
  });
});

describe("the plugin", () => {
  const withFile = (make: (file: string, place: Place) => void): Examined => {
    const place = new Place().has({ kustomize });
    const file = join(place.home, "kustomize/plugin", PLUGIN);
    mkdirSync(dirname(file), { recursive: true });
    make(file, place);
    return examine(source, place, "overlays/prod");
  };

  test("is not executable", () => {
    const { code, of, status } = withFile((file) => {
      cpSync(binary, file);
      chmodSync(file, 0o644);
    });
    expect({ code, build: status["build"] }).toEqual({ code: 1, build: "problem" });
    expect(of("plugin")).toMatchObject({ status: "problem", run: [expect.stringMatching(/^chmod \+x .*PhoenixRelease$/)] });
    expect(of("plugin").found).toMatch(/PhoenixRelease is not executable$/);
  });

  const other = process.arch === "x64" ? "arm64" : "x64";
  test.each([
    [`linux ${other}`, elf(other)],
    ["linux riscv64", elf("riscv64")],
    ["darwin x64 and darwin arm64", fat()],
    ["win32 x64", windows()],
  ])("is a program for %s", (target, bytes) => {
    const { code, of, status } = withFile((file, place) => place.executable(file, bytes));
    expect({ code, build: status["build"] }).toEqual({ code: 1, build: "problem" });
    expect(of("plugin")).toMatchObject({ status: "problem", help: `install the one for ${process.platform} ${process.arch}` });
    expect(of("plugin").found).toContain(`is a program for ${target}, and this is ${process.platform} ${process.arch}`);
  });

  test.each([
    ["a directory", (file: string) => mkdirSync(file), "is a directory"],
    [
      "text",
      (file: string, place: Place) => place.executable(file, 'phoenix-release "$@"\n'),
      "is no program: neither a binary nor a script that begins with #!",
    ],
    [
      "a script without its shell",
      (file: string, place: Place) => place.executable(file, "#!/nowhere/sh\n"),
      "is a script for /nowhere/sh, which is not there",
    ],
    ["a link to nowhere", (file: string) => symlinkSync("/nowhere/it", file), undefined],
    [
      "one that fails",
      (file: string, place: Place) => place.executable(file, "#!/bin/sh\necho broken >&2\nexit 7\n"),
      "answers version with exit code 7: broken",
    ],
  ])("is %s", (_, make, fault) => {
    const { code, of, status } = withFile(make);
    expect({ code, build: status["build"] }).toEqual({ code: 1, build: "problem" });
    if (fault === undefined) expect(of("plugin roots").status).toBe("problem");
    else expect(of("plugin")).toMatchObject({ status: "problem", found: expect.stringMatching(new RegExp(`${fault.replaceAll(/[#!/]/g, ".")}$`)) });
  });

  test("is of another version, or another program", () => {
    const wrapper = (version: string) => (file: string, place: Place) =>
      place.executable(file, `#!/bin/sh\n[ "$1" = version ] && { echo ${version}; exit; }\nexec ${binary} "$@"\n`);
    const old = withFile(wrapper("phoenix-release 0.0.9"));
    expect(old).toMatchObject({ code: 0, status: { plugin: "warning", build: "ok" } });
    expect(old.of("plugin").found).toContain(`is version 0.0.9, and this is version ${packageJson.version}`);
    expect(withFile(wrapper("something else")).of("plugin")).toMatchObject({
      status: "warning",
      found: expect.stringContaining("does not say that it is phoenix-release"),
    });
    const silent = withFile((file, place) => place.executable(file, "#!/bin/sh\n"));
    expect(silent).toMatchObject({ code: 1, status: { build: "problem" } });
  });
});

describe("the build", () => {
  test("of a spec with a mistake shows its place", () => {
    const place = classic();
    edit(place.layout, "overlays/prod/spec/release.yaml", (yaml) => yaml.replace("host:", "hots:"));
    const { code, of } = examine(source, place, "overlays/prod");
    expect(code).toBe(1);
    expect(of("build")).toMatchObject({ status: "problem", run: ["phoenix-release validate overlays/prod"] });
    expect(of("build").found).toContain("overlays/prod/spec/release.yaml:8:3: PHX102: spec.hots is not a field");
  });

  test("of a kustomization with a mistake says what Kustomize says", () => {
    const place = classic();
    edit(place.layout, "overlays/prod/kustomization.yaml", (yaml) => `${yaml}patchs: []\n`);
    const { code, of } = examine(source, place, "overlays/prod");
    expect(code).toBe(1);
    expect(of("build")).toMatchObject({ status: "problem", run: ["kustomize build --enable-alpha-plugins overlays/prod"] });
    expect(of("build").found).toContain('unknown field "patchs"');
  });

  test.skipIf(kubectl === undefined)("of a kustomization with a mistake says it without kubectl's log", () => {
    const place = new Place().has({ kubectl });
    edit(place.layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("resources:", "resources:\n  - nowhere.yaml"));
    const { found } = examine(source, place.plugin(join(place.home, "kustomize/plugin")), "overlays/prod").of("build");
    expect(found).toMatch(/^tried, and it fails: (?!E\d{4})[a-z]/);
    expect(found).not.toMatch(/run\.go|err="/);
  });

  test("of a folder below it says which", () => {
    const place = classic();
    write(place.layout, "overlays/prod/more/kustomization.yaml", "resources: [nowhere.yaml]\n");
    edit(place.layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("resources:", "resources:\n  - more"));
    expect(examine(source, place, "overlays/prod").of("build").found).toMatch(
      new RegExp(`^tried, and it fails: ${place.layout}/overlays/prod/more: accumulating resources: .*nowhere\\.yaml`),
    );
  });

  test("of a spec that cannot be read", () => {
    const place = classic();
    edit(place.layout, "bases/app/spec/kustomization.yaml", (yaml) => yaml.replace("release.yaml", "relaese.yaml"));
    const { code, of } = examine(source, place, "overlays/prod");
    expect(code).toBe(1);
    expect(of("mode")).toMatchObject({ status: "problem", found: "not known: what is listed under generators: could not be read" });
    expect(of("mode").details?.[0]).toContain("relaese.yaml");
  });

  test("of the directory with the spec alone prints what no cluster knows", () => {
    const { code, status, of } = examine(source, classic(), "overlays/prod/spec");
    expect(code).toBe(1);
    expect(status).toMatchObject({ mode: "warning", build: "problem" });
    expect(of("build").found).toContain("prints the PhoenixRelease shop itself");
  });

  test("of a directory without a kustomization", () => {
    const { code, of } = examine(source, classic(), "overlays");
    expect(code).toBe(1);
    expect(of("directory").found).toBe("there is no kustomization.yaml that can be read in overlays");
  });

  test("of a directory whose name a shell would split", () => {
    const place = classic();
    cpSync(join(place.layout, "overlays/prod"), join(place.layout, "overlays/it's prod"), { recursive: true });
    const { code, command } = examine(source, place, "overlays/it's prod");
    expect(code).toBe(0);
    expect(typed(command as string, place).stdout).toContain("kind: Deployment");
  });
});

test("on Windows a classic plugin cannot be started", () => {
  const { layout, env } = classic();
  const { name, version } = packageJson;
  const machine: Machine = { env, cwd: layout, self: undefined, name, version, platform: "win32", arch: "x64" };
  const { works, checks } = doctor(machine, "overlays/prod");
  expect(works).toBe(false);
  expect(checks.find(({ check }) => check === "engine")).toMatchObject({
    status: "problem",
    help: "make it a KRM exec function, with the component plugin/krm-exec",
  });
});

test("the schema refuses what doctor does not print", () => {
  const diagnosis = examine(source, classic());
  const { code, status, of, ...printed } = diagnosis;
  expect(isDiagnosis(printed)).toBe(true);
  expect(isDiagnosis({ ...printed, checks: [{ check: "mode", status: "fine", found: "x" }] })).toBe(false);
  expect(isDiagnosis({ ...printed, more: true })).toBe(false);
  expect(isDiagnosis({ ...printed, version: 2 })).toBe(false);
});

test("what is to be typed where nothing is installed makes it work", () => {
  const place = new Place().has({ kustomize });
  const { run = [] } = examine(packaged, place, "overlays/prod").of("plugin roots");
  expect(run).toEqual([`${binary} install`]);
  expect(typed(run.join(" && "), place)).toMatchObject({ code: 0, stderr: "" });
  expect(examine(packaged, place, "overlays/prod")).toMatchObject({ code: 0, status: { "plugin roots": "ok", plugin: "ok", build: "ok" } });
});

test("a root that is named and not there is made, and named rightly where it was not", () => {
  const place = new Place().has({ kustomize }).set({ KUSTOMIZE_PLUGIN_HOME: "~/my plugins" });
  const { run = [] } = examine(packaged, place, "overlays/prod").of("plugin roots");
  expect(run).toEqual(["export KUSTOMIZE_PLUGIN_HOME=~/'my plugins'", `${binary} install`]);
  const build = "kustomize build --enable-alpha-plugins overlays/prod";
  expect(typed([...run, build].join(" && "), place)).toMatchObject({ code: 0, stderr: "" });
});

test("a root that is named and not there is let go of where another has plugins", () => {
  const place = new Place().has({ kustomize }).set({ KUSTOMIZE_PLUGIN_HOME: "/nowhere" });
  mkdirSync(join(place.home, ".config/kustomize/plugin/viaduct.ai"), { recursive: true });
  const { run = [] } = examine(packaged, place, "overlays/prod").of("plugin roots");
  expect(run).toEqual(["unset KUSTOMIZE_PLUGIN_HOME", `${binary} install`]);
  expect(typed([...run, "kustomize build --enable-alpha-plugins overlays/prod"].join(" && "), place)).toMatchObject({ code: 0, stderr: "" });
});

test("an old program is replaced by its own kind of command", () => {
  const place = exec();
  rmSync(join(place.bin, "phoenix-release"));
  place.executable(join(place.bin, "phoenix-release"), "#!/bin/sh\necho phoenix-release 0.0.1\n");
  const { status, run = [] } = examine(packaged, place, "overlays/prod").of("program");
  expect({ status, run }).toEqual({ status: "warning", run: [`${binary} install ${place.bin}`] });
  expect(typed(run.join(" && "), place)).toMatchObject({ code: 0, stdout: expect.stringContaining("replaced phoenix-release 0.0.1 by ") });
  expect(examine(packaged, place, "overlays/prod").of("program").status).toBe("ok");
});

test("without a place for temporary files Kustomize cannot call a plugin", () => {
  const place = classic().set({ TMPDIR: "/nowhere" });
  expect(typed("kustomize build --enable-alpha-plugins overlays/prod", place).code).not.toBe(0);
  const { code, of } = examine(packaged, place, "overlays/prod");
  expect({ code, status: of("TMPDIR").status }).toEqual({ code: 1, status: "problem" });
});

test.each([
  ["overlays/prod", "phoenix-release render overlays/prod -o rendered/prod"],
  ["my overlays/eu/", "phoenix-release render 'my overlays/eu/' -o rendered/eu"],
  [".", "phoenix-release render . -o ../rendered"],
])("Flux gets files of %s, in a directory where nobody stands", (directory, command) =>
  expect(elsewhere([], [], directory).find(({ tool }) => tool === "Flux")?.lines).toEqual([command]),
);

test.skipIf(kubectl === undefined)("the example of the page is what doctor says", () => {
  const page = readFileSync(join(root, "docs/doctor.md"), "utf8");
  const [, shown] = /```text\n\$ phoenix-release doctor overlays\/prod\n(.*?)```/s.exec(page) as RegExpExecArray;
  const place = new Place().has({ kubectl });
  place.executable(join(place.bin, "kustomize"), `#!/bin/sh\n[ "$1" = version ] && { echo v5.8.1; exit; }\nexec ${kustomize} "$@"\n`);
  mkdirSync(join(place.home, ".config/kustomize/plugin"), { recursive: true });
  place.plugin(join(place.home, "kustomize/plugin"));
  const diagnosis = examine(source, place, "overlays/prod");
  const inside = diagnosis.engines.find(({ program }) => program === "kubectl")?.version as string;
  const elsewhere = JSON.stringify(diagnosis)
    .replaceAll(place.home, "/home/ann")
    .replaceAll(place.bin, "/usr/local/bin")
    .replaceAll(`kustomize ${inside} inside`, "kustomize 5.7.1 inside")
    .replaceAll(`${process.platform} ${process.arch}`, "linux x64");
  const told = human({ ...(JSON.parse(elsewhere) as Diagnosis), program: { ...diagnosis.program, platform: "linux", arch: "x64" } });
  expect(shown).toBe(told);
  expect(told.split("\n").filter((line) => line.length > 100)).toEqual([]);
});
