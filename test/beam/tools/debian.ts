import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { command } from "../../engines/command.ts";

// Debian's packages without installing them: apt-get reads the machine's own sources into lists of its own, and what it would install is
// unpacked into a directory. So no root is needed and nothing of the system changes.

const CACHE = new URL("../../../.cache/beam", import.meta.url).pathname;

/** Erlang and Elixir as a whole, since half of them here and half there do not find each other. */
const TOGETHER = /^(elixir|erlang-.*)$/;

/**
 * The directory in which the packages are unpacked, with all that this machine lacks for them.
 * @param name of the directory, one for each list of packages
 */
export async function unpacked(packages: readonly string[], name = "debian"): Promise<string> {
  const kept = join(CACHE, `${name}-${await codename()}-${process.arch}`);
  if (await exists(kept)) return kept;
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, "work-"));
  try {
    await unpack(packages, work);
    // Last and at once: another process may be doing the same.
    await rename(join(work, "root"), kept);
  } catch (error) {
    if (!(await exists(kept))) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return kept;
}

async function unpack(packages: readonly string[], work: string): Promise<void> {
  const own = await settings(work);
  await command("apt-get", ["update", ...own], { cwd: work });
  const empty = join(work, "status");
  await writeFile(empty, "");
  const install = ["install", "--simulate", "--no-install-recommends", ...packages, ...own];
  const missing = installed(await command("apt-get", install));
  const all = installed(await command("apt-get", [...install, "-o", `Dir::State::status=${empty}`]));
  const names = [...new Set([...missing, ...all.filter((name) => TOGETHER.test(name))])];
  await command("apt-get", ["download", ...own, ...names], { cwd: work });
  for (const file of await readdir(work)) if (file.endsWith(".deb")) await command("dpkg-deb", ["-x", join(work, file), join(work, "root")]);
}

/** Names of the packages in what a simulation says: "Inst elixir (1.14.0.dfsg-2 Debian:12 [all])". */
const installed = (simulation: string): string[] => [...simulation.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name as string);

async function settings(work: string): Promise<string[]> {
  const lists = join(work, "lists");
  const cache = join(work, "cache");
  await Promise.all([mkdir(join(lists, "partial"), { recursive: true }), mkdir(join(cache, "archives/partial"), { recursive: true })]);
  return [`Dir::State::lists=${lists}`, `Dir::Cache=${cache}`, "APT::Sandbox::User=", "Debug::NoLocking=true"].flatMap((setting) => ["-o", setting]);
}

/** "bookworm" */
export async function codename(): Promise<string> {
  const name = /^VERSION_CODENAME=(\w+)$/m.exec(await readFile("/etc/os-release", "utf8").catch(() => ""))?.[1];
  if (name === undefined) throw new Error("this is no Debian");
  return name;
}

const exists = (directory: string): Promise<boolean> =>
  readdir(directory).then(
    () => true,
    () => false,
  );
