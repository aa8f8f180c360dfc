import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";

/**
 * Libraries this process runs with and slim images lack, Argo CD's repo-server among them: Node is linked with libatomic, and the build makes the
 * loader look for libraries beside the program too.
 */
const LACKING = /^libatomic\.so\.\d+$/;

/** What Linux shows of a process: one mapping a line, the file is the sixth word. */
const MAPS = "/proc/self/maps";

export interface Library {
  readonly from: string;
  /** The name that programs ask for. */
  readonly name: string;
}

export function lackingElsewhere(): Library[] {
  if (!existsSync(MAPS)) return [];
  const files = readFileSync(MAPS, "utf8")
    .split("\n")
    .map((line) => /^(?:\S+\s+){5}(\/.*)$/.exec(line)?.[1] ?? "");
  return [...new Set(files)].map((from) => ({ from, name: basename(from).replace(/(\.so\.\d+).*$/, "$1") })).filter(({ name }) => LACKING.test(name));
}
