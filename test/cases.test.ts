import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { kubernetesProblems } from "./kubernetes-schema.ts";
import { programs, root } from "./program.ts";

// One directory a case: release.yaml goes in, the whole of expected.yaml comes out, by every way in; warnings.txt is what it says besides.

const directory = `${root}/test/cases`;
const names = readdirSync(directory).sort();
const byKustomize = { KUSTOMIZE_PLUGIN_CONFIG_ROOT: root };

const objects = (text: string): unknown[] => parseAllDocuments(text).map((document) => document.toJS());
const resourceList = (functionConfig: unknown): string => stringify({ apiVersion: "config.kubernetes.io/v1", kind: "ResourceList", items: [], functionConfig });

const codes = (text: string): string[] => [...text.matchAll(/warning\[(PHX\d+)\]/g)].map(([, code]) => code as string);

test("there are cases", () => expect(names.length).toBeGreaterThan(60));

describe.each(programs)("%s", (_, program) => {
  test.each(names)("%s", async (name) => {
    const file = `test/cases/${name}/release.yaml`;
    const byHand = program({ args: [file], cwd: root });
    expect(byHand.code, byHand.stderr).toBe(0);
    const warnings = `${directory}/${name}/warnings.txt`;
    if (existsSync(warnings)) await expect(byHand.stderr).toMatchFileSnapshot(warnings);
    else expect(byHand.stderr).toBe("");
    await expect(byHand.stdout).toMatchFileSnapshot(`${directory}/${name}/expected.yaml`);
    const expected = objects(byHand.stdout);

    const classic = program({ args: [file], stdin: "", env: byKustomize });
    expect(objects(classic.stdout), "classic plugin").toEqual(expected);
    expect(classic.stderr, "which Kustomize would swallow").toBe("");

    const specs = objects(readFileSync(`${root}/${file}`, "utf8"));
    const krm = specs.map((spec) => program({ stdin: resourceList(spec) }));
    expect(
      krm.flatMap(({ stdout }) => (objects(stdout)[0] as { items: unknown[] }).items),
      "KRM function",
    ).toEqual(expected);
    expect(krm.flatMap(({ stderr }) => codes(stderr))).toEqual(codes(byHand.stderr));
    expect([byHand, classic, ...krm].map(({ code }) => code)).toEqual([0, 0, ...specs.map(() => 0)]);
  });
});

test.each(names)("Kubernetes takes every object of %s", (name) => {
  for (const object of objects(readFileSync(`${directory}/${name}/expected.yaml`, "utf8"))) expect(kubernetesProblems(object)).toEqual([]);
});
