import { stringify } from "yaml";
import packageJson from "../../package.json" with { type: "json" };
import { schema } from "../../src/spec/schema.ts";
import { slug } from "./assets.ts";

// KRMFunctionDefinition of Kubernetes enhancement 2906: what catalogs of KRM functions read.

type Node = Readonly<Record<string, unknown>>;

const { name, version, license, description } = packageJson;
const source = `https://github.com/${slug}`;

export const krmFunctionDefinition = (): string =>
  `# Written by npm run metadata from src/spec/schema.ts.\n${stringify(definition(), { lineWidth: 0, aliasDuplicateObjects: false })}`;

const definition = (): Node => ({
  apiVersion: "config.kubernetes.io/v1alpha1",
  kind: "KRMFunctionDefinition",
  metadata: { name: "phoenixreleases.phoenix-release.dev" },
  spec: {
    group: "phoenix-release.dev",
    names: { kind: "PhoenixRelease" },
    description,
    publisher: slug.split("/")[0],
    versions: [
      {
        name: "v1",
        idempotent: true,
        usage: `${source}/blob/v${version}/README.md`,
        examples: [`${source}/blob/v${version}/test/cases/three-lines/release.yaml`],
        license,
        runtime: {
          container: { image: `ghcr.io/${slug}:v1`, requireNetwork: false, requireStorageMount: false },
          exec: {
            platforms: (["linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64"] as const).map((platform) => {
              const [os, arch] = platform.split("/");
              return { bin: name, os, arch, uri: `${source}/releases/download/v${version}/${name}_${version}_${os}_${arch}.tar.gz` };
            }),
          },
        },
        schema: { openAPIV3Schema: openApi(schema) },
      },
    ],
  },
});

/** Keywords that OpenAPI 3.0 has too. */
const KEPT = ["default", "enum", "format", "maxItems", "maximum", "maxLength", "minItems", "minimum", "minLength", "pattern", "required", "uniqueItems"];

function openApi(node: Node): Node {
  const { type, description, properties, additionalProperties, items, const: only, examples } = node;
  return {
    // A union has no single type in OpenAPI 3.0: it is left open.
    ...(typeof type === "string" && { type }),
    ...(description !== undefined && { description }),
    ...Object.fromEntries(KEPT.filter((key) => key in node).map((key) => [key, node[key]])),
    ...(only !== undefined && { enum: [only] }),
    ...(Array.isArray(examples) && { example: examples[0] }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(Object.entries(properties as Readonly<Record<string, Node>>).map(([key, part]) => [key, openApi(part)])),
    }),
    ...(additionalProperties !== undefined && {
      additionalProperties: typeof additionalProperties === "object" ? openApi(additionalProperties as Node) : additionalProperties,
    }),
    ...(items !== undefined && { items: openApi(items as Node) }),
  };
}
