import packageJson from "../../package.json" with { type: "json" };
import type { Io } from "../io.ts";
import type { Call, Command } from "./command.ts";

export const version: Command = {
  name: "version",
  summary: "Prints the version.",
  operands: "",
  options: {
    format: { value: "FORMAT", choices: ["human", "json"], default: "human", description: "json: for programs, with the Node.js inside and the platform." },
  },
  examples: ["version", "version --format json"],
  run,
};

function run({ options }: Call, io: Io): number {
  const { name, version } = packageJson;
  const { platform, arch, versions } = process;
  const all = { version: 1, program: { name, version, platform, arch }, api: "phoenix-release.dev/v1", node: versions.node };
  io.stdout(options["format"] === "json" ? `${JSON.stringify(all, null, 2)}\n` : `${name} ${version}\n`);
  return 0;
}
