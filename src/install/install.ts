import { createHash } from "node:crypto";
import { closeSync, lstatSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { isFault, start } from "../kustomize/program-file.ts";
import { copyWhole } from "../output/files.ts";

/** What stood there before. */
export type Before = "nothing" | "the same" | "another build" | "something else" | { readonly version: string };

interface Program {
  readonly self: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Copies this program to a place, whole or not at all; who runs the old one meanwhile keeps it.
 * @throws of the file system
 */
export function install({ self, name, version }: Program, file: string): Before {
  const before = look({ self, name, version }, file);
  if (before !== "the same") copyWhole(self, file, 0o755);
  return before;
}

function look({ self, name, version }: Program, file: string): Before {
  if (!lstatSync(file, { throwIfNoEntry: false })) return "nothing";
  if (isSame(self, file)) return "the same";
  const outcome = start(file, ["version"], {});
  const said = isFault(outcome) ? undefined : new RegExp(`^${name} (\\S+)$`, "m").exec(outcome.said)?.[1];
  if (said === undefined) return "something else";
  return said === version ? "another build" : { version: said };
}

function isSame(self: string, file: string): boolean {
  const [ours, theirs] = [statSync(self), statSync(file, { throwIfNoEntry: false })];
  if (!theirs?.isFile() || ours.size !== theirs.size) return false;
  if (realpathSync(self) === realpathSync(file)) return true;
  // Rights belong to it: one that may not be executed is put there anew.
  return (theirs.mode & 0o111) === 0o111 && digest(self) === digest(file);
}

/** Bytes that are read at once. */
const CHUNK = 1 << 20;

function digest(path: string): string {
  const hash = createHash("sha256");
  const chunk = Buffer.allocUnsafe(CHUNK);
  const file = openSync(path, "r");
  try {
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) hash.update(chunk.subarray(0, length));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}
