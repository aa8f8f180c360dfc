import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
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

export const onPath = (program: string, env: Environment): string | undefined => everyOnPath(program, env)[0];

/** All programs of a name, in the order in which PATH has them; the first is the one that runs. */
export function everyOnPath(program: string, { PATH = "" }: Environment): string[] {
  const file = process.platform === "win32" ? `${program}.exe` : program;
  const directories = new Set(PATH.split(delimiter).filter((directory) => directory !== ""));
  return [...directories].map((directory) => join(directory, file)).filter(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const versionOf = (program: Engine["program"], path: string, env: Environment): string =>
  versionIn(program, spawnSync(path, versionArgs(program), { encoding: "utf8", env: { ...env } }).stdout ?? "");

export const versionArgs = (program: Engine["program"]): string[] => (program === "kustomize" ? ["version"] : ["version", "--client", "--output=json"]);

export function versionIn(program: Engine["program"], said: string): string {
  if (program === "kustomize") return /v?(\d+\.\d+\.\d+)/.exec(said)?.[1] ?? (said.trim() || "unknown");
  return /"kustomizeVersion":\s*"v?([^"]+)"/.exec(said)?.[1] ?? "unknown";
}

/** Arguments that build a directory. */
export const buildArgs = ({ program }: Engine, flags: readonly string[], directory: string): string[] => [
  program === "kubectl" ? "kustomize" : "build",
  ...flags,
  directory,
];
