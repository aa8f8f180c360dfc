import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { isMarked } from "./mark.ts";

/** What stands in a directory that is to be rendered. */
export interface Present {
  /** Texts of render's own files, by their path. */
  readonly own: ReadonlyMap<string, string>;
  /** Paths of some others, if there are any. */
  readonly foreign: readonly string[];
}

/** More are not looked for: DIR may be somebody's home. */
const MOST_FOREIGN = 10;

/** Undefined: there is no such directory. */
export function present(directory: string): Present | undefined {
  const own = new Map<string, string>();
  const foreign: string[] = [];
  try {
    for (const [path, isFile] of entries(directory, "")) {
      const place = join(directory, path);
      if (isFile && isMarked(startOf(place))) own.set(path, readFileSync(place, "utf8"));
      else if (foreign.push(path) >= MOST_FOREIGN) break;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return { own, foreign };
}

/** All but directories, in the order of their names; links are not followed. */
function* entries(directory: string, below: string): Generator<[path: string, isFile: boolean]> {
  const found = readdirSync(join(directory, below), { withFileTypes: true });
  for (const entry of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* entries(directory, path);
    else yield [path, entry.isFile()];
  }
}

/** Bytes, enough for a first line of ours. */
const START = 128;

function startOf(path: string): string {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(START);
    return start.toString("utf8", 0, readSync(file, start, 0, START, 0));
  } finally {
    closeSync(file);
  }
}
