import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { objectsOf } from "./kustomize.ts";
import { root } from "./program.ts";

test("the demo shows what it has built", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "test/demo.ts")], { encoding: "utf8", cwd: "/" });
  expect({ status, stderr: stderr.replace(/\d+\.\d+\.\d+/, "X") }).toEqual({ status: 0, stderr: "kustomize X builds overlays/prod\n" });
  expect(stdout).toMatch(/^Deployment +shop +3 x ghcr\.io\/acme\/shop:1\.4\.2, 75 s to stop$/m);
  const kinds = objectsOf(readFileSync(join(root, "dist/prod.yaml"), "utf8")).map(({ kind }) => kind);
  expect(kinds.length).toBeGreaterThan(0);
  expect(stdout.match(/^[A-Z]\w+(?= +shop)/gm)).toEqual(kinds);
});
