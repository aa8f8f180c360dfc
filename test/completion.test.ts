import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../src/commands/commands.ts";
import { type Candidates, candidates } from "../src/commands/completion/candidates.ts";
import { topics } from "../src/commands/topics.ts";
import { scratch, write } from "./kustomize.ts";
import { binary, programs, refusal } from "./program.ts";

const [, source] = programs[0] as (typeof programs)[number];

const asked = (...words: string[]): { kind: string; values: string[] } => {
  const { kind, candidates: found } = candidates({ commands, topics }, words);
  return { kind, values: found.map(({ value }) => value) };
};

describe("what may stand where the cursor is", () => {
  test("commands, and a file with a spec", () => {
    expect(asked("")).toEqual({ kind: "files", values: [...commands.map(({ name }) => name), "help"] });
    expect(asked("va")).toEqual({ kind: "files", values: ["validate"] });
    expect(asked("nothing", "")).toEqual({ kind: "words", values: [] });
  });

  test("help of commands and topics", () => {
    expect(asked("help", "v").values).toEqual(["validate", "version"]);
    expect(asked("help", "ex").values).toContain("exit-codes");
    expect(asked("help", "validate", "").values).toEqual([]);
  });

  test("options, each once", () => {
    expect(asked("validate", "--f").values).toEqual(["--format", "--fail-on"]);
    expect(asked("validate", "--format", "json", "--f").values).toEqual(["--fail-on"]);
    expect(asked("validate", "--format=json", "-q", "--").values).toEqual(["--fail-on", "--help"]);
  });

  test("values of options, in both forms", () => {
    expect(asked("validate", "--format", "")).toEqual({ kind: "words", values: ["human", "json", "github"] });
    expect(asked("validate", "--format=g").values).toEqual(["--format=github"]);
    expect(asked("validate", "--nothing=g").values).toEqual([]);
  });

  test("paths, directories, words", () => {
    expect(asked("validate", "over").kind).toBe("files");
    expect(asked("doctor", "").kind).toBe("directories");
    expect(asked("install", "").kind).toBe("directories");
    expect(asked("completion", "").values).toEqual(["bash", "zsh", "fish", "powershell"]);
    expect(asked("version", "")).toEqual({ kind: "words", values: [] });
    expect(asked("validate", "--", "-").values).toEqual([]);
  });

  test("every option that has a value completes it, or says that it takes any text", () => {
    const texts = commands.flatMap(({ name, options }) =>
      Object.keys(options)
        .filter(
          (option) =>
            options[option]?.value !== undefined && asked(name, `--${option}`, "").kind === "words" && asked(name, `--${option}`, "").values.length === 0,
        )
        .map((option) => `${name} --${option}`),
    );
    for (const text of texts) expect(text).toMatch(/ --(image|host|name)$/);
  });
});

describe("fields of the spec", () => {
  const options = { file: { short: "f", value: "PATH", description: "A spec." } };
  const explain = { name: "explain", summary: "", operands: "[FIELD]", options, examples: [], run: () => 0 };
  const asked = (...words: string[]): Candidates => candidates({ commands: [explain], topics: [] }, ["explain", ...words]);
  const field = (word: string): string[] => {
    const found = asked(word);
    return [found.kind, ...found.candidates.map(({ value }) => value)];
  };

  test("step by step, with and without spec", () => {
    expect(field("im")).toEqual(["part", "image", "imagePullPolicy", "imagePullSecrets"]);
    expect(field("cluster.ep")).toEqual(["part", "cluster.epmd"]);
    expect(field("spec.cluster.epmd.")).toEqual(["words", "spec.cluster.epmd.enabled", "spec.cluster.epmd.port"]);
    expect(field("processes.worker.aut")).toEqual(["part", "processes.worker.autoscale"]);
    expect(field("nothing.")).toEqual(["words"]);
    expect(field("meta")).toEqual(["part", "metadata"]);
    expect(field("metadata.na")).toEqual(["words", "metadata.name", "metadata.namespace"]);
  });

  test("also after an option and its value, and once", () => {
    expect(asked("-f", "overlays/prod", "drain.soc").candidates.map(({ value }) => value)).toEqual(["drain.socketsSeconds"]);
    expect(asked("-f", "")).toEqual({ kind: "files", candidates: [] });
    expect(asked("drain", "")).toEqual({ kind: "words", candidates: [] });
  });

  test("what may be written is shown beside", () => {
    const [found] = asked("cluster.disc").candidates;
    expect(found).toEqual({ value: "cluster.discovery", description: "dns, libcluster-dns, libcluster-srv, libcluster-kubernetes, custom" });
  });
});

