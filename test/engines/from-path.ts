import { sha256 } from "./checksum.ts";
import { command, findOnPath } from "./command.ts";
import { engineSources, type PathSource, type Program } from "./table.ts";

export interface OnPath {
  readonly path: string;
  readonly version: string;
}

export async function fromPath({ program, version, orLater = false }: PathSource): Promise<OnPath> {
  const path = findOnPath(program);
  const actual = await versionOf(program, path);
  if (actual === undefined) throw new Error(`${path} does not say its version`);
  if (orLater ? compare(actual, version) < 0 : actual !== version) throw new Error(`${path} is ${actual}`);
  return { path, version: actual };
}

async function versionOf(program: Program, path: string): Promise<string | undefined> {
  const said = await command(path, program === "kubectl" ? ["version", "--client"] : ["version"]);
  return /v(\d+\.\d+\.\d+)/.exec(said)?.[1] ?? knownBuild(path);
}

/** Debian's kustomize calls itself "(devel)". */
async function knownBuild(path: string): Promise<string | undefined> {
  const sum = await sha256(path);
  return Object.values(engineSources)
    .flat()
    .find((source) => "sha256" in source && Object.values(source.sha256).includes(sum))?.version;
}

const compare = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });
