import { callOf, everyStatement, inside, literal, pairOf, pairs } from "./elixir/terms.ts";
import type { Elixir } from "./elixir-files.ts";
import { type Fact, sure } from "./fact.ts";
import type { Files } from "./files.ts";
import type { Library } from "./mixfile.ts";

// Distillery 2.x: rel/config.exs, and variables as ${NAME} in vm.args.

export interface Distillery {
  readonly found: Fact<"distillery"> | undefined;
  readonly release: Fact<string> | undefined;
  readonly migrate: Fact<string> | undefined;
  /** What vm.args takes name and cookie from. */
  readonly nodeVariable: Fact<string> | undefined;
  readonly cookieVariable: Fact<string> | undefined;
}

const VM_ARGS = ["rel/vm.args", "rel/vm.args.eex"];

export function readDistillery({ texts }: Files, { distillery }: Elixir, library: Library): Distillery {
  const dependency = library("distillery");
  const nodes = distillery?.nodes ?? [];
  const file = distillery?.file ?? "rel/config.exs";
  const found = dependency?.at ? sure("distillery" as const, dependency.at, "distillery is a dependency") : undefined;
  if (!found) return { found, release: undefined, migrate: undefined, nodeVariable: undefined, cookieVariable: undefined };
  let release: Fact<string> | undefined;
  let migrate: Fact<string> | undefined;
  for (const statement of everyStatement(nodes)) {
    const call = callOf(statement, "release");
    const name = literal(call?.args[0]);
    if (call && typeof name === "string") release ??= sure(name, { file, line: call.line }, "release in rel/config.exs");
    const set = callOf(statement, "set");
    const commands = set?.args.flatMap((arg) => pairOf(arg, "commands") ?? [])[0];
    const command = pairs(inside(commands?.value, "[") ?? []).find(({ key }) => key === "migrate");
    if (command) migrate = sure("migrate", { file, line: command.line }, "a command in rel/config.exs");
  }
  const flag = (name: string): Fact<string> | undefined => {
    for (const path of VM_ARGS) {
      const lines = (texts.get(path) ?? "").split("\n");
      const index = lines.findIndex((line) => new RegExp(`^\\s*${name}\\s+\\S*\\$\\{(\\w+)\\}`).test(line));
      const variable = /\$\{(\w+)\}/.exec(lines[index] ?? "")?.[1];
      if (variable !== undefined) return sure(variable, { file: path, line: index + 1 }, `${name} in vm.args`);
    }
    return undefined;
  };
  return { found, release, migrate, nodeVariable: flag("-s?name"), cookieVariable: flag("-setcookie") };
}
