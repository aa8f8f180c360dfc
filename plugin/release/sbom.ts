import packageJson from "../../package.json" with { type: "json" };
import packageLock from "../../package-lock.json" with { type: "json" };
import type { Target } from "../build/targets.ts";
import { slug } from "./assets.ts";

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

type Component = Readonly<Record<string, unknown>>;

/**
 * What is in the program for a target, as CycloneDX 1.6. Without time and serial number, so that the same source gives the same text.
 * npm sbom leaves out what packages for development use too (npm 11.19), and does not know that Node is inside.
 */
export function sbom({ nodePackage }: Target): string {
  const { name, version, license } = packageJson;
  const locked = Object.entries(packageLock.packages as unknown as Readonly<Record<string, Locked>>)
    .map(([path, one]) => ({ ...one, name: path.replace(/^.*node_modules\//, "") }))
    .filter((one) => one.name !== "" && one.dev !== true);
  const bundled = locked.filter(({ optional }) => optional !== true);
  const node = locked.find((one) => one.name === nodePackage);
  if (!node) throw new Error(`package-lock.json does not name ${nodePackage}`);
  const components = [nodeOf(node), ...bundled.map(component)];
  return `${JSON.stringify(
    {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 1,
      metadata: {
        component: {
          type: "application",
          "bom-ref": name,
          name,
          version,
          licenses: [{ license: { id: license } }],
          purl: `pkg:github/${slug.toLowerCase()}@v${version}`,
        },
      },
      components,
      dependencies: [{ ref: name, dependsOn: components.map((one) => one["bom-ref"]) }],
    },
    null,
    2,
  )}\n`;
}

function component({ name, version, integrity = "", license = "" }: Locked & { readonly name: string }): Component {
  const purl = `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
  const [, digest] = /^sha512-(.+)$/.exec(integrity) ?? [];
  if (!digest) throw new Error(`package-lock.json has no sha512 of ${name}`);
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    hashes: [{ alg: "SHA-512", content: Buffer.from(digest, "base64").toString("hex") }],
    licenses: [{ license: { id: license } }],
    purl,
  };
}

/** Under the name by which scanners know its vulnerabilities. */
const nodeOf = (node: Locked & { readonly name: string }): Component => ({
  ...component(node),
  type: "framework",
  description: "Node.js, which the program embeds",
  cpe: `cpe:2.3:a:nodejs:node.js:${node.version}:*:*:*:*:*:*:*`,
});
