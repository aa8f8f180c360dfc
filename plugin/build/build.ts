import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import sea from "pkg/lib-es5/sea.js";
import packageJson from "../../package.json" with { type: "json" };
import { bundle } from "./bundle.ts";
import { nodeBinary } from "./node-binary.ts";
import { cache, dist, pluginBinary } from "./paths.ts";
import { replaceExecutable, replaceText } from "./replace.ts";
import { hostName, type Target, targetNamed } from "./targets.ts";

// npm run build [-- --target linux-arm64,darwin-arm64,…]

const { values } = parseArgs({ options: { target: { type: "string", default: hostName } } });
const wanted = values.target.split(",").map(targetNamed);

const { name, version } = packageJson;
const started = Date.now();
const say = (text: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}`);

await import("./validator.ts");
say("validator compiled from the schema");
const entry = await bundle();
say("source bundled");
const checksums: string[] = [];
for (const target of wanted) checksums.push(await packaged(target));
replaceText(`${dist}checksums.txt`, checksums.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join(""));

/** @returns its line of checksums.txt */
async function packaged(target: Target): Promise<string> {
  const own = target.name === hostName;
  const output = `${cache}${target.name}${target.suffix}`;
  mkdirSync(cache, { recursive: true });
  await sea.default(entry, {
    targets: [{ platform: target.platform, arch: target.arch, nodeRange: "node26", output }],
    // A start-up snapshot can only be taken by the Node that will read it.
    seaConfig: { disableExperimentalSEAWarning: true, execArgvExtension: "none", useSnapshot: own, useCodeCache: false },
    ...(own ? { useLocalNode: true } : { nodePath: nodeBinary(target) }),
  });
  if (own) refuseUnlessOurs(output);
  const file = own ? name : `${name}_${version}_${target.name.replace("-", "_")}${target.suffix}`;
  replaceExecutable(`${dist}${file}`, output);
  if (own) replaceExecutable(pluginBinary, output);
  say(`dist/${file}`);
  return `${createHash("sha256").update(readFileSync(output)).digest("hex")}  ${file}\n`;
}

/** Where the program was not injected, the result is a plain Node, which looks like success. */
function refuseUnlessOurs(binary: string): void {
  const said = execFileSync(binary, ["version"], { env: {}, encoding: "utf8" });
  if (said !== `${name} ${version}\n`) throw new Error(`${binary} is not our program: it says ${JSON.stringify(said)}`);
}
