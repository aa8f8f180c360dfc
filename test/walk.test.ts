import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { make } from "./edits.ts";
import { type Fence, fences, merged } from "./fences.ts";
import { copyOfTheLayout, edit, realEngines, scratch } from "./kustomize.ts";
import { binary, pluginHome, root } from "./program.ts";
import { showing } from "./shown.ts";
import { type Cluster, settingsOf } from "./walk/cluster.ts";

// Pages that one follows from top to bottom are walked: with a line <!-- walk: FROM --> every block is done in its order, in one directory. It is
// "an empty directory", or "the layout", for which the plugin is installed too, or a copy of a directory of the repository; "and" adds another. Where
// that has a live.yaml, it runs in the cluster already: then no step may be one that users notice, and in the end each of its settings is still there,
// but for those of "may differ".
//
//   sh                                  typed; each command must succeed, or, with <!-- fails -->, the last must fail; with other comments it is not
//   text, <!-- shows -->                in what the last commands said; "…" leaves out the rest of a line, or lines where it stands alone
//   yaml, <!-- added to FILE -->        merged into the file
//   yaml, <!-- becomes FILE -->         the whole of the file from now on
//   text, <!-- does -->                 an edit: a file, and below it lines that go (-) and lines that come (+)
//
// Kustomize and phoenix-release are real. kubectl changes the cluster of walk/cluster.ts; what needs another machine or the network stands in
// walk/elsewhere.ts.

const pages = readdirSync(join(root, "docs"))
  .map((name) => `docs/${name}`)
  .filter((page) => page.endsWith(".md"))
  .flatMap((page) => {
    const text = readFileSync(join(root, page), "utf8");
    const [, from, differ = ""] = /^<!-- walk: (.+?)(?:; may differ: (.+))? -->$/m.exec(text) ?? [];
    return from === undefined ? [] : [{ page, text, from, differ: differ.split(", ") }];
  });

const WEB = "Deployment/shop-prod/shop";
const LAYOUT = "the layout";
const ELSEWHERE = ["minikube", "docker", "mix", "curl", "sudo", "helm", "git", "flux", "argocd"];

function start(from: string): string {
  const [first = "", more] = from.split(" and ");
  const directory = first === LAYOUT ? copyOfTheLayout() : scratch();
  for (const source of [first, more]) {
    if (source !== undefined && !source.startsWith("the ") && !source.startsWith("an ")) cpSync(join(root, source), directory, { recursive: true });
  }
  return directory;
}

interface Said {
  readonly code: number | null;
  readonly text: string;
}

interface Shell {
  readonly type: (lines: string) => Said;
  readonly cluster: () => Cluster;
}

/** It keeps its directory and variables from one block to the next. */
function shell(directory: string, isInstalled: boolean): Shell {
  const bin = scratch();
  const program = (name: string, file: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\nWALK_PROGRAM=${name} exec ${process.execPath} ${join(root, "test/walk", file)} "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const kustomize = realEngines.find(({ kind }) => kind === "kustomize")?.path as string;
  symlinkSync(kustomize, join(bin, "kustomize"));
  symlinkSync(binary, join(bin, "phoenix-release"));
  program("kubectl", "kubectl.ts");
  for (const name of ELSEWHERE) program(name, "elsewhere.ts");

  const home = scratch();
  mkdirSync(join(home, ".config/kustomize"), { recursive: true });
  if (isInstalled) symlinkSync(pluginHome, join(home, ".config/kustomize/plugin"));
  const env = {
    HOME: home,
    PATH: `${bin}:${process.env["PATH"]}`,
    WALK: home,
    WALK_KUSTOMIZE: kustomize,
    WALK_PROJECTS: join(root, "test/walk/projects"),
  };
  writeFileSync(join(home, "state"), `cd '${directory}'\n`);
  const type = (lines: string): Said => {
    const script = `. '${home}/state'\nset -eo pipefail\n${lines}\n{ echo "cd '$PWD'"; export -p; } > '${home}/state'\n`;
    const { status, stdout, error } = spawnSync("bash", ["-c", `exec 2>&1\n${script}`], { env, encoding: "utf8", maxBuffer: 1 << 26 });
    if (error) throw error;
    return { code: status, text: stdout };
  };
  return { type, cluster: () => JSON.parse(readFileSync(join(home, "cluster.json"), "utf8")) };
}

function walk(from: string, differ: readonly string[], blocks: readonly Fence[]): void {
  const directory = start(from);
  const { type, cluster } = shell(directory, from.startsWith(LAYOUT));
  const isLive = existsSync(join(directory, "live.yaml"));
  if (isLive) expect(type("kubectl create -f live.yaml; kubectl -n shop-prod rollout status deployment/shop; export WALK_LIVE=yes").code).toBe(0);
  const before = isLive ? settingsOf(cluster(), WEB) : {};

  let said: Said = { code: 0, text: "" };
  for (const { language, text, mark = "", line } of blocks) {
    const where = `the block in line ${line}`;
    const [, added] = /^added to (.+)$/.exec(mark) ?? [];
    const [, whole] = /^becomes (.+)$/.exec(mark) ?? [];
    if (whole !== undefined) edit(directory, whole, () => text);
    else if (mark === "does") make(directory, text.split("\n"));
    else if (added !== undefined) edit(directory, added, (yaml) => stringify(merged(parse(yaml), parse(text))));
    else if (language === "sh" && ["", "fails"].includes(mark)) {
      said = type(text);
      if (mark === "fails") expect(said.code, where).not.toBe(0);
      else expect(said.code, `${where} says\n${said.text}`).toBe(0);
    } else if (mark === "shows") expect(said.text, where).toMatch(showing(text));
  }

  const left = Object.entries(before).filter(([name]) => !differ.includes(name));
  if (isLive) expect(settingsOf(cluster(), WEB)).toMatchObject(Object.fromEntries(left));
}

test.each(pages)("$page leads where it says", ({ text, from, differ }) => walk(from, differ, fences(text)), 180_000);
