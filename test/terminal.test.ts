import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { commands } from "../src/commands/commands.ts";
import { topics } from "../src/commands/topics.ts";
import { copyOfTheLayout, edit, realEngines, scratch, write } from "./kustomize.ts";
import { binary, type Outcome, programs, root } from "./program.ts";

// The program behind a real pseudo-terminal, which script(1) of util-linux makes, and behind pipes.

const hasTerminals = spawnSync("script", ["-qec", "test -t 1", "/dev/null"], { input: "" }).status === 0;
if (!hasTerminals) console.error("SKIPPED: script(1) of util-linux makes no pseudo-terminals here");
const skipped = !hasTerminals && !process.env["CI"];

interface Screen {
  readonly code: number | null;
  /** All that the terminal was sent, with its control characters. */
  readonly text: string;
}

const ESCAPE = "\u001b";
const escaped = (text: string): string => text.replace("[", "\\[");

/** @param command of a shell, in which $P is the program */
function onTerminal(command: string, { cwd = root, env = {}, columns = 100 } = {}): Screen {
  const { status, stdout, error } = spawnSync("script", ["-qec", `stty cols ${columns} rows 40; ${command}`, "/dev/null"], {
    cwd,
    env: { PATH: "/usr/bin:/bin", SHELL: "/bin/sh", TERM: "xterm", P: binary, ...env },
    input: "",
    encoding: "utf8",
  });
  if (error) throw error;
  return { code: status, text: stdout.replaceAll("\r\n", "\n") };
}

/** An overlay with one mistake, and a PATH on which it can be built. */
function wrong(): { cwd: string; env: { PATH: string } } {
  const layout = copyOfTheLayout();
  edit(layout, "overlays/prod/spec/release.yaml", (yaml) => yaml.replace("host:", "hots:"));
  const bin = join(layout, "bin");
  mkdirSync(bin);
  const engine = realEngines[0] as (typeof realEngines)[number];
  symlinkSync(engine.path, join(bin, engine.kind));
  return { cwd: layout, env: { PATH: `${bin}:/usr/bin:/bin` } };
}

describe.skipIf(skipped)("on a terminal", () => {
  test("findings are coloured, and say the same without", () => {
    const place = wrong();
    const { code, text } = onTerminal('"$P" validate overlays/prod', place);
    expect(code).toBe(1);
    expect(text).toMatch(
      new RegExp(`${ESCAPE}\\[1moverlays/prod/spec/release\\.yaml:\\d+:3${ESCAPE}\\[0m: ${ESCAPE}\\[31merror\\[PHX102\\]${ESCAPE}\\[0m: spec\\.hots`),
    );
    const plain = onTerminal('"$P" validate overlays/prod 2>/dev/null | cat', place);
    expect(plain.text).not.toContain(ESCAPE);
    expect(text.replaceAll(new RegExp(`${ESCAPE}\\[[\\d;]*[mK]`, "g"), "")).toContain(plain.text);
  });

  test.each([{ NO_COLOR: "1" }, { TERM: "dumb" }])("no colours with %j", (env) =>
    expect(onTerminal('"$P" test/refused/unknown-fields/release.yaml', { env }).text).not.toContain(ESCAPE),
  );

  test("an empty NO_COLOR says nothing", () =>
    expect(onTerminal('"$P" test/refused/unknown-fields/release.yaml', { env: { NO_COLOR: "" } }).text).toContain(`${ESCAPE}[31merror`));

  test("each stream for itself", () => {
    const file = "test/refused/unknown-fields/release.yaml";
    expect(onTerminal(`"$P" ${file} >/dev/null`).text).toContain(`${ESCAPE}[31merror`);
    expect(onTerminal(`"$P" ${file} 2>&1 >/dev/null | cat`).text).not.toContain(ESCAPE);
    expect(onTerminal('"$P" test/cases/three-lines/release.yaml').text).not.toContain(ESCAPE);
  });

  test("doctor marks with words that colours only stress", () =>
    expect(onTerminal('"$P" doctor', { cwd: scratch() }).text).toContain(`\n${ESCAPE}[31mPROBLEM${ESCAPE}[0m  `));

  test("what is being built is said, and gone afterwards", () => {
    const place = wrong();
    // Nothing of ours, which is soon built.
    for (const name of ["a", "b"]) {
      write(place.cwd, `${name}/kustomization.yaml`, "resources: [it.yaml]\n");
      write(place.cwd, `${name}/it.yaml`, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: it}\n");
    }
    const gone = `\r${ESCAPE}[2K`;
    expect(onTerminal('"$P" validate a b >/dev/null', place).text).toMatch(
      new RegExp(`^building a …${escaped(gone)}building b …${escaped(gone)}2 paths checked: `),
    );
    expect(onTerminal('"$P" doctor a >/dev/null', place).text).toBe(`looking at a …${gone}`);
    expect(onTerminal('"$P" validate a 2>&1 | cat', place).text).not.toContain("building");
    expect(onTerminal('"$P" validate -q a >/dev/null', place).text).toBe("");
    expect(onTerminal('"$P" validate a', { ...place, env: { ...place.env, TERM: "dumb" } }).text).not.toContain("building");
  });

  test.each([40, 70])("help fits %d columns", (columns) => {
    const all = `for topic in '' ${[...commands, ...topics].map(({ name }) => name).join(" ")}; do "$P" help $topic; done`;
    const { code, text } = onTerminal(all, { columns });
    expect(code).toBe(0);
    // Commands stand as they are typed.
    const calls = /^ {2}(?:phoenix-release|kustomize|git|#) /;
    expect(text.split("\n").filter((line) => line.length > columns && !calls.test(line) && / /.test(line.trim()))).toEqual([]);
    // All words are there, however they are laid out.
    const piped = spawnSync("/bin/sh", ["-c", all], { env: { P: binary }, encoding: "utf8" }).stdout;
    expect(text.split(/\s+/)).toEqual(piped.split(/\s+/));
  });

  test("doctor fits a narrow terminal", () => {
    const { text } = onTerminal('"$P" doctor', { cwd: scratch(), env: { HOME: "/nonexistent" }, columns: 60 });
    const shown = text.split(`\r${ESCAPE}[2K`).at(-1) as string;
    const lines = shown.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, "g"), "").split("\n");
    expect(lines.filter((line) => line.length > 60 && / /.test(line.trim()) && !/^ +\/.* install/.test(line))).toEqual([]);
  });

  test("without arguments it helps, and does not wait", () => {
    const { code, text } = onTerminal('"$P" </dev/tty');
    expect({ code, first: text.split("\n")[0] }).toEqual({
      code: 2,
      first: "Turns a PhoenixRelease spec into every Kubernetes resource that an Elixir/Phoenix release needs.",
    });
  });
});

