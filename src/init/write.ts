import { lstatSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Files, makeDirectory, writeWhole } from "../output/files.ts";

/** The directories at the top of a layout. */
const tops = (files: Files): string[] => [...new Set([...files.keys()].map((path) => path.split("/")[0] as string))];

/** What stands where the layout would be written: nothing of it is touched. */
export const standing = (directory: string, files: Files): string[] => tops(files).filter((name) => exists(join(directory, name)));

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A part of the path is a file.
    return false;
  }
}

/** Writes a layout where none is, whole or not at all: beside its place first, and then renamed into it. */
export function create(directory: string, files: Files): void {
  const isThere = exists(directory);
  if (!isThere) makeDirectory(dirname(directory));
  // On the disk where it will stay: what is renamed cannot leave it, and a directory may be a mount.
  const place = mkdtempSync(isThere ? join(directory, ".init-") : join(dirname(directory), `.${basename(directory)}-`));
  try {
    const made = join(place, "new");
    for (const [path, text] of files) writeWhole(join(made, path), text);
    if (isThere) into(directory, made, tops(files));
    else renameSync(made, directory);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The directory has other things in it: ours are put beside them, and taken away again where one does not get in. */
function into(directory: string, made: string, names: readonly string[]): void {
  const done: string[] = [];
  try {
    for (const name of names) {
      renameSync(join(made, name), join(directory, name));
      done.push(name);
    }
  } catch (error) {
    for (const name of done) renameSync(join(directory, name), join(made, name));
    throw error;
  }
}
