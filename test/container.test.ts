import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { objectsOf } from "./kustomize.ts";
import { binary, type Outcome, root } from "./program.ts";

// The binary where a container function lives: nobody, no network, no HOME, an empty environment, a read-only root with little in it.

const confined = (words: readonly string[], input = ""): Outcome => {
  const { status, stdout, stderr, error } = spawnSync(join(root, "test/container/confined"), words, { input, encoding: "utf8", maxBuffer: 1 << 26 });
  if (error) throw error;
  return { code: status, stdout, stderr };
};

const UNAVAILABLE = 125;
const probe = confined(["/usr/bin/true"]);
if (probe.code === UNAVAILABLE) console.error(`SKIPPED: ${probe.stderr}`);
const skipped = probe.code === UNAVAILABLE && !process.env["CI"];

describe.skipIf(skipped)("confined", () => {
  const file = join(root, "test/cases/three-lines/release.yaml");
  const expected = readFileSync(join(root, "test/cases/three-lines/expected.yaml"), "utf8");

  test("the confinement is real", () => {
    expect(confined(["/usr/bin/id"]).stdout).toBe("uid=65534 gid=65534 groups=65534\n");
    expect(confined(["/usr/bin/touch", "/x"]).stderr).toContain("Read-only file system");
    expect(confined(["/usr/bin/cat", "/etc/passwd"]).code).not.toBe(0);
    expect(confined(["/usr/bin/env"]).stdout).toBe("");
    expect(confined(["/usr/bin/pwd"]).stdout).toBe("/\n");
  });

  test("a file in, resources out", () => expect(confined(["-f", file, binary, file])).toEqual({ code: 0, stdout: expected, stderr: "" }));

  test("a ResourceList in, a ResourceList out", () => {
    const list = stringify({ kind: "ResourceList", items: [], functionConfig: parse(readFileSync(file, "utf8")) });
    const { code, stdout, stderr } = confined([binary], list);
    expect({ code, stderr, items: (parse(stdout) as { items: unknown[] }).items }).toEqual({ code: 0, stderr: "", items: objectsOf(expected) });
  });

  test("a mistake is told here too", () => {
    const { code, stderr } = confined([binary], "kind: ResourceList\nitems: []\nfunctionConfig: {apiVersion: phoenix-release.dev/v1, kind: PhoenixRelease}\n");
    expect({ code, stderr: stderr.split("\n")[0] }).toEqual({ code: 1, stderr: "PhoenixRelease: error[PHX101]: metadata is missing" });
  });

  test("the caller's Node settings are not ours", () => {
    expect(confined(["-e", "NODE_OPTIONS=--require=/nowhere", "-e", "NODE_PATH=/nowhere", binary, "version"])).toEqual({
      code: 0,
      stdout: "phoenix-release 0.1.0\n",
      stderr: "",
    });
  });
});
