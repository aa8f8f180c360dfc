import type { Command } from "./command.ts";

/** What the program can do, for people. */
export function help(program: string, commands: readonly Command[]): string {
  const rows = [
    [`${program} FILE`, "Prints the resources for the spec in FILE."],
    ...commands.map(({ name, summary }) => [`${program} ${name}`, summary]),
    [`${program} help [COMMAND]`, "Prints this text, or what a command takes."],
  ];
  const width = Math.max(...rows.map(([call = ""]) => call.length));
  return `Turns a PhoenixRelease spec into every Kubernetes resource that an Elixir/Phoenix release needs.

Usage:
${rows.map(([call = "", summary]) => `  ${call.padEnd(width)}  ${summary}`).join("\n")}

Kustomize runs it by itself:
  kustomize build --enable-alpha-plugins DIR                  as a classic exec plugin or in a container
  kustomize build --enable-alpha-plugins --enable-exec DIR    as a KRM exec function; without --enable-exec
                                                              kustomize prints nothing and exits 0

Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 3 a fault of this program.
`;
}
