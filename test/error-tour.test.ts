import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { make } from "./edits.ts";
import { fences } from "./fences.ts";
import { copyOfTheLayout, realEngines, scratch } from "./kustomize.ts";
import { binary, root } from "./program.ts";
import { showing } from "./shown.ts";

// docs/error-tour.md is the test: each heading is a mistake, and the comments above its blocks say what they are.
//
//   <!-- does -->   the edit that is the mistake: a file, and below it lines that go (-) and lines that come (+)
//   <!-- says -->   commands behind "$ ", and below each what it says; "…" leaves out the rest of a line, or lines where it stands alone
//   <!-- out -->    an edit after which the first command that failed succeeds, or the command to type in its place
const stops = readFileSync(join(root, "docs/error-tour.md"), "utf8")
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const blocks = fences(text);
    const block = (mark: string): string => blocks.find((fence) => fence.mark === mark)?.text ?? "";
    return { title: text.split("\n", 1)[0], marks: blocks.map(({ mark }) => mark), does: block("does"), says: commandsIn(block("says")), out: block("out") };
  });

interface Command {
  readonly line: string;
  readonly shown: string;
}

function commandsIn(block: string): Command[] {
  return [...block.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, line, shown]) => ({ line: line as string, shown: shown as string }));
}

/** A copy of the layout as a reader has it after the build, and a shell in it. */
function desk(): { readonly layout: string; readonly type: (line: string) => { readonly code: number | null; readonly text: string } } {
  const [layout, bin] = [copyOfTheLayout(), scratch()];
  const kustomize = realEngines.find(({ kind }) => kind === "kustomize")?.path;
  symlinkSync(kustomize as string, join(bin, "kustomize"));
  symlinkSync(binary, join(bin, "phoenix-release"));
  symlinkSync(join(root, "plugin/phoenix-release.dev"), join(layout, "plugin/phoenix-release.dev"));
  const env = { HOME: "/nonexistent", PATH: `${bin}:${process.env["PATH"]}`, KUSTOMIZE_PLUGIN_HOME: join(layout, "plugin") };
  const type = (line: string) => {
    const { status, stdout, stderr, error } = spawnSync("sh", ["-c", line], { cwd: layout, env, encoding: "utf8", maxBuffer: 1 << 26 });
    if (error) throw error;
    return { code: status, text: `${stdout}${stderr}` };
  };
  return { layout, type };
}

test("there are a dozen stops, each with its way out", () => {
  expect(stops.length).toBeGreaterThanOrEqual(12);
  for (const { title, marks, says } of stops) {
    expect(marks.join(" "), title).toMatch(/^(does )?says out$/);
    expect(says, title).not.toEqual([]);
  }
});

describe.each(stops)("$title", ({ does, says, out }) => {
  test("it says what the page shows, and the way out leads out", () => {
    const { layout, type } = desk();
    make(layout, does.split("\n"));
    const failed = says.filter(({ line, shown }) => {
      const { code, text } = type(line);
      expect(text, line).toMatch(shown === "" ? /^$/ : showing(shown));
      return code !== 0;
    });
    expect(failed).not.toEqual([]);
    if (!out.startsWith("$ ")) make(layout, out.split("\n"));
    const [{ line }] = [...commandsIn(out), ...failed] as [Command];
    const { code, text } = type(line);
    expect(code, text).toBe(0);
  });
});
