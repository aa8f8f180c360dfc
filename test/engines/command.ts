import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Milliseconds. Go builds a kustomize in under a minute; a network that hangs must not. */
const PATIENCE = 300_000;

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What the command printed. A failure is told by the last line of its standard error, where the reason usually is. */
export function command(file: string, args: readonly string[], { cwd, env = {} }: Surroundings = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { cwd, env: { ...process.env, ...env }, timeout: PATIENCE, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const reason = stderr.trim().split("\n").at(-1) || (error.killed ? `no answer in ${PATIENCE / 1000} s` : error.message);
      reject(new Error(`${file} ${args[0]}: ${reason}`));
    });
  });
}

export function findOnPath(program: string): string {
  const found = (process.env.PATH ?? "")
    .split(delimiter)
    .map((directory) => join(directory, program))
    .find(isExecutable);
  if (!found) throw new Error(`no ${program} on PATH`);
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
