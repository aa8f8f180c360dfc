import { closeSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { MAX_BYTES, tooLarge } from "./document.ts";
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
    return read(path, MAX_BYTES + 1);
  } catch {
    return undefined;
  }
}

/** Enough of a file to see that it is too large; a pipe or a device says no size. Throws InvalidInput where it cannot be read. */
export const readStart = (path: string): Buffer => orInvalid(path, () => read(path, MAX_BYTES + 1));

/** More than what a cluster holds, and what fits into memory several times. */
const MAX_STREAM = 1 << 28;

/**
 * A whole file, which may be a stream of manifests. Throws InvalidInput where it cannot be read, or has no end.
 * @param shown its name in messages
 */
export function readWhole(path: string, shown: string): Buffer {
  const bytes = orInvalid(shown, () => read(path, MAX_STREAM + 1));
  if (bytes.length > MAX_STREAM) throw tooLarge(shown, bytes.length);
  return bytes;
}

function orInvalid<T>(object: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new InvalidInput([{ code: "PHX012", object, message: `the file cannot be read: ${(error as Error).message}` }]);
  }
}

const CHUNK = 65_536;

/** @param most bytes, after which nothing more is read */
function read(path: string, most: number): Buffer {
  const file = openSync(path, "r");
  try {
    const chunks: Buffer[] = [];
    for (let length = 0; length < most; ) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, most - length));
      const bytes = readSync(file, chunk, 0, chunk.length, null);
      if (bytes === 0) break;
      chunks.push(chunk.subarray(0, bytes));
      length += bytes;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
}
