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
  ["schema/x.ts", "../release/release.ts"],
  ["explain/x.ts", "../resources/resources.ts"],
  ["explain/x.ts", "../commands/command.ts"],
  ["release/x.ts", "../resources/resources.ts"],
  ["resources/x.ts", "../output/yaml.ts"],
  ["resources/x.ts", "../finish/stamp.ts"],
  ["finish/x.ts", "../resources/resources.ts"],
  ["output/x.ts", "../source/item.ts"],
  ["kustomize/x.ts", "../spec/schema.ts"],
  ["kustomize/x.ts", "../inspect/folder.ts"],
  ["inspect/x.ts", "../commands/command.ts"],
  ["inspect/x.ts", "../doctor/doctor.ts"],
  ["doctor/x.ts", "../release/release.ts"],
  ["doctor/x.ts", "../commands/command.ts"],
  ["spec/x.ts", "../kustomize/engine.ts"],
  ["release/x.ts", "../inspect/folder.ts"],
  ["resources/x.ts", "../doctor/doctor.ts"],
  ["finish/x.ts", "../kustomize/build.ts"],
  ["environments/x.ts", "../commands/command.ts"],
  ["render/x.ts", "../environments/environment.ts"],
  ["topology/x.ts", "../release/labels.ts"],
  ["topology/links/x.ts", "../../commands/command.ts"],
  ["plan/x.ts", "../resources/resources.ts"],
  ["plan/x.ts", "../commands/command.ts"],
  ["diff/x.ts", "../plan/plan.ts"],
  ["diff/x.ts", "../commands/command.ts"],
  ["mix/x.ts", "../spec/schema.ts"],
  ["mix/elixir/x.ts", "../../source/item.ts"],
  ["init/x.ts", "../commands/command.ts"],
  ["init/x.ts", "../kustomize/build.ts"],
])("src/%s may not import %s", (file, imported) => expect(lint(file, imported)).toEqual({ refused: true, status: 1 }));

// The rules that forbid everything but some rooms.
test.each([
  ["kustomize/x.ts", "../source/item.ts"],
  ["render/x.ts", "../source/item.ts"],
  ["render/x.ts", "../output/files.ts"],
  ["doctor/x.ts", "../source/item.ts"],
  ["doctor/x.ts", "../kustomize/engine.ts"],
  ["schema/x.ts", "../spec/schema.ts"],
  ["explain/x.ts", "../release/release.ts"],
  ["doctor/x.ts", "../inspect/folder.ts"],
  ["topology/x.ts", "../source/item.ts"],
  ["topology/links/x.ts", "../../source/item.ts"],
  ["install/x.ts", "../kustomize/build.ts"],
  ["install/x.ts", "../output/files.ts"],
  ["mix/x.ts", "./elixir/terms.ts"],
  ["init/x.ts", "../mix/project.ts"],
  ["init/x.ts", "../spec/variables.ts"],
  ["init/x.ts", "../output/files.ts"],
])("src/%s may import %s", (file, imported) => expect(lint(file, imported)).toEqual({ refused: false, status: 0 }));

function lint(file: string, imported: string): { refused: boolean; status: number | null } {
  const directory = scratch();
  cpSync(join(root, "src"), join(directory, "src"), { recursive: true });
  cpSync(join(root, ".biome.json"), join(directory, ".biome.json"));
  write(directory, `src/${file}`, `export * from "${imported}";\n`);
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin/biome"), ["lint", "--colors=off", `src/${file}`], {
    cwd: directory,
    encoding: "utf8",
  });
  return { refused: (stdout + stderr).includes("noRestrictedImports"), status };
}
