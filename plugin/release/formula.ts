import { readFileSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { root } from "../build/paths.ts";
import { slug } from "./assets.ts";

/**
 * The formula of Homebrew for a release.
 * @param checksums SHA-256 by file
 */
export function formula(checksums: ReadonlyMap<string, string>): string {
  return readFileSync(`${root}plugin/homebrew/phoenix-release.rb.in`, "utf8")
    .replaceAll("@REPOSITORY@", slug)
    .replaceAll("@VERSION@", packageJson.version)
    .replace(/@SHA256 (\S+)@/g, (_, file: string) => {
      const sum = checksums.get(file);
      if (sum === undefined) throw new Error(`checksums.txt does not name ${file}`);
      return sum;
    });
}
