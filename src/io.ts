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
  /** Width of the terminal behind a stream, in characters; undefined: it is none. Absent: neither is one. */
  readonly columns?: (stream: "stdout" | "stderr") => number | undefined;
  /** Says what takes its time to a person who waits; gone with the next text, also an empty one. Absent: nobody waits. */
  readonly progress?: (text: string) => void;
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
  columns: (stream) => columns(stream === "stdout" ? STDOUT : STDERR),
  progress,
};

/** Where the terminal does not tell. */
const COLUMNS = 80;

function columns(fd: number): number | undefined {
  return isatty(fd) ? process[fd === STDOUT ? "stdout" : "stderr"].columns || COLUMNS : undefined;
}

let isWaiting = false;

/** One line that is written over: a dumb terminal cannot. */
function progress(text: string): void {
  const width = columns(STDERR);
  if (width === undefined || process.env["TERM"] === "dumb") return;
  clear();
  send(STDERR, text.slice(0, width - 1));
  isWaiting = text !== "";
}

const CLEAR_LINE = "\r\u001b[2K";

function clear(): void {
  if (isWaiting) send(STDERR, CLEAR_LINE);
  isWaiting = false;
}

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

function write(fd: number, text: string): void {
  clear();
  send(fd, text);
}

/** Synchronous and whole: a pipe takes what it can at once. */
function send(fd: number, text: string): void {
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
