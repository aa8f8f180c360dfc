import { wrapped } from "../source/wrap.ts";
import type { Command } from "./command.ts";
import type { Topic } from "./topics.ts";
import { rows } from "./usage.ts";

/** What the program can do, for people. */
export function help(program: string, commands: readonly Command[], topics: readonly Topic[], width: number): string {
  const calls: (readonly [string, string])[] = [
    [`${program} FILE`, "Prints the resources for the spec in FILE."],
    ...commands.map(({ name, summary }) => [`${program} ${name}`, summary] as const),
    [`${program} help [COMMAND]`, "Prints this text, or what a command takes."],
  ];
  return `${wrapped("Turns a PhoenixRelease spec into every Kubernetes resource that an Elixir/Phoenix release needs.", 0, width)}

Usage:
${rows(calls, width).join("\n")}

Kustomize runs it by itself:
${rows(ways, width).join("\n")}

More:
${rows(
  topics.map(({ name, summary }) => [`${program} help ${name}`, summary] as const),
  width,
).join("\n")}

${wrapped("Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 3 a fault of this program.", 0, width)}
`;
}

const ways: readonly (readonly [string, string])[] = [
  ["kustomize build --enable-alpha-plugins DIR", "as a classic exec plugin or in a container"],
  ["kustomize build --enable-alpha-plugins --enable-exec DIR", "as a KRM exec function; without --enable-exec kustomize prints nothing and exits 0"],
];

export const topicHelp = ({ summary, rows: lines }: Topic, width: number): string => `${wrapped(summary, 0, width)}\n\n${rows(lines, width).join("\n")}\n`;
