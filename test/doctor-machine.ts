import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "vitest";
import type { Check, Diagnosis } from "../src/doctor/diagnosis.ts";
import { copyOfTheLayout, realEngines, scratch, switchTo, write } from "./kustomize.ts";
import { binary, type Outcome, type Program, root } from "./program.ts";

// A machine for each test: a PATH with nothing but what is put there, a HOME of its own, and a copy of what users copy.

const schema = JSON.parse(readFileSync(join(root, "docs/doctor.schema.json"), "utf8")) as object;
export const isDiagnosis = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile<Diagnosis>(schema);
export const PLUGIN = "phoenix-release.dev/v1/phoenixrelease/PhoenixRelease";

const engineFile = (kind: "kustomize" | "kubectl", version?: string): string | undefined =>
  realEngines.find((engine) => engine.kind === kind && (version === undefined || engine.version === version))?.path;

/** Undefined: this machine has none; that has been reported, and fails in CI. */
export const kubectl: string | undefined = engineFile("kubectl");
export const oldKustomize: string | undefined = engineFile("kustomize", "5.6.0");
export const kustomize: string = engineFile("kustomize") ?? "/nowhere/kustomize";

export class Place {
  readonly layout = copyOfTheLayout();
  readonly home = scratch();
  readonly bin = scratch();
  readonly env: Record<string, string> = { HOME: this.home, PATH: this.bin };

  /** Puts programs on PATH under their names. */
  has(files: Readonly<Record<string, string | undefined>>): this {
    for (const [name, file] of Object.entries(files)) symlinkSync(file ?? "/nowhere", join(this.bin, name));
    return this;
  }

  /** A file that says it is a program. */
  executable(path: string, content: string | Buffer): string {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o755 });
    return path;
  }

  /** A plugin root with the plugin. */
  plugin(directory: string): this {
    mkdirSync(dirname(join(directory, PLUGIN)), { recursive: true });
    symlinkSync(binary, join(directory, PLUGIN));
    return this;
  }

  set(env: Readonly<Record<string, string>>): this {
    Object.assign(this.env, env);
    return this;
  }
}

/** Where all is well in classic mode. */
export const classic = (): Place => {
  const place = new Place().has({ kustomize });
  return place.plugin(join(place.home, ".config/kustomize/plugin"));
};

/** Where all is well for a KRM exec function. */
export const exec = (engine: Readonly<Record<string, string | undefined>> = { kustomize }): Place => {
  const place = new Place().has({ ...engine, "phoenix-release": binary });
  switchTo("krm-exec", place.layout);
  return place;
};

/** An overlay in which nothing fails when nothing was generated. */
export const unguarded = (place: Place): Place => {
  write(place.layout, "unguarded/kustomization.yaml", "generators: [../bases/app/spec]\n");
  return place;
};

export interface Examined extends Diagnosis {
  readonly code: number | null;
  /** Status by name of the check. */
  readonly status: Readonly<Record<string, Check["status"]>>;
  readonly of: (name: string) => Check;
}

export function examine(program: Program, { layout, env }: Place, directory?: string, cwd = layout): Examined {
  const { code, stdout, stderr } = program({ args: ["doctor", "--format", "json", ...(directory === undefined ? [] : [directory])], cwd, env });
  expect(stderr).toBe("");
  const diagnosis = JSON.parse(stdout) as Diagnosis;
  expect(isDiagnosis(diagnosis), JSON.stringify(isDiagnosis.errors)).toBe(true);
  expect(code).toBe(diagnosis.works ? 0 : 1);
  const of = (name: string): Check => {
    const check = diagnosis.checks.find(({ check }) => check === name);
    if (!check) throw new Error(`no check ${name} in ${stdout}`);
    return check;
  };
  return { ...diagnosis, code, status: Object.fromEntries(diagnosis.checks.map(({ check, status }) => [check, status])), of };
}

/** A command that was recommended, as it would be typed. */
export function typed(command: string, { layout, env }: Place): Outcome {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", command], {
    cwd: layout,
    env: { ...env, PATH: `${env["PATH"]}:/usr/bin:/bin` },
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

/** Headers are all that is looked at, and all that there is. */
export function elf(arch: string): Buffer {
  const header = Buffer.alloc(64);
  header.write("7f454c460201", "hex");
  header.writeUInt16LE({ x64: 62, arm64: 183, riscv64: 243 }[arch] as number, 18);
  return header;
}

export function fat(): Buffer {
  const header = Buffer.alloc(64);
  for (const [at, word] of [
    [0, 0xcafebabe],
    [4, 2],
    [8, 0x01000007],
    [28, 0x0100000c],
  ] as const)
    header.writeUInt32BE(word, at);
  return header;
}

export function windows(): Buffer {
  const header = Buffer.alloc(256);
  header.write("MZ");
  header.writeUInt32LE(128, 60);
  header.writeUInt16LE(0x8664, 132);
  return header;
}
