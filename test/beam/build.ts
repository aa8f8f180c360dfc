import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { command } from "../engines/command.ts";
import type { Tools } from "./tools/tools.ts";

const PROJECT = new URL("shop", import.meta.url).pathname;
/** Over the release shop it makes one that starts as Distillery's do. */
const DISTILLERY = new URL("distillery", import.meta.url).pathname;
const CACHE = new URL("../../.cache/beam", import.meta.url).pathname;

/** Directory of each build, and the release that mix makes there. */
const BUILDS = {
  shop: { release: "shop", env: {} },
  shop_stubborn: { release: "shop_stubborn", env: {} },
  shop_distillery: { release: "shop", env: {} },
  shop_tls: { release: "shop", env: { SHOP_TLS: "true" } },
} as const;

export type ReleaseName = keyof typeof BUILDS;
type Releases = Readonly<Record<ReleaseName, string>>;

/** Builds the releases where no build of the same sources is kept, and gives the directory of each. */
export async function builtReleases({ env }: Tools): Promise<Releases> {
  const kept = join(CACHE, `releases-${await fingerprint(env)}`);
  if (!(await exists(kept))) await build(kept, env);
  return Object.fromEntries(Object.keys(BUILDS).map((name) => [name, join(kept, name)])) as Releases;
}

async function build(kept: string, env: Tools["env"]): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, "work-"));
  const project = join(work, "project");
  const output = join(work, "output");
  try {
    await cp(PROJECT, project, { recursive: true });
    for (const [name, { release, env: own }] of Object.entries(BUILDS)) {
      const surroundings = { cwd: project, env: { ...env, MIX_ENV: "prod", MIX_HOME: work, MIX_BUILD_PATH: join(work, name), ...own } };
      await command("mix", ["release", release, "--path", join(output, name), "--quiet"], surroundings);
    }
    await cp(DISTILLERY, join(output, "shop_distillery"), { recursive: true });
    for (const old of await readdir(CACHE))
      if (old.startsWith("releases-") && old !== basename(kept)) await rm(join(CACHE, old), { recursive: true, force: true });
    // Last and at once: another process may be doing the same.
    await rename(output, kept);
  } catch (error) {
    if (!(await exists(kept))) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Of the sources, and of what compiles them: mix, and this file. */
async function fingerprint(env: Tools["env"]): Promise<string> {
  const hash = createHash("sha256")
    .update(await command("mix", ["--version"], { env }))
    .update(await readFile(new URL(import.meta.url)));
  for (const directory of [PROJECT, DISTILLERY])
    for (const file of await filesBelow(directory)) hash.update(`${file.slice(directory.length)}\n`).update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const exists = (directory: string): Promise<boolean> =>
  readdir(directory).then(
    () => true,
    () => false,
  );
