import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import packageLock from "../../package-lock.json" with { type: "json" };
import { cache } from "./paths.ts";
import type { Target } from "./targets.ts";

/** The Node binary of another platform: npm installs only the host's own, so the package is fetched, and checked against package-lock.json. */
export function nodeBinary({ nodePackage, nodeFile }: Target): string {
  const { version, integrity } = (packageLock.packages as Record<string, { version?: string; integrity?: string }>)[`node_modules/${nodePackage}`] ?? {};
  if (!version || !integrity) throw new Error(`package-lock.json does not name ${nodePackage}`);
  const directory = `${cache}${nodePackage}-${version}`;
  const file = `${directory}/package/${nodeFile}`;
  if (existsSync(file)) return file;
  mkdirSync(directory, { recursive: true });
  const archive = execFileSync("npm", ["pack", "--silent", `${nodePackage}@${version}`, "--pack-destination", directory], { encoding: "utf8" }).trim();
  const found = `sha512-${createHash("sha512")
    .update(readFileSync(`${directory}/${archive}`))
    .digest("base64")}`;
  if (found !== integrity) throw new Error(`${nodePackage}@${version} is not what package-lock.json says: ${found}, not ${integrity}`);
  execFileSync("tar", ["-xzf", archive, `package/${nodeFile}`], { cwd: directory });
  return file;
}
