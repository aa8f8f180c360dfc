import packageJson from "../../package.json" with { type: "json" };
import type { Command } from "./command.ts";

export const version: Command = {
  name: "version",
  summary: "Prints the version.",
  operands: "",
  options: {},
  examples: [],
  run: (_, io) => {
    io.stdout(`${packageJson.name} ${packageJson.version}\n`);
    return 0;
  },
};
