import { closeSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { MAX_BYTES } from "./document.ts";
import { InvalidInput } from "./problem.ts";

// Paths come from users and from files of users: they may lead anywhere, and what lies there may have no end.

/** What lies at a path; undefined where nothing does, or where it cannot be a path. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** A regular file, as far as it may be a document of ours; undefined for everything else, and for what cannot be read. */
export function readSmall(path: string): Buffer | undefined {
  const stats = statsOf(path);
  if (!stats?.isFile() || stats.size > MAX_BYTES) return undefined;
  try {
    return start(path);
  } catch {
    return undefined;
  }
}

/** Enough of a file to see that it is too large; a pipe or a device says no size. Throws InvalidInput where it cannot be read. */
export function readStart(path: string): Buffer {
  try {
    return start(path);
  } catch (error) {
    throw new InvalidInput([{ code: "PHX012", object: path, message: `the file cannot be read: ${(error as Error).message}` }]);
  }
}

function start(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) read = readSync(file, bytes, length, bytes.length - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
