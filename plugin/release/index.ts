import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import packageJson from "../../package.json" with { type: "json" };
import { dist } from "../build/paths.ts";
import { replaceText } from "../build/replace.ts";
import { formula } from "./formula.ts";

// npm run release:index [-- --out DIR], when the archives of all targets are there: checksums.txt, and the formula of Homebrew with them.

const { name, version } = packageJson;
const { values } = parseArgs({ options: { out: { type: "string", default: `${dist}release` } } });
const files = readdirSync(values.out)
  // What an earlier version left is not of this one.
  .filter((file) => file.startsWith(`${name}_${version}_`) && /\.(tar\.gz|cdx\.json)$/.test(file))
  .sort();
const checksums = new Map(
  files.map((file) => [
    file,
    createHash("sha256")
      .update(readFileSync(join(values.out, file)))
      .digest("hex"),
  ]),
);
replaceText(join(values.out, "checksums.txt"), [...checksums].map(([file, sum]) => `${sum}  ${file}\n`).join(""));
replaceText(join(values.out, "phoenix-release.rb"), formula(checksums));
