import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { demoEngine, type Engine } from "../engines/engines.ts";
import { type Command, ratio, type Spread, seconds } from "./measure.ts";

// npm run bench: ratios, each measured in one run with its spread. Aims are goals, not tests.

const root = new URL("../..", import.meta.url).pathname;
const binary = join(root, "plugin/phoenix-release.dev/v1/phoenixrelease/PhoenixRelease");
const work = mkdtempSync(join(tmpdir(), "phoenix-release-bench-"));
const write = (name: string, text: string): string => {
  mkdirSync(join(work, name, ".."), { recursive: true });
  writeFileSync(join(work, name), text);
  return join(work, name);
};
const engine = await demoEngine();
const environment = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", KUSTOMIZE_PLUGIN_HOME: join(root, "plugin") };
const built = (directory: string): Command => ({ argv: engine.build(["--enable-alpha-plugins", directory]), env: environment });
const output = (directory: string): string => {
  const [file, ...args] = engine.build(["--enable-alpha-plugins", directory]);
  return spawnSync(file, args, { env: environment, encoding: "utf8", maxBuffer: 1 << 28 }).stdout;
};

const line = (what: string, figure: string, aim: string): void => console.log(`${what.padEnd(62)} ${figure.padEnd(28)} ${aim}`);
const shown = ({ min, median, max }: Spread): string => `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;

try {
  console.log(`Node ${process.version}, kustomize ${engine.version}, ${availableParallelism()} processors\n`);
  line("ratio, as median (min to max)", "measured", "aim");
  oneProcess();
  wholeBuild(engine);
  growth();
} finally {
  rmSync(work, { recursive: true });
}

function spec(name: string): string {
  return `apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata:\n  name: ${name}\nspec:\n  image: ghcr.io/acme/${name}:1.4.2\n  host: ${name}.example.com\n`;
}

function oneProcess(): void {
  const bare: Command = { argv: [process.execPath, "-e", "0"] };
  const generate: Command = { argv: [binary, write("release.yaml", spec("shop"))], env: { KUSTOMIZE_PLUGIN_CONFIG_ROOT: work } };
  line("generate one release / bare Node", shown(ratio(generate, bare, 30)), "<= 1.25");
  const finishing = write("finish.yaml", spec("shop").replace("name: shop\nspec", "name: shop\n  annotations: {phoenix-release.dev/phase: finish}\nspec"));
  const finish: Command = { argv: [binary, finishing], stdin: write("items.yaml", output(join(root, "bases/app"))), env: generate.env ?? {} };
  line("finish one release / bare Node", shown(ratio(finish, bare, 30)), "<= 1.25");
  const time = "/usr/bin/time";
  if (!existsSync(time)) {
    line("peak memory", `not measured: no ${time}`, "<= 90 MB");
    return;
  }
  for (const [what, { argv, stdin = "/dev/null" }] of [
    ["generate", generate],
    ["finish", finish],
  ] as const) {
    const { stderr } = spawnSync("sh", ["-c", `exec ${time} -f %M "$@" < ${stdin} > /dev/null`, "sh", ...argv], {
      env: generate.env as Record<string, string>,
      encoding: "utf8",
    });
    line(`peak memory of ${what}`, `${(Number(stderr.trim()) / 1024).toFixed(0)} MB`, "<= 90 MB");
  }
}

/** The overlay with the plugin against its own output as plain YAML, with the same transformations on top. */
function wholeBuild({ name }: Engine): void {
  cpSync(join(root, "bases"), join(work, "bases"), { recursive: true });
  write("plain/all.yaml", output(join(root, "bases/app")));
  write(
    "plain/kustomization.yaml",
    "resources: [all.yaml]\nnamespace: shop-prod\nreplicas: [{name: shop, count: 3}]\nimages: [{name: ghcr.io/acme/shop, newTag: 1.4.2}]\npatches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: shop}\n",
  );
  line(`${name}: build overlays/prod / its output as plain YAML`, shown(ratio(built(join(root, "overlays/prod")), built(join(work, "plain")), 15)), "<= 1.5");
}

function growth(): void {
  let first = 0;
  for (const count of [1, 10, 100]) {
    const directory = `many-${count}`;
    const names = Array.from({ length: count }, (_, index) => `app-${index}`);
    for (const name of names) write(`${directory}/spec/${name}.yaml`, spec(name));
    write(`${directory}/spec/kustomization.yaml`, `resources: [${names.map((name) => `${name}.yaml`).join(", ")}]\n`);
    write(`${directory}/finish/kustomization.yaml`, "resources: [../spec]\ncommonAnnotations: {phoenix-release.dev/phase: finish}\n");
    write(`${directory}/kustomization.yaml`, "generators: [spec]\ntransformers: [finish]\n");
    const spent = seconds(built(join(work, directory)));
    first ||= spent;
    line(`build of ${count} release${count > 1 ? "s" : ""} / build of one`, `${(spent / first).toFixed(1)} (${spent.toFixed(1)} s)`, "");
  }
}
