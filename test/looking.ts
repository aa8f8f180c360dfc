import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { onPath } from "../src/kustomize/engine.ts";
import type { Engine } from "./engines/engines.ts";
import { scratch } from "./kustomize.ts";

/** A PATH with nothing but an engine, and git. */
export function onPathOf({ kind, path }: Engine): string {
  const bin = scratch();
  symlinkSync(onPath("git", process.env) ?? "/nowhere", join(bin, "git"));
  symlinkSync(path, join(bin, kind));
  return bin;
}
