import { gzipSync } from "node:zlib";

/** A file of an archive. */
export interface Entry {
  readonly name: string;
  readonly mode: number;
  readonly content: Uint8Array;
}

const BLOCK = 512;

/** A .tar.gz of the same bytes for the same files: no clock, no names of people. POSIX.1-1988 ustar. */
export function archive(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ name, mode, content }) => [header(name, mode, content.length), content, Buffer.alloc(-content.length & (BLOCK - 1))]);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}

function header(name: string, mode: number, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long for an archive`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): number => block.write(value.toString(8).padStart(length - 1, "0"), at, "latin1");
  block.write(name, 0, "utf8");
  octal(mode, 100, 8);
  octal(0, 108, 8); // uid
  octal(0, 116, 8); // gid
  octal(size, 124, 12);
  octal(0, 136, 12); // changed at
  block.write("        0", 148, "latin1"); // the checksum counts as blanks; a file
  block.write("ustar\0" + "00", 257, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}
