import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

// Nothing is half-written: the whole is made beside its place, and then renamed into it.

/** Texts by their path below a directory. */
export type Files = ReadonlyMap<string, string>;

/**
 * Writes one file; what stood there before is whole until the new one is. A link is followed, and a pipe or a device is written into: it is no file that
 * could be replaced.
 * @param mode rights of a new file, such as 0o755
 */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): void {
  const stands = statSync(path, { throwIfNoEntry: false });
  if (stands && !stands.isFile() && !stands.isDirectory()) {
    writeFileSync(path, content);
    return;
  }
  const place = stands ? realpathSync(path) : path;
  makeDirectory(dirname(place));
  beside(place, (aside) => {
    const made = join(aside, basename(place));
    write(made, content, mode);
    renameSync(made, place);
  });
}

/** The same with the content of a file, which may be larger than the memory that a container has. */
export function copyWhole(from: string, path: string, mode: number): void {
  makeDirectory(dirname(path));
  beside(path, (place) => {
    const made = join(place, basename(path));
    copyFileSync(from, made);
    chmodSync(made, mode);
    flush(made);
    renameSync(made, path);
  });
}

/** Writes a directory anew: what stood there before is gone, or still whole where writing failed. */
export function writeDirectory(directory: string, files: Files): void {
  makeDirectory(dirname(directory));
  beside(directory, (place) => {
    const made = join(place, "new");
    mkdirSync(made);
    for (const [path, text] of files) {
      makeDirectory(dirname(join(made, path)));
      write(join(made, path), text, 0o644);
    }
    swap(directory, made, join(place, "old"));
  });
}

/** With all above it. Node's own way goes round for ever where a directory cannot be made and nobody says why, as below /proc. */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else was faster.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** A directory on the same disk, since what is renamed cannot leave it. */
function beside(path: string, action: (place: string) => void): void {
  const place = mkdtempSync(join(dirname(path), `.${basename(path)}-`));
  try {
    action(place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Nothing renames over a directory that is not empty: the old one steps aside, and comes back where the new one does not get in. */
function swap(directory: string, made: string, old: string): void {
  const stood = stepAside(directory, old);
  try {
    renameSync(made, directory);
  } catch (error) {
    if (stood) renameSync(old, directory);
    throw error;
  }
}

function stepAside(directory: string, old: string): boolean {
  try {
    renameSync(directory, old);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

function write(path: string, content: string | Uint8Array, mode: number): void {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const file = openSync(path, "wx", mode);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    // A disk may say only now that it is full.
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function flush(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
