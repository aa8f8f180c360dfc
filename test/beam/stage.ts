import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { Anything } from "../kustomize.ts";
import { programs } from "../program.ts";
import { builtReleases } from "./build.ts";
import { type Cluster, cluster } from "./kubelet/cluster.ts";
import type { Image } from "./kubelet/container.ts";
import type { Values } from "./kubelet/environment.ts";
import { codename } from "./tools/debian.ts";
import { type Tools, tools } from "./tools/tools.ts";
import { refuseObstacles, world } from "./world/world.ts";

export const IMAGE = "ghcr.io/acme/shop:1.4.2";
/** Of the release shop_stubborn. */
export const STUBBORN_IMAGE = "ghcr.io/acme/shop-stubborn:1.4.2";

/** What the tests run on. */
export interface Stage {
  readonly tools: Tools;
  readonly images: Readonly<Record<string, Image>>;
}

/** Undefined, after saying why on standard error, where releases cannot be built or run. In CI on Debian that is an error: there they must. */
export async function stage(): Promise<Stage | undefined> {
  const found = await available();
  if (!found) return undefined;
  const { shop, shop_stubborn } = await builtReleases(found);
  return { tools: found, images: { [IMAGE]: image(shop), [STUBBORN_IMAGE]: image(shop_stubborn) } };
}

async function available(): Promise<Tools | undefined> {
  try {
    const found = await tools();
    refuseObstacles(found.env);
    return found;
  } catch (error) {
    if (process.env["CI"] && (await isDebian())) throw error;
    console.error(
      `SKIPPED: no release is built and run: ${(error as Error).message}\n  That needs Debian's packages elixir and iproute2, and root or user namespaces.`,
    );
    return undefined;
  }
}

const isDebian = (): Promise<boolean> =>
  codename().then(
    () => true,
    () => false,
  );

/** As the Dockerfile of phx.gen.release makes it; the locale is one that needs no package. */
const image = (directory: string): Image => ({
  directory,
  root: "/app",
  command: ["/app/bin/server"],
  env: { MIX_ENV: "prod", LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
});

/** A cluster for the tests of one file. */
export const clusterOf = async ({ tools: { env } }: Stage): Promise<Cluster> => cluster(await world(env));

/** What the generator makes of a spec. */
export function generated(spec: string): Anything[] {
  const [, program] = programs[0] as (typeof programs)[number];
  const document = `apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec:\n${spec.replace(/^/gm, "  ")}\n`;
  const directory = mkdtempSync(join(tmpdir(), "phoenix-release-spec-"));
  const file = join(directory, "release.yaml");
  writeFileSync(file, document);
  const { code, stdout, stderr } = program({ args: [file] });
  rmSync(directory, { recursive: true });
  if (code !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout).map((one) => one.toJS());
}

export const SECRETS: Readonly<Record<string, Values>> = {
  "shop-secrets": {
    SECRET_KEY_BASE: "a".repeat(64),
    DATABASE_URL: "ecto://shop:pa$$word@10.77.0.1:5432/shop",
    RELEASE_COOKIE: "cookie-of-the-secret",
  },
};

/** Waits until something is true, for as long as anything here may take. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within 20 s: ${condition}`);
    await sleep(100);
  }
}
