import { readSync, writeSync } from "node:fs";
import { isSea } from "node:sea";
import { isatty } from "node:tty";

/** Everything a run may touch outside of its own memory, so that a test can give it strings. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of this program; undefined: it runs from source, where its file is Node's. */
  readonly self: () => string | undefined;
  readonly stdinIsTerminal: () => boolean;
  readonly cwd: () => string;
  /** All of standard input. Blocks until the caller closes it: ask only where a caller is known to write. */
  readonly stdin: () => string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

/** The real process. */
export const processIo: Io = {
  env: process.env,
  self: () => (isSea() ? process.execPath : undefined),
  cwd: () => process.cwd(),
  stdinIsTerminal: () => isatty(STDIN),
  stdin: read,
  stdout: (text) => write(STDOUT, text),
  stderr: (text) => write(STDERR, text),
};

const CHUNK = 65_536;

function read(): string {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const length = patiently(() => readSync(STDIN, chunk));
    if (length === 0) return Buffer.concat(chunks).toString("utf8");
    chunks.push(chunk.subarray(0, length));
  }
}

/** Synchronous and whole: a pipe takes what it can at once. */
function write(fd: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  try {
    for (let done = 0; done < bytes.length; ) done += patiently(() => writeSync(fd, bytes, done));
  } catch (error) {
    // The reader of a pipe has read enough. What was found, and so the exit code, is the same.
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}

/** Somebody made the pipe non-blocking: nothing to do but to ask again, a millisecond later. */
function patiently(action: () => number): number {
  for (;;) {
    try {
      return action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
