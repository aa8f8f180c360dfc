import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { parseAllDocuments } from "yaml";
import { type Engine, engines, isMissing } from "./engines/engines.ts";
import { binary, type Outcome, pluginHome, root } from "./program.ts";

/** How kustomize calls us. */
export type Mode = "classic" | "krm-exec" | "krm-container";

const found = await engines();
/** The real engines of this machine; the others have been reported, and fail in CI. */
export const realEngines: readonly Engine[] = found.filter((engine) => !isMissing(engine)) as Engine[];
/** kubectl has no flag for exec functions. */
export const modesOf = ({ kind }: Engine): Mode[] => (kind === "kubectl" ? ["classic", "krm-container"] : ["classic", "krm-exec", "krm-container"]);

const flagsOf = (mode: Mode): string[] => (mode === "krm-exec" ? ["--enable-alpha-plugins", "--enable-exec"] : ["--enable-alpha-plugins"]);

/** A scratch copy of bases, overlays and plugin components, gone after the test. */
export function copyOfTheLayout(): string {
  const directory = scratch();
  for (const name of ["bases", "overlays"]) cpSync(join(root, name), join(directory, name), { recursive: true });
  for (const name of ["krm-exec", "krm-container"]) cpSync(join(root, "plugin", name), join(directory, "plugin", name), { recursive: true });
  return directory;
}

export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "phoenix-release-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Switches the spec of a copied layout to a KRM function, by the component that is shipped for it. */
export function switchTo(mode: Mode, layout: string, base = "bases/app"): void {
  if (mode !== "classic") edit(layout, `${base}/spec/kustomization.yaml`, (text) => `${text}components: [../../../plugin/${mode}]\n`);
}

export function edit(layout: string, file: string, change: (text: string) => string): void {
  const path = join(layout, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`the edit of ${file} changed nothing`);
  writeFileSync(path, after);
}

export function write(layout: string, file: string, text: string): void {
  mkdirSync(dirname(join(layout, file)), { recursive: true });
  writeFileSync(join(layout, file), text);
}

let bin: string | undefined;
/** A PATH on which phoenix-release is our binary and docker runs it confined as in a container. */
function path(): string {
  if (bin === undefined) {
    bin = mkdtempSync(join(tmpdir(), "phoenix-release-bin-"));
    symlinkSync(binary, join(bin, "phoenix-release"));
    symlinkSync(join(root, "test/container/docker"), join(bin, "docker"));
  }
  return `${bin}:${process.env["PATH"]}`;
}

interface Options {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export function build(engine: Engine, directory: string, mode: Mode, { flags = flagsOf(mode), env = {} }: Options = {}): Outcome {
  const [file, ...args] = engine.build([...flags, directory]);
  const plugins = mode === "classic" ? { KUSTOMIZE_PLUGIN_HOME: pluginHome } : {};
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    env: { HOME: "/nonexistent", PATH: path(), PHOENIX_RELEASE_BINARY: binary, ...plugins, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  return { code: status, stdout, stderr };
}

/** The output of a build that must succeed. */
export function built(engine: Engine, directory: string, mode: Mode = "classic", options: Options = {}): string {
  const { code, stdout, stderr } = build(engine, directory, mode, options);
  if (code !== 0) throw new Error(`exit code ${code}\n${stderr}`);
  return stdout;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind
export type Anything = any;

export const objectsOf = (text: string): Anything[] => parseAllDocuments(text).map((document) => document.toJS());

export function named(text: string, kind: string, name: string | RegExp): Anything {
  const hit = objectsOf(text).find(
    (object) => object.kind === kind && (typeof name === "string" ? object.metadata.name === name : name.test(object.metadata.name)),
  );
  if (!hit) throw new Error(`no ${kind} ${name} in:\n${text}`);
  return hit;
}

/** In classic mode the hash of a Job depends on the text we print: what follows shop-migrate- is not compared between modes. */
export const withoutJobHash = (text: string): string => text.replace(/^(\s*name: \S*-migrate\S*)-[a-z0-9]{10}$/gm, "$1-HASH");

/** Kustomize folds long base64 in a Secret; Kubernetes ignores the line breaks, its schema does not. */
export function withoutLineBreaks(object: Anything): Anything {
  return object.kind === "Secret"
    ? { ...object, data: Object.fromEntries(Object.entries<string>(object.data).map(([key, value]) => [key, value.replaceAll("\n", "")])) }
    : object;
}
