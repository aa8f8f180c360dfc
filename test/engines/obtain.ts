import { engines, isMissing } from "./engines.ts";

/** Gets every engine of the tests, one line each. One that is missing is said loudly; in CI it is a failure. */
export async function obtain(say: (line: string) => void): Promise<boolean> {
  const all = await engines();
  for (const one of all) say(isMissing(one) ? `MISSING: ${one.missing}\n  Its tests are skipped.` : `${one.name}: ${one.version}, ${one.path}`);
  return !all.some(isMissing);
}

if (import.meta.main) process.exitCode = (await obtain(console.log)) || !process.env.CI ? 0 : 1;
