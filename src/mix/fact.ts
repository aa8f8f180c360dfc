/** sure: it is written there. likely: convention, or a reading of code that may do more. guess: nothing says so, and something must be there. */
type Certainty = "sure" | "likely" | "guess";

export interface Place {
  /** Below the project, with slashes. */
  readonly file: string;
  readonly line: number;
}

export interface Fact<T> {
  readonly value: T;
  /** Absent: nothing in the project says so. */
  readonly at?: Place;
  readonly certainty: Certainty;
  /** What was found there, or why this is assumed. */
  readonly why: string;
}

/** What a person should know, and what is odd about a file. */
export interface Note {
  /** It will not work as it is. */
  readonly isProblem?: boolean;
  readonly at?: Place;
  readonly message: string;
  readonly help?: string;
}

export const sure = <T>(value: T, at: Place, why: string): Fact<T> => ({ value, at, certainty: "sure", why });
export const likely = <T>(value: T, at: Place | undefined, why: string): Fact<T> => ({ value, ...(at && { at }), certainty: "likely", why });
export const guess = <T>(value: T, why: string, at?: Place): Fact<T> => ({ value, ...(at && { at }), certainty: "guess", why });

/** What no manifest can mend. */
export const problem = (at: Place | undefined, message: string, help: string): Note => ({ isProblem: true, ...(at && { at }), message, help });

export const placeText = ({ file, line }: Place): string => `${file}:${line}`;

/** A number that a listener can have. */
export const isPort = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0 && (value as number) < 65_536;

/** A path that means one page, without parameters. */
export const isFixedPath = (path: string): boolean => /^(\/[-\w.]+)+\/?$|^\/$/.test(path);

/** Longer than any pod is given to end. */
const DAY = 86_400;
const SECOND = 1000;

/** Milliseconds as the seconds that they take at most; undefined where they are no time to wait. */
export function seconds(milliseconds: number | undefined): number | undefined {
  const value = Math.ceil((milliseconds ?? Number.NaN) / SECOND);
  return value >= 0 && value <= DAY ? value : undefined;
}
