import { dirname, join, resolve } from "node:path";
import { engineless, flagsOf, unbuildable } from "../inspect/built.ts";
import { type Folder, folder, folders, paths } from "../inspect/folder.ts";
import { configs } from "../inspect/site.ts";
import { engines } from "../kustomize/engine.ts";
import { type Release, release } from "../release/release.ts";
import { parseDocuments } from "../source/document.ts";
import { readWhole, statsOf } from "../source/files.ts";
import { type Finding, findings } from "../source/finding.ts";
import { shownName } from "../source/kustomization.ts";
import { origin } from "../source/origin.ts";
import { isFinish, subjectOf } from "../source/phase.ts";
import { InvalidInput, type Locate, type Problem } from "../source/problem.ts";
import type { PhoenixRelease } from "../spec/schema.ts";
import { validate } from "../spec/validate.ts";

/** A spec that a field is explained for. */
export interface Subject {
  /** PhoenixRelease/shop, and where it is from. */
  readonly name: string;
  /** As it is written, all patches applied. */
  readonly written: unknown;
  /** With all defaults. */
  readonly document: PhoenixRelease;
  readonly release: Release;
  readonly locate: Locate;
}

interface Subjects {
  readonly subjects: readonly Subject[];
  readonly findings: readonly Finding[];
}

interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly self: string | undefined;
  readonly cwd: string;
  readonly stdin: () => string;
}

/** @param path of a file with specs, of the patch of an overlay, of a kustomization directory, or - for standard input */
export function subjects(path: string, machine: Machine): Subjects {
  const name = path === "-" ? "standard input" : path;
  try {
    if (path === "-") return ofText(Buffer.from(machine.stdin()), name);
    const place = resolve(machine.cwd, path);
    if (statsOf(place)?.isDirectory()) return ofDirectory(place, name, machine);
    // A patch says too little alone: it counts with what it is a patch on.
    const overlay = overlayOf(dirname(place), machine);
    return overlay && isPatch(place, name) ? ofDirectory(overlay, shownName(overlay, machine.cwd, machine.cwd), machine) : ofText(readWhole(place, name), name);
  } catch (error) {
    return failed(error, name);
  }
}

function failed(error: unknown, name: string, locate: Locate = () => undefined): Subjects {
  if (!(error instanceof InvalidInput)) throw error;
  return { subjects: [], findings: findings(error.problems, locate, name) };
}

const joined = (all: readonly Subjects[]): Subjects => ({
  subjects: all.flatMap(({ subjects }) => subjects),
  findings: all.flatMap(({ findings }) => findings),
});

const ofText = (bytes: Buffer, name: string): Subjects =>
  joined(
    parseDocuments(bytes, name)
      .filter(({ value }) => !isFinish(value))
      .map(({ value, find }) => ofValue(value, (path, on) => exactly(find(path, on), path.length))),
  );

const exactly = (found: ReturnType<ReturnType<typeof parseDocuments>[number]["find"]>, depth: number): ReturnType<Locate> =>
  found?.depth === depth ? found.position : undefined;

function ofDirectory(directory: string, name: string, machine: Machine): Subjects {
  const { env, self, cwd } = machine;
  if (!folder(directory, cwd)) throw new InvalidInput([{ ...unbuildable, object: name }]);
  const [engine] = engines(env);
  if (!engine) throw new InvalidInput([{ ...engineless, object: name }]);
  const surroundings = { engine, flags: flagsOf(engine), env: { ...env, PWD: cwd }, self };
  const all = folders(overlayOf(directory, machine) ?? directory, cwd).flatMap((one) =>
    configs(one, "generators", surroundings).map((spec) => ({ one, spec })),
  );
  if (all.length === 0) throw new InvalidInput([{ ...specless, object: name }]);
  return joined(all.map(({ one, spec }) => ofValue(spec, origin(one.directory, spec, cwd))));
}

/** The kustomization that generates from a directory, which is most often the one above; itself where it generates. */
function overlayOf(directory: string, { cwd }: Machine): string | undefined {
  const generates = (one: Folder | undefined): boolean => one !== undefined && paths(one, "generators").length > 0;
  if (generates(folder(directory, cwd))) return directory;
  const above = folder(join(directory, ".."), cwd);
  return above && paths(above, "generators").includes(directory) ? above.directory : undefined;
}

const isPatch = (place: string, name: string): boolean => parseDocuments(readWhole(place, name), name).some(({ value }) => isIncomplete(value));

const isIncomplete = (value: unknown): boolean => (value as { spec?: { image?: unknown } } | null)?.spec?.image === undefined;

/** Shown also where it is wrong, as far as it can be decided. */
function ofValue(value: unknown, locate: Locate): Subjects {
  const name = subjectOf(value);
  const written = structuredClone(value);
  try {
    const { document, problems } = validate(value);
    return { subjects: [{ name, written, document, release: release(document), locate }], findings: findings(problems, locate, name) };
  } catch (error) {
    return failed(error, name, locate);
  }
}

const specless: Problem = {
  code: "PHX501",
  message: "nothing is generated here: there is no PhoenixRelease under generators:",
  help: "name an overlay, such as overlays/prod, or a file with a spec",
};
