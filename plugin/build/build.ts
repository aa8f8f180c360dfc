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
import { lookBeside } from "./run-path.ts";
import { hostName, type Target, targetNamed } from "./targets.ts";

// npm run build [-- --target linux-arm64,darwin-arm64,…]

const { values } = parseArgs({ options: { target: { type: "string", default: hostName } } });
const wanted = values.target.split(",").map(targetNamed);

const { name, version } = packageJson;
const started = Date.now();
const say = (text: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${text}`);

await import("./validator.ts");
say("validator compiled from the schema");
await import("./layout.ts");
const entry = await bundle();
say("source bundled");
const all: Packaged[] = [];
for (const target of wanted) all.push(await packaged(target));
// Only when every target has been packaged: dist and its checksums fit together.
all.sort((a, b) => (a.file < b.file ? -1 : 1));
replaceText(`${dist}checksums.txt`, all.map(landed).join(""));

interface Packaged {
  readonly file: string;
  /** Where it was made. */
  readonly output: string;
  readonly own: boolean;
}

async function packaged(target: Target): Promise<Packaged> {
  const own = target.name === hostName;
  const output = `${cache}${target.name}${target.suffix}`;
  mkdirSync(cache, { recursive: true });
  await sea.default(entry, {
    targets: [{ platform: target.platform, arch: target.arch, nodeRange: "node26", output }],
    // A start-up snapshot can only be taken by the Node that will read it.
    seaConfig: { disableExperimentalSEAWarning: true, execArgvExtension: "none", useSnapshot: own, useCodeCache: false },
    // The Node that runs this makes the blob, and is embedded where no other is named; all are of one version.
    useLocalNode: true,
    ...(!own && { nodePath: nodeBinary(target) }),
    // Apple silicon starts only what is signed; elsewhere than on a Mac pkg needs ldid for it, and says so.
    signature: target.platform === "macos",
  });
  if (target.platform === "linux") lookBeside(output);
  if (own) refuseUnlessOurs(output);
  say(`${target.name} packaged`);
  return { file: own ? name : `${name}_${version}_${target.name.replace("-", "_")}${target.suffix}`, output, own };
}

/** @returns its line of checksums.txt */
function landed({ file, output, own }: Packaged): string {
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