describe("in pipes", () => {
  const sh = (script: string, cwd = root): Outcome => {
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script], {
      cwd,
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", P: binary },
      encoding: "utf8",
    });
    return { code: status, stdout, stderr };
  };

  test("a reader that has read enough is no fault", () => {
    const { stdout, stderr } = sh('{ "$P" test/cases/three-lines/release.yaml; echo $? >&2; } | head -n 1');
    expect({ lines: stdout.split("\n").length, stderr }).toEqual({ lines: 2, stderr: "0\n" });
    expect(sh('{ "$P" help; echo $? >&2; } | true').stderr).toBe("0\n");
  });

  test("standard input by its name", () => {
    expect(sh('"$P" validate - < test/cases/three-lines/release.yaml')).toMatchObject({ code: 0, stderr: "1 path checked: nothing found\n" });
    expect(sh('"$P" validate -q - < test/cases/three-lines/release.yaml')).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("a full disk is said", () => {
    const { code, stderr } = sh('"$P" test/cases/three-lines/release.yaml > /dev/full');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^phoenix-release: .*ENOSPC/) });
  });

  test("a directory that may not be written is said, and nothing is left in it", () => {
    const directory = scratch();
    chmodSync(directory, 0o755);
    const { code, stderr } = sh(`setpriv --reuid=65534 --regid=65534 --clear-groups "$P" install ${directory}`, "/");
    if (/setpriv/.test(stderr)) return console.error("SKIPPED: no other user may be had here");
    expect({ code, stderr }).toEqual({ code: 1, stderr: `phoenix-release: nothing is installed as ${directory}/phoenix-release: you may not write there\n` });
    expect(readdirSync(directory)).toEqual([]);
  });
});

test("help environment names every variable that is read", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const read = files.flatMap((file) => [...readFileSync(join(root, "src", file), "utf8").matchAll(/env\["(\w+)"\]/g)].map(([, name]) => name));
  const [topic] = topics.filter(({ name }) => name === "environment");
  const told = topic?.rows.flatMap(([names]) => names.split(", ")) ?? [];
  // Windows' word for HOME; TMPDIR is read by Node.js and by Kustomize.
  expect([...new Set(read)].filter((name) => !told.includes(name as string) && name !== "USERPROFILE")).toEqual([]);
});

test("the page has the exit codes of help", () => {
  const page = readFileSync(join(root, "docs/command-line.md"), "utf8");
  const codes = [...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => code);
  expect(
    topics
      .find(({ name }) => name === "exit-codes")
      ?.rows.map(([code]) => code)
      .filter((code) => /^\d$/.test(code)),
  ).toEqual(codes);
});

describe.each(programs)("%s", (_, program) => {
  test("version for programs", () => {
    const { code, stdout } = program({ args: ["version", "--format", "json"] });
    expect({ code, told: JSON.parse(stdout) }).toEqual({
      code: 0,
      told: {
        version: 1,
        program: { name: "phoenix-release", version: packageJson.version, platform: process.platform, arch: process.arch },
        api: "phoenix-release.dev/v1",
        node: expect.stringMatching(/^26\.\d+\.\d+$/),
      },
    });
  });

  test("version for programs has the fields of the page", () => {
    const [, shown = ""] = /```json\n(.*?)```/s.exec(readFileSync(join(root, "docs/command-line.md"), "utf8")) ?? [];
    const { stdout } = program({ args: ["version", "--format", "json"] });
    expect(Object.keys(JSON.parse(stdout))).toEqual(Object.keys(JSON.parse(shown)));
  });

  test.each(topics.map(({ name }) => name))("help %s", (name) => {
    const { code, stdout, stderr } = program({ args: ["help", name] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.length).toBeGreaterThan(200);
    expect(program({ args: ["help"] }).stdout).toContain(`phoenix-release help ${name}`);
  });

  test.each([
    [["help", "exit-code"], 'help takes the name of a command or a topic, not "exit-code"; did you mean "exit-codes"?'],
    [["validat", "x"], '"validat" is neither a file nor a command; did you mean "validate"?'],
    [["validate", "--fromat", "json", "x"], "there is no option --fromat; did you mean --format?"],
    [["validate", "-x", "y"], "there is no option -x; there are --format, --fail-on, --quiet"],
    [["validate", "--quiet=yes", "y"], '--quiet takes no value, but "yes" was given'],
    [["version", "--format", "jsno"], '--format is one of human, json, not "jsno"; did you mean json?'],
  ])("wrong usage: %j", (args, says) => {
    const { code, stdout, stderr } = program({ args });
    expect({ code, stdout, first: stderr.split("\n")[0] }).toEqual({ code: 2, stdout: "", first: `phoenix-release: ${says}` });
  });
});