test("completion names its shells", () => {
  expect(source({ args: ["completion"], env: {} })).toEqual({
    code: 2,
    stdout: "",
    stderr: refusal("completion", "completion takes one of bash, zsh, fish, powershell"),
  });
  expect(source({ args: ["completion", "tcsh"], env: {} }).stderr).toBe(
    refusal("completion", 'completion takes one of bash, zsh, fish, powershell, not "tcsh"'),
  );
});

/** Of a shell that has the program on PATH, in a directory with two files and a folder. */
function shell(name: "bash" | "zsh" | "fish", args: readonly string[]): { missing: boolean; stdout: string; stderr: string } {
  const directory = scratch();
  mkdirSync(join(directory, "bin"));
  symlinkSync(binary, join(directory, "bin/phoenix-release"));
  write(directory, "here/release one.yaml", "");
  write(directory, "here/release.yaml", "");
  write(directory, "here/overlays/x", "");
  const { stdout, stderr, error } = spawnSync(name, args, {
    cwd: join(directory, "here"),
    env: { PATH: `${join(directory, "bin")}:${process.env["PATH"]}`, HOME: directory, SHLVL: "1", TERM: "dumb" },
    encoding: "utf8",
    input: "",
  });
  if (error) console.error(`SKIPPED: no ${name} here`);
  return { missing: error !== undefined, stdout, stderr };
}

test("in a real bash", () => {
  const complete = (...words: string[]): string[] => {
    const list = words.map((word) => `'${word}'`).join(" ");
    const { stdout, stderr } = shell("bash", [
      "--norc",
      "-c",
      `eval "$(phoenix-release completion bash)"; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _phoenix_release 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p phoenix-release >&2`,
    ]);
    expect(stderr).toBe("complete -F _phoenix_release phoenix-release\n");
    return stdout.trimEnd().split("\n");
  };
  expect(complete("phoenix-release", "vali")).toEqual(["validate"]);
  expect(complete("phoenix-release", "validate", "--format", "")).toEqual(["human", "json", "github"]);
  // bash splits at the sign.
  expect(complete("phoenix-release", "validate", "--format", "=", "j")).toEqual(["json"]);
  expect(complete("phoenix-release", "validate", "--format", "=")).toEqual(["human", "json", "github"]);
  expect(complete("phoenix-release", "validate", "rel").sort()).toEqual(["release one.yaml", "release.yaml"]);
  expect(complete("phoenix-release", "doctor", "")).toEqual(["overlays"]);
  expect(complete("phoenix-release", "")).toContain("release.yaml");
});

test("in a real zsh", () => {
  const complete = (...words: string[]): string[] | undefined => {
    const list = words.map((word) => `'${word}'`).join(" ");
    // What zsh shows is left to zsh: its own functions say what they were given.
    const stubs = `compdef() { :; }; compset() { :; }; _files() { print -r -- "files $*"; }; _describe() { print -rl -- "\${(@P)2}" "\${@[3,-1]}"; }`;
    const { missing, stdout, stderr } = shell("zsh", [
      "-f",
      "-c",
      `${stubs}; eval "$(phoenix-release completion zsh)"; words=(${list}); CURRENT=$#words; _phoenix_release`,
    ]);
    if (missing) return undefined;
    expect(stderr).toBe("");
    return stdout.trimEnd().split("\n");
  };
  const commandsOf = complete("phoenix-release", "vali");
  if (commandsOf === undefined) return;
  expect(commandsOf).toEqual(["validate:Checks specs, overlays and manifests, and says what Kustomize keeps to itself.", "files"]);
  expect(complete("phoenix-release", "validate", "--format=")).toEqual([
    "--format=human:with the line and a caret",
    "--format=json:for programs",
    "--format=github:annotations of a pull request",
  ]);
  expect(complete("phoenix-release", "doctor", "")).toEqual(["files -/"]);
});

test("in a real fish", () => {
  const complete = (line: string): string[] | undefined => {
    const { missing, stdout } = shell("fish", ["--no-config", "-c", `phoenix-release completion fish | source; complete -C '${line}'`]);
    return missing ? undefined : stdout.trimEnd().split("\n");
  };
  const commandsOf = complete("phoenix-release vali");
  if (commandsOf === undefined) return;
  expect(commandsOf).toEqual(["validate\tChecks specs, overlays and manifests, and says what Kustomize keeps to itself."]);
  expect(complete("phoenix-release validate --format=j")).toEqual(["--format=json\tfor programs"]);
  expect(complete("phoenix-release validate rel")?.map((line) => line.split("\t")[0])).toEqual(["release one.yaml", "release.yaml"]);
  expect(complete("phoenix-release doctor ")?.map((line) => line.split("\t")[0])).toEqual(["overlays/"]);
});
