import { readdirSync, readFileSync } from "node:fs";
import { root } from "./paths.ts";
import { replaceText } from "./replace.ts";

// What init writes begins with the bases and overlays that are shipped; the packaged program has their texts inside.

/** An editor's leftover, or what somebody tried, does not get into the program. */
const SHIPPED = /\.(yaml|json)$/;

const below = (directory: string): string[] =>
  readdirSync(`${root}${directory}`, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? below(`${directory}/${entry.name}`) : [`${directory}/${entry.name}`]))
    .filter((path) => SHIPPED.test(path));

/** What the modelines of the specs name. */
const schemas = readdirSync(`${root}bases`)
  .filter((name) => name.endsWith(".schema.json"))
  .map((name) => `bases/${name}`);
const paths = [...schemas, ...below("bases/app"), ...below("overlays")].sort();
const texts = Object.fromEntries(paths.map((path) => [path, readFileSync(`${root}${path}`, "utf8")]));
replaceText(
  `${root}src/init/layout.generated.ts`,
  `// Made by plugin/build/layout.ts from bases/app and overlays.\nexport const layout: Readonly<Record<string, string>> = ${JSON.stringify(texts, null, 2)};\n`,
);
