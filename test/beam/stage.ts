import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { Anything } from "../kustomize.ts";
import { programs } from "../program.ts";
import { builtReleases, type ReleaseName } from "./build.ts";
import { cluster, type Namespace } from "./kubelet/cluster.ts";
import type { Image } from "./kubelet/container.ts";
import type { Values } from "./kubelet/environment.ts";
import { codename } from "./tools/debian.ts";
import { type Tools, tools } from "./tools/tools.ts";
import { refuseObstacles, type World, world } from "./world/world.ts";

const IMAGE = "ghcr.io/acme/shop:1.4.2";

/** A cluster to which specs are applied. */
export interface Stage {
  readonly world: World;
  /** What the generator makes of a spec, in a namespace of its own. The spec has an image and a host. */
  readonly apply: (namespace: string, spec: string, options?: Options) => Namespace;
  /** The same for objects that something else has made. */
  readonly applyObjects: (namespace: string, objects: Anything[], options?: Options) => Namespace;
  readonly close: () => void;
}

interface Options {
  /** Beside SECRETS. */
  readonly secrets?: Readonly<Record<string, Values>>;
  /** In the place of the release shop, as phx.gen.release would put it into an image. */
  readonly image?: ReleaseName;
  /** Environment that the image brings. */
  readonly imageEnv?: Values;
  readonly ipFamily?: "IPv4" | "IPv6";
  readonly change?: (objects: Anything[]) => void;
}

/** Undefined, after saying why on standard error, where releases cannot be built or run. In CI on Debian that is an error: there they must. */
export async function stage(): Promise<(() => Promise<Stage>) | undefined> {
  const found = await available();
  if (!found) return undefined;
  const releases = await builtReleases(found);
  return async () => {
    const { world: inside, namespace, close } = cluster(await world(found.env));
    const applyObjects: Stage["applyObjects"] = (name, objects, { secrets = {}, image = "shop", imageEnv = {}, ipFamily = "IPv4" } = {}) =>
      namespace(name, { objects, secrets: { ...SECRETS, ...secrets }, images: { [IMAGE]: imageOf(image, releases[image], imageEnv) }, ipFamily });
    return {
      world: inside,
      close,
      applyObjects,
      apply(name, spec, { change = () => undefined, ...options } = {}) {
        const objects = generated(`image: ${IMAGE}\nhost: shop.example.com\n${spec}`);
        change(objects);
        return applyObjects(name, objects, options);
      },
    };
  };
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
const imageOf = (name: ReleaseName, directory: string, env: Values): Image => ({
  directory,
  root: "/app",
  command: name === "shop_distillery" ? ["/app/bin/shop", "foreground"] : ["/app/bin/server"],
  env: { MIX_ENV: "prod", LANG: "C.UTF-8", LC_ALL: "C.UTF-8", ...env },
});

function generated(spec: string): Anything[] {
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

/** What every namespace has. */
export const SECRETS: Readonly<Record<string, Values>> = {
  "shop-secrets": {
    SECRET_KEY_BASE: "a".repeat(64),
    DATABASE_URL: "ecto://shop:pa$$word@10.77.0.1:5432/shop",
    RELEASE_COOKIE: "cookie-of-the-secret",
  },
};

/** Waits until something is true, for as long as anything here may take. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 40_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within 40 s: ${condition}`);
    await sleep(100);
  }
}
