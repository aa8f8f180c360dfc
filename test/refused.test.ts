import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { programs, root } from "./program.ts";

// One directory a case: release.yaml goes in, the whole of expected.txt is said, and nothing comes out.

const directory = `${root}/test/refused`;
const names = readdirSync(directory).sort();

const unreadable = ["PHX001", "PHX002", "PHX003", "PHX004", "PHX005", "PHX008"];
const codes = (text: string): string[] => [...text.matchAll(/^.*?(?:error|warning)\[(PHX\d+)\]/gm)].map(([, code]) => code as string).sort();

test("there are cases", () => expect(names.length).toBeGreaterThan(45));

describe.each(programs)("%s", (_, program) => {
  test.each(names)("%s", async (name) => {
    const { code, stdout, stderr } = program({ args: [`test/refused/${name}/release.yaml`], cwd: root });
    // First, so that no update of the snapshots keeps a crash.
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    await expect(stderr).toMatchFileSnapshot(`${directory}/${name}/expected.txt`);
  });

  // What is not YAML, or nothing at all, never becomes a functionConfig: the orchestrator has parsed it before.
  const readable = names.filter((name) => !codes(readFileSync(`${directory}/${name}/expected.txt`, "utf8")).some((code) => unreadable.includes(code)));

  test.each(readable)("%s, as a KRM function", (name) => {
    const functionConfig: unknown = parse(readFileSync(`${directory}/${name}/release.yaml`, "utf8").replace(/^\uFEFF/, ""));
    const { code, stdout, stderr } = program({
      stdin: stringify({ apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items: [], functionConfig }),
      cwd: "/",
    });
    const { kind, items, results } = parse(stdout) as { kind: string; items: unknown[]; results: { severity: string; tags: { code: string } }[] };
    const expected = codes(readFileSync(`${directory}/${name}/expected.txt`, "utf8"));
    expect({ code, kind, items, hasError: results.some(({ severity }) => severity === "error") }).toEqual({
      code: 1,
      kind: "ResourceList",
      items: [],
      hasError: true,
    });
    expect(results.map(({ tags }) => tags.code).sort()).toEqual(expected);
    expect(codes(stderr)).toEqual(expected);
  });
});
