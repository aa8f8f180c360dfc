import { resolve } from "node:path";
import type { Io } from "../io.ts";
import { statsOf } from "../source/files.ts";
import { emptyPath } from "./misused.ts";

/** What is wrong with the PATHs of a command that looks at environments. */
export function misuse(command: string, paths: readonly string[], io: Io): string | undefined {
  if (paths.length === 0) return `${command} needs a PATH: a file with a spec, an overlay, what kustomize build has printed, or - for standard input`;
  const empty = emptyPath(command, paths);
  if (empty !== undefined) return empty;
  if (paths.filter((path) => path === "-").length > 1) return "- was given twice, and standard input can be read once";
  const strange = paths.find((path) => path !== "-" && statsOf(resolve(io.cwd(), path)) === undefined);
  return strange === undefined ? undefined : `${strange}: there is no such file or directory`;
}
