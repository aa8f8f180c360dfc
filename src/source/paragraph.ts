import { wrapped } from "./wrap.ts";

/** Columns of a terminal that nobody has widened. */
export const WIDTH = 80;

/** A sign with what follows, and a result with its unit. */
const TOGETHER = /\s*(?:[-+=] )?\S+(?: s(?![^,\s]))?/g;

/** As wrapped, but not broken behind a sign or between a result and its unit. */
export const paragraph = (text: string, indent: number): string => wrapped(text, indent, WIDTH, TOGETHER);
