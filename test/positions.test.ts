import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { build, copyOfTheLayout, edit, realEngines, write } from "./kustomize.ts";

// The config arrives merged and printed anew: what is wrong in it is shown where the user has written it, wherever that is.

const engine = realEngines[0] as (typeof realEngines)[number];
const SPEC = "overlays/prod/spec/kustomization.yaml";

/** What a build of overlays/prod says, from its first line on. */
function said(change: (layout: string) => void): string {
  const layout = copyOfTheLayout();
  change(layout);
  const { code, stderr } = build(engine, join(layout, "overlays/prod"), "classic", { env: { PWD: layout } });
  expect(code).not.toBe(0);
  return stderr.replace(/^\t/gm, "");
}

const more =
  (text: string) =>
  (layout: string): void =>
    edit(layout, SPEC, (yaml) => yaml + text);

const inline = (target: string, body: string): string => `  - ${target}patch: |-\n${body.replace(/^/gm, "      ")}\n`;

describe("a mistake is shown where it stands", () => {
  test("in the base", () => {
    const text = said((layout) => edit(layout, "bases/app/spec/release.yaml", (yaml) => `${yaml}  hots: a\n`));
    expect(text).toContain("\nbases/app/spec/release.yaml:9:3: error[PHX102]: spec.hots is not a field");
    expect(text).toContain("\n  9 |   hots: a\n    |   ^\n");
  });

  test("in a strategic-merge patch written in the kustomization", () => {
    const body = "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec:\n  http:\n    prot: 4000";
    const text = said(more(inline("", body)));
    expect(text).toContain(
      '\noverlays/prod/spec/kustomization.yaml:14:11: error[PHX102]: spec.http.prot is not a field; did you mean "port"?\n  14 |           prot: 4000\n',
    );
  });

  test("in a JSON patch written in the kustomization", () => {
    const text = said(more(inline("target: {kind: PhoenixRelease}\n    ", "- op: add\n  path: /spec/http\n  value: {port: 0}")));
    expect(text).toContain("\noverlays/prod/spec/kustomization.yaml:12:23: error[PHX107]: spec.http.port must be between 1 and 65535, not 0\n");
  });

  test("in quotes, at the quotes", () => {
    const text = said(more('  - target: {kind: PhoenixRelease}\n    patch: "- {op: add, path: /spec/http, value: {port: 0}}"\n'));
    expect(text).toContain("\noverlays/prod/spec/kustomization.yaml:9:12: error[PHX107]: spec.http.port must be");
  });

  test("in a patch of a component", () => {
    const text = said((layout) => {
      write(
        layout,
        "overlays/big/kustomization.yaml",
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n  - path: big.yaml\n    target: {kind: PhoenixRelease}\n",
      );
      write(
        layout,
        "overlays/big/big.yaml",
        "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: any}\nspec:\n  database: {pool: ten}\n",
      );
      more("components: [../../big]\n")(layout);
    });
    expect(text).toContain("\noverlays/big/big.yaml:5:20: error[PHX103]: spec.database.pool must be a whole number");
  });

  test("in a replacement, at the path it writes to", () => {
    const text = said(
      more(
        "replacements:\n  - source: {kind: PhoenixRelease, fieldPath: metadata.name}\n    targets:\n      - select: {kind: PhoenixRelease}\n        fieldPaths: [spec.imagePullPolicy]\n        options: {create: true}\n",
      ),
    );
    expect(text).toContain("\noverlays/prod/spec/kustomization.yaml:12:22: error[PHX105]: spec.imagePullPolicy must be one of Always, IfNotPresent, Never");
  });

  test("where the last document set it, not where others did", () => {
    const text = said((layout) => {
      edit(layout, "bases/app/spec/release.yaml", (yaml) => `${yaml}  imagePullPolicy: Always\n`);
      edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  imagePullPolicy: Sometimes\n`);
    });
    expect(text).toContain("\noverlays/prod/spec/release.yaml:11:20: error[PHX105]");
    expect(text).not.toContain("bases/app");
  });
});

describe("no line is shown that is not to blame", () => {
  test("a patch for another release does not count", () => {
    const text = said((layout) => {
      edit(layout, "bases/app/spec/release.yaml", (yaml) => `${yaml}  imagePullPolicy: Sometimes\n`);
      more(inline("target: {kind: PhoenixRelease, name: other}\n    ", "- {op: add, path: /spec/imagePullPolicy, value: Always}"))(layout);
    });
    expect(text).toContain("\nbases/app/spec/release.yaml:9:20: error[PHX105]");
  });

  test("what may stand in a document that is not here has a path and no line", () => {
    const text = said((layout) => {
      write(layout, "bases/elsewhere/kustomization.yaml", "resources: [release.json]\n");
      write(
        layout,
        "bases/elsewhere/release.json",
        '{"apiVersion": "phoenix-release.dev/v1", "kind": "PhoenixRelease", "metadata": {"name": "shop"}, "spec": {"image": "a:1", "hots": "b"}}',
      );
      // Larger than what is read as a spec: to us it is as good as a remote base.
      edit(layout, "bases/elsewhere/release.json", (text) => text + " ".repeat(200_000));
      edit(layout, SPEC, (yaml) => yaml.replace("../../../bases/app/spec", "../../../bases/elsewhere"));
    });
    expect(text).toMatch(
      /\nPhoenixRelease\/shop: error\[PHX102\]: spec\.hots is not a field; did you mean "host"\?\n {2}help|\nPhoenixRelease\/shop: error\[PHX102\]: spec\.hots is not a field; did you mean "host"\?\n/,
    );
    expect(text).not.toMatch(/release\.(yaml|json):\d+/);
  });
});
