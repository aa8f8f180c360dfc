import { join } from "node:path";
import { command, findOnPath } from "./command.ts";
import type { GoSource } from "./table.ts";

/** Builds the program in the directory `work` and gives its path. */
export async function fromGo({ program, module, version }: GoSource, work: string): Promise<string> {
  const env = { GOBIN: work, GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local", CGO_ENABLED: "0" };
  await command(findOnPath("go"), ["install", `${module}@v${version}`], { cwd: work, env });
  return join(work, program);
}
