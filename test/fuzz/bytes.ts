import type { Random } from "../properties/random.ts";

/** Bytes as a string, one character each: what is not UTF-8 is held too. */
export type Bytes = string;

export const bytesOf = (text: string): Bytes => Buffer.from(text, "utf8").toString("latin1");
export const textOf = (bytes: Bytes): string => Buffer.from(bytes, "latin1").toString("utf8");

/** What is not UTF-8, or is and should not stand in a text. */
const strange: readonly Bytes[] = [
  "\xff",
  "\xc0\x80",
  "\xed\xa0\x80",
  "\xf5\x80\x80\x80",
  "\xc3",
  "\xe2\x82",
  "\0",
  "\x07",
  "\x1b[31m",
  "\x7f",
  "\t",
  "\r",
  "\r\n",
  ...["\u0085", "\u009b", "\u00a0", "\u2028", "\u2029", "\u202e", "\u200b", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\ud83d\ude00", "é"].map(bytesOf),
];

type Mutator = (bytes: Bytes, random: Random, other: Bytes) => Bytes;

/** A stretch of the text: mostly short, sometimes most of it. */
function stretch(bytes: Bytes, random: Random): [start: number, end: number] {
  const start = random.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + 1 + random.below(random.chance(0.8) ? 12 : bytes.length + 1))];
}

const insert: Mutator = (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 0, random.pick(strange));

const spliced = (bytes: Bytes, start: number, length: number, by: Bytes): Bytes => bytes.slice(0, start) + by + bytes.slice(start + length);

const mutators: readonly Mutator[] = [
  insert,
  insert,
  function flip(bytes, random) {
    const at = random.below(bytes.length);
    return spliced(bytes, at, 1, String.fromCharCode((bytes.charCodeAt(at) || 0) ^ (1 << random.below(8))));
  },
  function remove(bytes, random) {
    const [start, end] = stretch(bytes, random);
    return spliced(bytes, start, end - start, "");
  },
  function duplicate(bytes, random) {
    const [start, end] = stretch(bytes, random);
    return spliced(bytes, random.below(bytes.length + 1), 0, bytes.slice(start, end));
  },
  function repeat(bytes, random) {
    const [start, end] = stretch(bytes, random);
    const piece = bytes.slice(start, Math.min(end, start + 12));
    return spliced(bytes, start, 0, piece.repeat(random.pick([2, 10, 1000, Math.floor(140_000 / Math.max(1, piece.length))])));
  },
  function splice(bytes, random, other) {
    const [start, end] = stretch(other, random);
    const [from, to] = stretch(bytes, random);
    return spliced(bytes, from, random.chance(0.5) ? to - from : 0, other.slice(start, end));
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random.below(bytes.length + 1));
  },
  function beginning(bytes, random) {
    return (
      random.pick(["\xef\xbb\xbf", "\xef\xbb\xbf\xef\xbb\xbf", "\xff\xfe", "\n\n", "---\n", "--- # \n", "\xef\xbb\xbf---\r\n", "%YAML 1.1\n---\n"]) + bytes
    );
  },
  function lineEnds(bytes, random) {
    return bytes.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n", "\n\t", " \n", bytesOf("\u2028")]));
  },
  function otherEncoding(bytes) {
    return Buffer.from(textOf(bytes), "utf16le").toString("latin1");
  },
];

export const mutatedBytes: Mutator = (bytes, random, other) => random.pick(mutators)(bytes, random, other);
