import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { environment } from "../src/environments/environment.ts";
import type { Io } from "../src/io.ts";
import type { Engine } from "./engines/engines.ts";
import { copyOfTheLayout, edit, realEngines, scratch, switchTo, write } from "./kustomize.ts";
import { binary } from "./program.ts";

// What a PATH gives, with a real engine: the objects are there even where they cannot work together, and what is wrong is told beside them.

const [engine] = realEngines as [Engine];

function ioIn(cwd: string, { stdin = "", env = {} }: { stdin?: string; env?: Readonly<Record<string, string>> } = {}): Io {
  const bin = scratch();
  symlinkSync(engine.path, join(bin, engine.kind));
  const PATH = `${bin}:/usr/bin:/bin`;
  return {
    env: { HOME: "/nonexistent", PATH, ...env },
    self: () => binary,
    cwd: () => cwd,
    stdinIsTerminal: () => false,
    stdin: () => stdin,
    stdout: () => {},
    stderr: () => {},
  };
}

const codes = ({ findings }: { findings: readonly { code: string }[] }): string[] => findings.map(({ code }) => code);

describe("a directory", () => {
  test("gives its objects and what was decided", () => {
    const { way, items, releases, findings } = environment("overlays/prod", ioIn(copyOfTheLayout()));
    expect({ way, findings, names: releases.map(({ name }) => name) }).toEqual({ way: "directory", findings: [], names: ["shop"] });
    expect(items.map(({ object }) => object.kind)).toContain("Deployment");
  });

  test.each(["classic", "krm-exec"] as const)("that generate refuses (%s) gives them all the same, and one error", (mode) => {
    const layout = copyOfTheLayout();
    switchTo(mode, layout);
    edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  database: {maxConnections: 5}\n`);
    const found = environment("overlays/prod", ioIn(layout));
    expect(codes(found)).toEqual(["PHX217"]);
    expect(found.items.length).toBe(8);
  });

  test.each(["classic", "krm-exec"] as const)("that finish refuses (%s) gives them all the same, and one error", (mode) => {
    const layout = copyOfTheLayout();
    switchTo(mode, layout);
    const patch =
      "  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: shop}\n      spec: {template: {spec: {terminationGracePeriodSeconds: 31}}}\n";
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("patches:\n", `patches:\n${patch}`));
    const found = environment("overlays/prod", ioIn(layout));
    expect(codes(found)).toEqual(["PHX304"]);
    expect(found.items.length).toBe(8);
  });

  test("that cannot be built gives the reason alone", () => {
    const found = environment("overlays", ioIn(copyOfTheLayout()));
    expect({ codes: codes(found), items: found.items }).toEqual({ codes: ["PHX501"], items: [] });
  });

  test("may use other plugins of the root that counts", () => {
    const layout = copyOfTheLayout();
    const home = scratch();
    const plugin = ".config/kustomize/plugin/example.com/v1/note/Note";
    write(home, plugin, "#!/bin/sh\necho '{apiVersion: v1, kind: ConfigMap, metadata: {name: note}}'\n");
    chmodSync(join(home, plugin), 0o755);
    write(layout, "overlays/prod/note.yaml", "apiVersion: example.com/v1\nkind: Note\nmetadata: {name: note}\n");
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("generators: [spec]", "generators: [spec, note.yaml]"));
    const found = environment("overlays/prod", ioIn(layout, { env: { HOME: home } }));
    expect({ codes: codes(found), objects: found.items.length }).toEqual({ codes: [], objects: 9 });
  });
});

const spec = (more = ""): string =>
  `apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec:\n  image: acme/shop:1\n  host: shop.example.com\n${more}`;

describe("standard input", () => {
  test("with a spec gives what its base would", () => {
    const { name, way, items, findings } = environment("-", ioIn("/", { stdin: spec() }));
    expect({ name, way, findings, objects: items.length }).toEqual({ name: "standard input", way: "specs", findings: [], objects: 8 });
  });

  test("with a spec that generate refuses gives it all the same", () => {
    const found = environment("-", ioIn("/", { stdin: spec("  database: {maxConnections: 5}\n") }));
    expect({ codes: codes(found), objects: found.items.length }).toEqual({ codes: ["PHX217"], objects: 8 });
  });

  test("with a spec that says too little gives the reason alone", () => {
    const found = environment("-", ioIn("/", { stdin: spec("  hots: a\n").replace("  image: acme/shop:1\n", "") }));
    expect({ codes: codes(found).sort(), objects: found.items.length }).toEqual({ codes: ["PHX101", "PHX102"], objects: 0 });
  });

  test.each([
    ["JSON", '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}\n'],
    ["JSON in lines", '{\n  "apiVersion": "v1",\n  "kind": "ConfigMap",\n  "metadata": {"name": "a", "labels": {"phoenix-release.dev/cluster": "shop"}}\n}\n'],
    ["braces", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"],
  ])("with objects as %s gives them", (_, stdin) => {
    const { way, items } = environment("-", ioIn("/", { stdin }));
    expect({ way, objects: items.length }).toEqual({ way: "stream", objects: 1 });
  });

  test.each([
    ["JSON", JSON.stringify(parse(spec()))],
    ["braces", "{apiVersion: phoenix-release.dev/v1, kind: PhoenixRelease, metadata: {name: shop}, spec: {image: a, host: shop.example.com}}\n"],
  ])("with a spec as %s gives its objects", (_, stdin) => {
    const { way, items } = environment("-", ioIn("/", { stdin }));
    expect({ way, objects: items.length }).toEqual({ way: "specs", objects: 8 });
  });

  test("with objects gives them", () => {
    const { way, items } = environment("-", ioIn("/", { stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" }));
    expect({ way, objects: items.length }).toEqual({ way: "stream", objects: 1 });
  });
});
