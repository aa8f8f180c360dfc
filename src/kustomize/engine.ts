import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that builds kustomizations. */
export interface Engine {
  readonly program: "kustomize" | "kubectl";
  readonly path: string;
  /** Of the kustomize inside, as it says itself; "unknown" where it does not. */
  readonly version: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The programs on PATH, kustomize first: kubectl's is older, and cannot run exec functions. */
export function engines(env: Environment): Engine[] {
  return (["kustomize", "kubectl"] as const).flatMap((program): Engine[] => {
    const path = onPath(program, env);
    return path === undefined ? [] : [{ program, path, version: versionOf(program, path, env) }];
  });
}

export function onPath(program: string, { PATH = "" }: Environment): string | undefined {
  return PATH.split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, program))
    .find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(program: Engine["program"], path: string, env: Environment): string {
  const args = program === "kustomize" ? ["version"] : ["version", "--client", "--output=json"];
  const { stdout } = spawnSync(path, args, { encoding: "utf8", env: { ...env } });
  if (program === "kustomize") return /v?(\d+\.\d+\.\d+)/.exec(stdout ?? "")?.[1] ?? ((stdout ?? "").trim() || "unknown");
  return /"kustomizeVersion":\s*"v?([^"]+)"/.exec(stdout ?? "")?.[1] ?? "unknown";
}

/** Arguments that build a directory. */
export const buildArgs = ({ program }: Engine, flags: readonly string[], directory: string): string[] => [
  program === "kubectl" ? "kustomize" : "build",
  ...flags,
  directory,
];
