import { createHash } from "node:crypto";

// The first line of each file that render writes: who made it, and what followed then. So nothing of a person is overwritten unnoticed.

const DIGITS = 16;
const MARK = new RegExp(`^# Made by phoenix-release render \\(([0-9a-f]{${DIGITS}})\\): `);

/** As git hands out text on Windows. */
export const withoutCarriageReturns = (text: string): string => text.replaceAll("\r\n", "\n");

export const marked = (text: string): string =>
  `# Made by phoenix-release render (${digest(text)}): change its source, for the next render replaces this file.\n${text}`;

export const isMarked = (text: string): boolean => MARK.test(text);

/** Whether it is as render has written it. */
export function isUntouched(file: string): boolean {
  const text = withoutCarriageReturns(file);
  return MARK.exec(text)?.[1] === digest(text.slice(text.indexOf("\n") + 1));
}

const digest = (text: string): string => createHash("sha256").update(withoutCarriageReturns(text)).digest("hex").slice(0, DIGITS);
