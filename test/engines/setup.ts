import { obtain } from "./obtain.ts";

/** For vitest, before any test. */
export default async function setup(): Promise<void> {
  const complete = await obtain(console.log);
  if (!complete && process.env.CI) throw new Error("an engine is missing, see above: in CI the tests run on all of them or fail");
}
