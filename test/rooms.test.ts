import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratch, write } from "./kustomize.ts";
import { root } from "./program.ts";

// Forbidden imports are put into a copy of the source; the linter must find each. Without this a slip in its settings would go unseen.

test.each([
  ["source/x.ts", "../spec/schema.ts"],
  ["spec/x.ts", "../release/release.ts"],
  ["release/x.ts", "../resources/resources.ts"],
  ["resources/x.ts", "../output/yaml.ts"],
  ["resources/x.ts", "../finish/stamp.ts"],
  ["finish/x.ts", "../resources/resources.ts"],
  ["output/x.ts", "../source/item.ts"],
])("src/%s may not import %s", (file, imported) => {
  const directory = scratch();
  cpSync(join(root, "src"), join(directory, "src"), { recursive: true });
  cpSync(join(root, ".biome.json"), join(directory, ".biome.json"));
  write(directory, `src/${file}`, `export * from "${imported}";\n`);
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin/biome"), ["lint", "--colors=off", `src/${file}`], {
    cwd: directory,
    encoding: "utf8",
  });
  expect(stdout + stderr).toContain("noRestrictedImports");
  expect(status).not.toBe(0);
});
