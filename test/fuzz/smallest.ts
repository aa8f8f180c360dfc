import type { Bytes } from "./bytes.ts";

/** Runs that a shrinking may cost. */
const ATTEMPTS = 1500;

/** The smallest parts that still fail: stretches of lines, then of bytes, are left out as long as they do. */
export function smallest<T extends Readonly<Record<string, Bytes>>>(parts: T, fails: (parts: T) => boolean): T {
  let attempts = 0;
  let current = parts;
  const shrink = (name: string, by: RegExp): boolean => {
    let shorter = false;
    const pieces = (): string[] => (current[name] as Bytes).match(by) ?? [];
    for (let size = Math.ceil(pieces().length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < pieces().length && attempts < ATTEMPTS; ) {
        attempts++;
        const smaller = { ...current, [name]: pieces().toSpliced(at, size).join("") };
        if (fails(smaller)) [current, shorter] = [smaller, true];
        else at += size;
      }
    }
    return shorter;
  };
  const rounds = (): boolean[] => Object.keys(parts).flatMap((name) => [shrink(name, /[^\n]*\n|[^\n]+/g), shrink(name, /./gs)]);
  while (rounds().some(Boolean) && attempts < ATTEMPTS);
  return current;
}
