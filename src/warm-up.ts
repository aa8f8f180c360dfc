import { setFlagsFromString } from "node:v8";
import { run } from "./cli.ts";
import { finish } from "./finish.ts";
import { generate } from "./generate.ts";
import type { Io } from "./io.ts";
import { blockStream, jsonStream } from "./output/yaml.ts";
import { parseDocuments } from "./source/document.ts";
import { itemsOfStream } from "./source/item.ts";

const spec = `apiVersion: phoenix-release.dev/v1
kind: PhoenixRelease
metadata:
  name: shop
spec:
  image: ghcr.io/acme/shop:1.4.2
  host: shop.example.com
  env: {LOG_LEVEL: info}
`;

/**
 * Does all the work once while the start-up snapshot is taken. V8 keeps the code it has compiled by then; without this, each start would
 * compile it anew, which takes as long as starting Node.
 */
export function warmUp(): void {
  setFlagsFromString("--no-flush-bytecode");
  const [document] = parseDocuments(Buffer.from(spec), "release.yaml");
  const { resources } = generate(document?.value);
  jsonStream(resources);
  // What Kustomize hands to finish is block YAML.
  finish(document?.value, itemsOfStream(blockStream(resources)), undefined);
  const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig:\n${spec.replace(/^/gm, "  ")}`;
  const silent: Io = { env: {}, self: () => undefined, cwd: () => "/", stdinIsTerminal: () => false, stdin: () => list, stdout: () => {}, stderr: () => {} };
  if (run([], silent) !== 0) throw new Error("the program does not run");
}
