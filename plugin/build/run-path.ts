import { readFileSync, writeFileSync } from "node:fs";

// Node is linked with libatomic, which slim images lack, Argo CD's repo-server among them. A DT_RUNPATH of $ORIGIN lets the loader look beside
// the program too, where phoenix-release install puts that library. Nothing moves: the dynamic section ends with spare entries, and its first
// segment is followed by padding that takes the word. System V ABI, chapter 5, and the ELF-64 object file format.

const RUN_PATH = "$ORIGIN\0";

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NULL = 0;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

/** Bytes of an entry of the dynamic section: tag and value. */
const ENTRY = 16;

/** Makes a program for 64-bit Linux look for its libraries beside itself too. */
export function lookBeside(path: string): void {
  const elf = readFileSync(path);
  if (elf.toString("hex", 0, 6) !== "7f454c460201") throw new Error(`${path} is no program for 64-bit Linux`);
  const segments = segmentsOf(elf);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (!dynamic) throw new Error(`${path} has no dynamic section`);
  const entries = entriesOf(elf, dynamic);
  if (entries.has(DT_RPATH) || entries.has(DT_RUNPATH)) throw new Error(`${path} has a run path of its own`);

  const table = valueAt(elf, entries, DT_STRTAB);
  const segment = segments.find(({ type, address, size }) => type === PT_LOAD && table >= address && table < address + size);
  if (!segment) throw new Error(`${path}: its strings are in no segment`);
  const place = segment.offset + segment.size;
  const end = entries.get(DT_NULL) as number;
  const isFree = (from: number, length: number): boolean => elf.subarray(from, from + length).every((byte) => byte === 0);
  const isTaken = segments.some(({ offset }) => offset >= place && offset < place + RUN_PATH.length);
  if (isTaken || !isFree(place, RUN_PATH.length) || !isFree(end, 2 * ENTRY)) throw new Error(`${path} has no room for a run path`);

  elf.write(RUN_PATH, place, "latin1");
  grow(elf, segment, RUN_PATH.length);
  const word = segment.address + segment.size - table;
  elf.writeBigUInt64LE(BigInt(DT_RUNPATH), end);
  elf.writeBigUInt64LE(BigInt(word), end + 8);
  grow(elf, dynamic, ENTRY);
  elf.writeBigUInt64LE(BigInt(word + RUN_PATH.length), (entries.get(DT_STRSZ) as number) + 8);
  writeFileSync(path, elf);
}

interface Segment {
  /** Where its program header is. */
  readonly header: number;
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

function segmentsOf(elf: Buffer): Segment[] {
  const [start, length, count] = [Number(elf.readBigUInt64LE(32)), elf.readUInt16LE(54), elf.readUInt16LE(56)];
  return Array.from({ length: count }, (_, index) => {
    const header = start + index * length;
    const number = (at: number): number => Number(elf.readBigUInt64LE(header + at));
    return { header, type: elf.readUInt32LE(header), offset: number(8), address: number(16), size: number(32) };
  });
}

/** In the file and in memory. */
function grow(elf: Buffer, { header }: Segment, bytes: number): void {
  for (const at of [header + 32, header + 40]) elf.writeBigUInt64LE(elf.readBigUInt64LE(at) + BigInt(bytes), at);
}

/** Where the entry of each tag is; of the end, the first. */
function entriesOf(elf: Buffer, { offset, size }: Segment): Map<number, number> {
  const found = new Map<number, number>();
  for (let at = offset; at < offset + size; at += ENTRY) {
    const tag = Number(elf.readBigUInt64LE(at));
    if (!found.has(tag)) found.set(tag, at);
  }
  if (![DT_NULL, DT_STRTAB, DT_STRSZ].every((tag) => found.has(tag))) throw new Error("a dynamic section without end or strings");
  return found;
}

const valueAt = (elf: Buffer, entries: ReadonlyMap<number, number>, tag: number): number => Number(elf.readBigUInt64LE((entries.get(tag) as number) + 8));
