import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { command, findOnPath } from "./command.ts";
import type { DebianSource } from "./table.ts";

// apt-get with lists and cache of its own, so that nothing of the system's changes and no root is needed. A package of a later release of Debian
// runs on an earlier one: these programs want nothing but libc6 >= 2.34.

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Extracts the program below the directory `work` and gives its path. */
export async function fromDebian({ program, package: name, suite }: DebianSource, work: string): Promise<string> {
  findOnPath("apt-get");
  const failures: string[] = [];
  for (const mirror of await mirrors()) {
    try {
      await download(name, `deb [lang=none target=Packages signed-by=${KEYRING}] ${mirror} ${suite} main\n`, work);
      const archive = (await readdir(work)).find((file) => file.endsWith(".deb"));
      await command("dpkg-deb", ["-x", join(work, archive ?? name), work]);
      return join(work, "usr/bin", program);
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  throw new Error(failures.join("; ") || "apt has no mirror configured");
}

/** All that apt is configured with, whether or not it has read them yet: the one that lacks the suite says so at once. */
async function mirrors(): Promise<string[]> {
  const uris = await command("apt-get", ["indextargets", "--no-release-info", "--format", "$(REPO_URI)", "Created-By: Packages"]);
  return [...new Set(uris.split("\n").filter(Boolean))];
}

async function download(name: string, sourceList: string, work: string): Promise<void> {
  const list = join(work, "sources.list");
  const lists = join(work, "lists");
  const cache = join(work, "cache");
  await Promise.all([
    mkdir(join(lists, "partial"), { recursive: true }),
    mkdir(join(cache, "archives/partial"), { recursive: true }),
    writeFile(list, sourceList),
  ]);
  const settings = [
    `Dir::Etc::sourcelist=${list}`,
    "Dir::Etc::sourceparts=/dev/null",
    "Dir::Etc::preferencesparts=/dev/null",
    `Dir::State::lists=${lists}`,
    `Dir::Cache=${cache}`,
    "APT::Sandbox::User=",
  ].flatMap((setting) => ["-o", setting]);
  await command("apt-get", ["update", ...settings], { cwd: work });
  await command("apt-get", ["download", ...settings, name], { cwd: work });
}
