import { join } from "node:path";
import { parseDocuments } from "../source/document.ts";
import { readSmall, statsOf } from "../source/files.ts";
import { maps, shownName, strings } from "../source/kustomization.ts";
import { InvalidInput, type Problem } from "../source/problem.ts";
import type { Folder } from "./folder.ts";
import type { Lint } from "./site.ts";

/**
 * Files of the specs that are not YAML, or have a key twice. Kustomize says of the one that it cannot parse it, and not where; of the other
 * it drops one half of a patch without a word.
 */
export const misread: Lint = ({ folders, surroundings }) => {
  const { PWD } = surroundings.env;
  const files = [...new Set(folders.flatMap(written))];
  return files.flatMap((file) => problemsOf(file, shownName(file, PWD ?? "/", PWD)));
};

const FILES = ["resources", "generators", "transformers", "patchesStrategicMerge"] as const;
const WITH_PATH = ["patches", "patchesJson6902", "replacements"] as const;

function written({ directory, value }: Folder): string[] {
  const named = [...FILES.flatMap((field) => strings(value[field])), ...WITH_PATH.flatMap((field) => maps(value[field]).map(({ path }) => path))];
  return named
    .filter((entry): entry is string => typeof entry === "string" && !entry.includes("\n"))
    .map((entry) => join(directory, entry))
    .filter((file) => statsOf(file)?.isFile());
}

const TOLD = ["PHX001", "PHX002"];

function problemsOf(file: string, shown: string): Problem[] {
  const bytes = readSmall(file);
  // Of other kinds of objects Kustomize itself is the judge.
  if (!bytes || !/PhoenixRelease|phoenix-release\.dev/.test(bytes.toString("latin1"))) return [];
  try {
    parseDocuments(bytes, shown);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems.filter(({ code }) => TOLD.includes(code));
  }
}
