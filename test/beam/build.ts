import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { command } from "../engines/command.ts";
import type { Tools } from "./tools/tools.ts";

const SOURCE = new URL("shop", import.meta.url).pathname;
const CACHE = new URL("../../.cache/beam", import.meta.url).pathname;

export type ReleaseName = "shop" | "shop_stubborn";
const RELEASES: readonly ReleaseName[] = ["shop", "shop_stubborn"];

/** Builds the releases of ./shop where no build of the same sources is kept, and gives the directory of each. */
export async function builtReleases({ env }: Tools): Promise<Readonly<Record<ReleaseName, string>>> {
  const kept = join(CACHE, `releases-${await fingerprint(env)}`);
  const releases = { shop: join(kept, "shop"), shop_stubborn: join(kept, "shop_stubborn") };
  const complete = await readdir(kept).catch(() => []);
  if (complete.length > 0) return releases;
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, "work-"));
  try {
    const project = join(work, "project");
    const output = join(work, "output");
    await cp(SOURCE, project, { recursive: true });
    for (const name of RELEASES)
      await command("mix", ["release", name, "--path", join(output, name), "--quiet"], { cwd: project, env: { ...env, MIX_ENV: "prod", MIX_HOME: work } });
    // Last and at once: another process may be doing the same.
    await rename(output, kept).catch(async (error) => {
      if ((await readdir(kept).catch(() => [])).length === 0) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return releases;
}

/** Of the sources, and of what compiles them. */
async function fingerprint(env: Tools["env"]): Promise<string> {
  const hash = createHash("sha256").update(await command("mix", ["--version"], { env }));
  for (const file of (await readdir(SOURCE, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort())
    hash.update(`${file.slice(SOURCE.length)}\n`).update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}
