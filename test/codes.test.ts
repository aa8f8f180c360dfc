import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { onPath } from "../src/kustomize/engine.ts";
import { copyOfTheLayout, realEngines, scratch } from "./kustomize.ts";
import { type Outcome, type Program, pluginHome, programs, root } from "./program.ts";
import { reportOf } from "./report.ts";

// One directory a code: what brings it about, and the whole of what is said, to people and to programs. docs/errors.md shows them.
//
//   release.yaml, manifests.yaml   validate FILE
//   overlays/                      laid over a copy of the layout: validate each of its directories
//   stdin.yaml                     a KRM function that gets it; what a program reads is the ResourceList on standard output

const codes = readdirSync(`${root}/test/codes`).sort();
const has = (code: string, name: string): boolean => existsSync(`${root}/test/codes/${code}/${name}`);

interface How {
  /** Longer than anybody wants to keep. */
  readonly isFilled?: boolean;
  /** Files that are on this machine alone; everything else is in a git repository. */
  readonly untracked?: readonly string[];
  readonly withoutEngine?: boolean;
}

const special: Readonly<Record<string, How>> = {
  PHX003: { isFilled: true },
  PHX502: { withoutEngine: true },
  PHX524: { untracked: ["overlays/prod/welcome.txt"] },
};

/** A directory with the input, and the arguments that make a program look at it. */
function desk(code: string): { readonly directory: string; readonly paths: readonly string[] } {
  const input = `${root}/test/codes/${code}`;
  const isLayout = has(code, "overlays");
  const directory = isLayout ? copyOfTheLayout() : scratch();
  cpSync(input, directory, { recursive: true, verbatimSymlinks: true });
  const { isFilled, untracked } = special[code] ?? {};
  if (isFilled) appendFileSync(join(directory, "release.yaml"), `# ${"-".repeat(77)}\n`.repeat(2000));
  if (untracked)
    for (const args of [
      ["init", "--quiet"],
      ["add", "."],
      ["rm", "--cached", "--quiet", ...untracked],
    ])
      git(directory, args);
  const file = ["release.yaml", "manifests.yaml"].find((name) => readdirSync(input).includes(name));
  return { directory, paths: file ? [file] : isLayout ? readdirSync(join(input, "overlays")).map((name) => `overlays/${name}`) : [] };
}

function git(directory: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", ["-C", directory, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** A PATH with nothing but an engine, and git. */
function path({ withoutEngine = false }: How = {}): string {
  const bin = scratch();
  symlinkSync(onPath("git", process.env) ?? "/nowhere", join(bin, "git"));
  const engine = realEngines.find(({ kind }) => kind === "kustomize");
  if (!withoutEngine) symlinkSync(engine?.path ?? "/nowhere", join(bin, "kustomize"));
  return bin;
}

function validate(program: Program, code: string, format: string): Outcome {
  const { directory, paths } = desk(code);
  const env = { HOME: "/nonexistent", PATH: path(special[code]), KUSTOMIZE_PLUGIN_HOME: pluginHome };
  return program({ args: ["validate", "--format", format, ...paths], cwd: directory, env });
}

const expected = (code: string, file: string): string => `${root}/test/codes/${code}/${file}`;

test("every code of the source has a directory, and every directory a code", () => {
  const files = readdirSync(`${root}/src`, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const used = new Set(files.flatMap((file) => readFileSync(`${root}/src/${file}`, "utf8").match(/PHX\d{3}/g) ?? []));
  expect(codes).toEqual([...used].sort());
});

const piped = codes.filter((code) => has(code, "stdin.yaml"));
const built = codes.filter((code) => has(code, "overlays"));
const read = codes.filter((code) => !piped.includes(code) && !built.includes(code));

describe.each(programs)("%s", (name, program) => {
  // A build takes its time, and the words are the same in both forms.
  test.each(name === "source" ? [...read, ...built] : read)("%s, to people", async (code) => {
    const { stdout } = validate(program, code, "human");
    expect(stdout).toContain(`[${code}]: `);
    await expect(stdout).toMatchFileSnapshot(expected(code, "expected.txt"));
  });

  test.each(name === "source" ? read : [...read, ...built])("%s, to programs", async (code) => {
    const outcome = validate(program, code, "json");
    const report = reportOf(outcome.stdout);
    expect(report.findings.map((finding) => finding.code)).toContain(code);
    expect(outcome.code).toBe(report.summary.errors > 0 ? 1 : 0);
    await expect(outcome.stdout).toMatchFileSnapshot(expected(code, "expected.json"));
  });

  test.each(piped)("%s, as a KRM function", async (code) => {
    const { directory } = desk(code);
    const outcome = program({ stdin: readFileSync(join(directory, "stdin.yaml"), "utf8"), cwd: directory });
    expect(outcome.code).toBe(1);
    await expect(outcome.stderr).toMatchFileSnapshot(expected(code, "expected.txt"));
    await expect(outcome.stdout).toMatchFileSnapshot(expected(code, "expected.yaml"));
  });
});

test("nothing of the machine stands in what is expected", () => {
  for (const code of codes)
    for (const file of readdirSync(`${root}/test/codes/${code}`).filter((name) => name.startsWith("expected."))) {
      expect(readFileSync(expected(code, file), "utf8")).not.toMatch(/phoenix-release-\w{6}|\/tmp\//);
    }
});
