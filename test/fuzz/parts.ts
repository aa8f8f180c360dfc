import type { Bytes } from "./bytes.ts";

/** What a run is given: files by their path below the working directory, and standard input. */
export type Parts = Readonly<Record<string, Bytes>>;

export const STDIN = "standard input";
