import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { demoEngine } from "./engines/engines.ts";

// npm run demo: the production manifests of the example, built by a real kustomize with the binary that was just made.

const OVERLAY = "overlays/prod";
const OUTPUT = "dist/prod.yaml";
process.chdir(new URL("..", import.meta.url).pathname);

try {
  const engine = await demoEngine();
  console.error(`kustomize ${engine.version} builds ${OVERLAY}`);
  const [file, ...args] = engine.build(["--enable-alpha-plugins", OVERLAY]);
  const { status, stdout, stderr } = spawnSync(file, args, { env: { ...process.env, KUSTOMIZE_PLUGIN_HOME: `${process.cwd()}/plugin` }, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  mkdirSync("dist", { recursive: true });
  writeFileSync(`${OUTPUT}.new`, stdout);
  renameSync(`${OUTPUT}.new`, OUTPUT);
  console.log(`\n${table(parseAllDocuments(stdout).map((document) => document.toJS() as Manifest))}`);
  console.log(`All of it: ${OUTPUT}. The spec: bases/app/spec/release.yaml and ${OVERLAY}/spec/release.yaml.`);
  console.log(`The same by hand: KUSTOMIZE_PLUGIN_HOME=$PWD/plugin kustomize build --enable-alpha-plugins ${OVERLAY}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

// biome-ignore lint/suspicious/noExplicitAny: manifests of ten kinds, of which a fact each is shown
type Anything = any;
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: Anything;
}

function table(manifests: readonly Manifest[]): string {
  const rows = manifests.map((manifest) => [manifest.kind, manifest.metadata.name, fact(manifest)]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([kind = "", name = "", text]) => `${kind.padEnd(widths[0] ?? 0)}  ${name.padEnd(widths[1] ?? 0)}  ${text}\n`).join("");
}

/** What a reader would look for first. */
function fact({ kind, spec }: Manifest): string {
  const facts: Readonly<Record<string, () => string>> = {
    Deployment: () => `${spec.replicas} x ${spec.template.spec.containers[0].image}, ${spec.template.spec.terminationGracePeriodSeconds} s to stop`,
    Job: () => spec.template.spec.containers[0].args.join(" "),
    Service: () => `${spec.clusterIP === "None" ? "headless, " : ""}${spec.ports.map((port: Anything) => `${port.port} to ${port.targetPort}`).join(", ")}`,
    Ingress: () => spec.rules.map((rule: Anything) => `${spec.tls ? "https" : "http"}://${rule.host}`).join(", "),
    NetworkPolicy: () =>
      `ports ${spec.ingress.flatMap((rule: Anything) => rule.ports.map((port: Anything) => (port.endPort ? `${port.port}-${port.endPort}` : port.port))).join(", ")}`,
    PodDisruptionBudget: () => `at most ${spec.maxUnavailable} pod away at a time`,
    ServiceAccount: () => "no API token in the pods",
  };
  return facts[kind]?.() ?? "";
}
