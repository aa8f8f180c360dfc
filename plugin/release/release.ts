import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import packageJson from "../../package.json" with { type: "json" };
import { dist, root } from "../build/paths.ts";
import { replaceText } from "../build/replace.ts";
import { hostName, targetNamed } from "../build/targets.ts";
import { archive } from "./archive.ts";
import { assetOf } from "./assets.ts";
import { sbom } from "./sbom.ts";

// npm run release [-- --target linux-arm64,darwin-arm64,… --out DIR], after npm run build with the same targets.

const { values } = parseArgs({ options: { target: { type: "string", default: hostName }, out: { type: "string", default: `${dist}release` } } });
const { name, version } = packageJson;
mkdirSync(values.out, { recursive: true });

for (const target of values.target.split(",").map(targetNamed)) {
  const built = target.name === hostName ? name : `${name}_${version}_${target.name.replace("-", "_")}${target.suffix}`;
  const asset = assetOf(target);
  const packed = archive([
    { name: `${name}${target.suffix}`, mode: 0o755, content: readFileSync(`${dist}${built}`) },
    { name: `${name}.1`, mode: 0o644, content: readFileSync(`${root}plugin/man/${name}.1`) },
    { name: "LICENSE", mode: 0o644, content: readFileSync(`${root}LICENSE`) },
  ]);
  replaceText(join(values.out, `${asset}.cdx.json`), sbom(target));
  replaceText(join(values.out, `${asset}.tar.gz`), packed);
  console.error(`${asset}.tar.gz`);
}
