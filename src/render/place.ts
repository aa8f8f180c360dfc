import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { statsOf } from "../source/files.ts";

/** What is to be rendered, and from where. */
interface Caller {
  readonly cwd: string;
  /** PATH as the user gave it; undefined: standard input. */
  readonly source: string | undefined;
}

/**
 * Where a directory lies on the disk, whatever links lead there. Or in a sentence why nothing may be rendered into it: it is replaced as a whole.
 */
export function place(directory: string, { cwd, source }: Caller): { readonly directory: string } | string {
  const real = realPath(resolve(cwd, directory));
  const stats = statsOf(real);
  if (stats && !stats.isDirectory()) return `${directory} is a file, and -o takes a directory, or - for standard output`;
  if (source !== undefined && holds(real, realPath(resolve(cwd, source)))) return `${directory} holds ${source}, which would be replaced by what it gives`;
  if (holds(real, realPath(cwd))) return `${directory} is where you are, or above it: name a directory below, which is replaced as a whole`;
  return { directory: real };
}

/** Also of what is not there yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

function holds(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || resolve(path) === way);
}
