import type { OneOff } from "./one-off.ts";

/** Work that is done once for each version of image and settings. */
export interface Job {
  readonly name: string;
  readonly container: OneOff;
  readonly initContainers: readonly OneOff[];
  /** Seconds until it is stopped. */
  readonly timeoutSeconds: number;
  readonly backoffLimit: number;
  /** Seconds until it is deleted once it has ended; undefined: it stays. */
  readonly ttlSeconds: number | undefined;
  /** Whether it waits for the database schema: under Argo CD, for the wave before. */
  readonly isLate: boolean;
}
