import type { Files } from "../output/files.ts";
import { isUntouched, withoutCarriageReturns } from "./mark.ts";
import type { Present } from "./present.ts";
import { isCommand } from "./rendered.ts";

type What = "stale" | "missing" | "left over" | "changed by hand" | "not made by render";

/** A file that is not as it would be rendered now. */
export interface Difference {
  readonly path: string;
  readonly what: What;
  /** The first line that differs. */
  readonly line?: { readonly number: number; readonly is: string | undefined; readonly gives: string | undefined };
}

export function differences(files: Files, { own, foreign }: Present): Difference[] {
  const expected = [...files].flatMap(([path, text]): Difference[] => {
    if (foreign.includes(path)) return [];
    const is = own.get(path);
    if (is === undefined) return [{ path, what: "missing" }];
    return isSame(is, text) ? [] : [{ path, what: isUntouched(is) ? "stale" : "changed by hand", ...firstDifference(is, text) }];
  });
  const others = [...own.keys()].filter((path) => !files.has(path)).map((path): Difference => ({ path, what: "left over" }));
  const strange = foreign.map((path): Difference => ({ path, what: "not made by render" }));
  return [...expected, ...others, ...strange].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isSame(is: string, text: string): boolean {
  const [stands, gives] = [linesOf(is), linesOf(text)];
  return stands.length === gives.length && stands.every((line, index) => isSameLine(line, gives[index]));
}

/** Of a Secret no line is shown, whichever side has one. */
const IS_SECRET = /["']?kind["']?\s*:\s*["']?Secret["']?\s*(?:[,}#]|$)/m;

function firstDifference(is: string, text: string): Pick<Difference, "line"> {
  if (IS_SECRET.test(is) || IS_SECRET.test(text)) return {};
  const [stands, gives] = [linesOf(is), linesOf(text)];
  const lines = Array.from({ length: Math.max(stands.length, gives.length) }, (_, index) => index);
  const index = lines.find((line) => !isSameLine(stands[line], gives[line]));
  return index === undefined ? {} : { line: { number: index + 2, is: stands[index], gives: gives[index] } };
}

/** All but the first, which is a digest of the others. */
const linesOf = (file: string): string[] => withoutCarriageReturns(file).split("\n").slice(1);

/** From where it was called makes no difference. */
const isSameLine = (a: string | undefined, b: string | undefined): boolean => a === b || (isCommand(a) && isCommand(b));
