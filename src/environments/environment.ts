import { resolve } from "node:path";
import { holdsSpec } from "../inspect/text.ts";
import type { Io } from "../io.ts";
import type { Release } from "../release/release.ts";
import { readWhole, statsOf } from "../source/files.ts";
import { type Finding, findings, inOrder } from "../source/finding.ts";
import type { Item } from "../source/item.ts";
import { problemsIn } from "../source/problem.ts";
import { building, FINISH_REPORTS } from "../tell.ts";
import { ofDirectory } from "./directory.ts";
import { ofSpecs } from "./specs.ts";
import { ofStream } from "./stream.ts";

/** What will be applied to one cluster. */
export interface Environment {
  /** The PATH, as the user gave it. */
  readonly name: string;
  readonly way: "specs" | "directory" | "stream";
  /** The final objects, also where findings say that they cannot work together; none where nothing could be built. */
  readonly items: readonly Item[];
  /** What was decided for the specs that they come from, with all patches; a stream does not tell. */
  readonly releases: readonly Release[];
  readonly findings: readonly Finding[];
}

export type Contents = Omit<Environment, "name" | "way">;

const STDIN = "-";

/**
 * Never refuses what can be built: who looks at an environment wants to see what is wrong with it.
 * @param path of a file with specs, of a kustomization directory, of a YAML stream, or - for standard input
 */
export function environment(path: string, io: Io): Environment {
  const place = resolve(io.cwd(), path);
  if (path !== STDIN && statsOf(place)?.isDirectory()) {
    return {
      name: path,
      way: "directory",
      ...orFindings(path, () => ofDirectory(path, { env: { ...io.env, PWD: io.cwd(), [FINISH_REPORTS]: "1" }, self: io.self(), building: building(io) })),
    };
  }
  const name = path === STDIN ? "standard input" : path;
  try {
    const bytes = path === STDIN ? Buffer.from(io.stdin()) : readWhole(place, path);
    const way = holdsSpec(bytes) ? "specs" : "stream";
    return { name, way, ...orFindings(name, () => (way === "specs" ? ofSpecs(bytes, name) : ofStream(bytes, name))) };
  } catch (error) {
    return { name, way: "stream", ...failed(error, name) };
  }
}

/** Whether it could be applied as it is. */
export const isSound = ({ findings }: Environment): boolean => findings.every(({ severity }) => severity !== "error");

/** Whether nothing could be built; what builds to nothing is another matter. */
export const isNothing = (found: Environment): boolean => found.items.length === 0 && !isSound(found);

function orFindings(name: string, action: () => Contents): Contents {
  try {
    const contents = action();
    return { ...contents, findings: inOrder(contents.findings) };
  } catch (error) {
    return failed(error, name);
  }
}

const failed = (error: unknown, name: string): Contents => ({
  items: [],
  releases: [],
  findings: findings(problemsIn(error), () => undefined, name),
});
