import { closeSync, lstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Note } from "./fact.ts";

// A project may hold anything: files without an end, binaries, links in circles. Each is a note, none a crash.

export interface Files {
  /** Path below the project -> text, in the order of paths. */
  readonly texts: ReadonlyMap<string, string>;
  /** Directories of the applications of an umbrella. */
  readonly apps: readonly string[];
  readonly notes: readonly Note[];
}

/** Bytes. The largest mix.lock that we know has a tenth of it. */
const LARGEST = 1 << 20;
/** Files of code. */
const MOST = 5000;
const DEEPEST = 12;
const SKIPPED = ["_build", "deps", "node_modules", ".git", ".elixir_ls", "cover", "doc", "test"];

/** Everything in a project that says something about its release. */
export function readFiles(root: string): Files {
  const texts = new Map<string, string>();
  const notes: Note[] = [];
  const add = (path: string): void => {
    const read = readText(join(root, path));
    if (typeof read === "string") texts.set(path, read);
    else if (read) notes.push({ at: { file: path, line: 1 }, message: read.message });
  };
  for (const path of ["mix.exs", "mix.lock", ".tool-versions", "mise.toml", "Dockerfile", "Containerfile", "docker/Dockerfile"]) add(path);
  for (const path of below(root, "config", notes).filter((path) => path.endsWith(".exs"))) add(path);
  for (const path of below(root, "rel", notes)) add(path);
  const appsPath = appsPathIn(texts.get("mix.exs") ?? "");
  const apps = names(join(root, appsPath)).map((name) => `${appsPath}/${name}`);
  for (const app of apps) {
    add(`${app}/mix.exs`);
    for (const path of below(root, `${app}/config`, notes).filter((path) => path.endsWith(".exs"))) add(path);
  }
  const code = ["lib", ...apps.map((app) => `${app}/lib`)].flatMap((directory) => below(root, directory, notes).filter((path) => path.endsWith(".ex")));
  for (const path of code.slice(0, MOST)) add(path);
  if (code.length > MOST) notes.push({ message: `of ${code.length} files of code the first ${MOST} were read` });
  return { texts, apps, notes };
}

/** apps_path: "apps", or what it is elsewhere; never out of the project. */
function appsPathIn(mixfile: string): string {
  const [, path = "apps"] = /^[^#\n]*\bapps_path:\s*"([\w-]+(?:\/[\w-]+)*)\/?"/m.exec(mixfile) ?? [];
  return path;
}

/** Names in a directory in an order that no file system decides; none where it is no directory. */
function names(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

/** Files below a directory of the project. Links to directories are not followed: they may lead in a circle, or out of the project. */
function below(root: string, directory: string, notes: Note[], depth = 0): string[] {
  if (depth > DEEPEST) {
    notes.push({ at: { file: directory, line: 1 }, message: `directories deeper than ${DEEPEST} levels are not read` });
    return [];
  }
  return names(join(root, directory)).flatMap((name) => {
    const path = `${directory}/${name}`;
    const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (stats?.isDirectory()) return SKIPPED.includes(name) ? [] : below(root, path, notes, depth + 1);
    return [path];
  });
}

/** The text of a file; undefined where there is none; what is wrong with it otherwise. */
function readText(path: string): string | { readonly message: string } | undefined {
  let size: number;
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { message: "a directory where a file is expected: not read" };
    if (!stats.isFile()) return { message: "no regular file: not read" };
    size = stats.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    return { message: code === "ELOOP" ? "a link that leads in a circle: not read" : `it cannot be read (${code})` };
  }
  if (size > LARGEST) return { message: `${size} bytes are more than a source file has: not read` };
  const bytes = Buffer.alloc(size);
  try {
    const file = openSync(path, "r");
    try {
      readSync(file, bytes);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { message: `it cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
  if (bytes.includes(0)) return { message: "it is binary: not read" };
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}
