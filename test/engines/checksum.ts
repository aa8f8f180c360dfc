import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { command } from "./command.ts";
import type { DebianSource, GoSource, NpmSource, Obtainable } from "./table.ts";

/** Throws unless the file is what the table says. */
export async function verify(source: Obtainable, file: string): Promise<void> {
  await (source.from === "go" ? verifyModule(source, file) : verifyBytes(source, file));
}

export async function sha256(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}

async function verifyBytes(source: DebianSource | NpmSource, file: string): Promise<void> {
  const expected = source.sha256[process.arch];
  const actual = await sha256(file);
  if (actual !== expected) throw new Error(`sha256 is ${actual}, not ${expected} as pinned in test/engines/table.ts`);
}

/** The bytes of a build depend on the compiler, so there is no checksum for them; the module that went in has one, and Go writes it into the program. */
async function verifyModule({ module, version, sum }: GoSource, file: string): Promise<void> {
  const built = await command("go", ["version", "-m", file]);
  if (!built.includes(`\tmod\t${module}\tv${version}\t${sum}\n`)) throw new Error(`is not built from ${module}@v${version} ${sum}`);
}
