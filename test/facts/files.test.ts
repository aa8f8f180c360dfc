import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeWhole } from "../../src/output/files.ts";
import { scratch } from "../kustomize.ts";
import { binary, root } from "../program.ts";

test("a link is followed, and stays one", () => {
  const directory = scratch();
  const [file, link] = [join(directory, "real.txt"), join(directory, "link.txt")];
  writeFileSync(file, "old");
  symlinkSync(file, link);
  writeWhole(link, "new");
  expect([readFileSync(file, "utf8"), lstatSync(link).isSymbolicLink()]).toEqual(["new", true]);
});

test("a pipe is written into, and stays one", () => {
  const directory = scratch();
  const { stdout } = spawnSync(
    "bash",
    ["-c", `mkfifo pipe; '${binary}' topology -o pipe '${root}/test/overlays/overlays-prod.yaml' & head -n 1 pipe; [ -p pipe ] && echo still`],
    {
      cwd: directory,
      encoding: "utf8",
      timeout: 20_000,
    },
  );
  expect(stdout).toBe("flowchart LR\nstill\n");
});
