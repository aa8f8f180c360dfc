import { callOf, everyStatement, text } from "./elixir/terms.ts";
import type { Elixir } from "./elixir-files.ts";
import { type Fact, isPort, likely, type Note, problem, sure } from "./fact.ts";
import type { Files } from "./files.ts";

// rel/: what runs before the VM, the VM's flags, and scripts beside the release's own.

export interface Scripts {
  readonly server: Fact<string> | undefined;
  readonly migrate: Fact<string> | undefined;
  /** Shop.Release.migrate(), where a module has it. */
  readonly migrateFunction: Fact<string> | undefined;
  /** rel/env.sh.eex names the node by itself. */
  readonly node: Fact<string> | undefined;
  readonly distribution: Fact<string> | undefined;
  /** The variable that rel/env.sh.eex takes the cookie from. */
  readonly cookieVariable: Fact<string> | undefined;
  /** The one port of -erl_epmd_port: nodes without epmd. */
  readonly epmdLessPort: Fact<number> | undefined;
  readonly notes: readonly Note[];
}

const ENV = ["rel/env.sh.eex", "rel/env.sh"];
const VM_ARGS = ["rel/vm.args.eex", "rel/vm.args"];

export function readScripts({ texts }: Files, elixir: Elixir): Scripts {
  const overlay = (name: string): Fact<string> | undefined => {
    const file = [...texts.keys()].find((path) => new RegExp(`^rel/overlays(/[^/]+)?/bin/${name}$`).test(path));
    return file === undefined ? undefined : sure(`bin/${name}`, { file, line: 1 }, "an overlay of the release");
  };
  const env = ENV.filter((file) => texts.has(file)).flatMap((file) => exports(texts.get(file) as string, file));
  const last = (name: string): Fact<string> | undefined => env.findLast((one) => one.name === name && !isOpen(one.fact.value, name))?.fact;
  const vm = VM_ARGS.filter((file) => texts.has(file)).flatMap((file) => flags(texts.get(file) as string, file));
  const flag = (name: string): Fact<string> | undefined => vm.findLast((one) => one.name === name)?.fact;
  const port = flag("-erl_epmd_port");
  const node = last("RELEASE_NODE");
  const distribution = last("RELEASE_DISTRIBUTION");
  const cookie = last("RELEASE_COOKIE");
  const whole = Number(port?.value);
  return {
    server: overlay("server"),
    migrate: overlay("migrate"),
    migrateFunction: migrateFunction(elixir),
    node,
    distribution,
    cookieVariable: renamedIn(cookie),
    epmdLessPort: port && isPort(whole) ? { ...port, value: whole } : undefined,
    notes: [...envTroubles(env, last, texts), ...flagTroubles(flag)],
  };
}

type Named = (name: string) => Fact<string> | undefined;

const SIX = "distribution over IPv6 alone (inet6_tcp): on an IPv4 cluster no node is found";
const NOT_SIX = "delete the line, or set cluster.ipFamily to IPv6";
const FLAGS = ["ELIXIR_ERL_OPTIONS", "ERL_AFLAGS", "ERL_FLAGS", "ERL_ZFLAGS"];

/** rel/env.sh.eex runs after the pod's variables, and wins. */
function envTroubles(env: readonly Exported[], last: Named, texts: Files["texts"]): Note[] {
  const [node, cookie] = [last("RELEASE_NODE"), last("RELEASE_COOKIE")];
  const isFlys = node && /FLY_|fly-/.test(node.value + (texts.get(node.at?.file ?? "") ?? ""));
  const six = env.find(({ name, fact }) => FLAGS.includes(name) && fact.value.includes("inet6_tcp"));
  const flys = "names the node as Fly.io does, and runs after the pod's variables: the nodes would not find each other";
  const open = "sets the cookie to a text in the repository: whoever reads it can run code in the nodes";
  return [
    ...(isFlys ? [problem(node.at, flys, "delete these lines; RELEASE_NODE comes from the pod")] : []),
    ...(cookie && !cookie.value.includes("$") ? [problem(cookie.at, open, "delete the line; RELEASE_COOKIE comes from the Secret")] : []),
    ...(six ? [problem(six.fact.at, SIX, NOT_SIX)] : []),
  ];
}

function flagTroubles(flag: Named): Note[] {
  const literal = (name: string): Fact<string>[] => {
    const found = flag(name);
    // ${NAME} and <%= @release.name %> are filled in.
    return found && found.value !== "" && !/[$<]/.test(found.value) ? [found] : [];
  };
  return [
    ...["-name", "-sname"].flatMap((name) =>
      literal(name).map(({ at, value }) =>
        problem(at, `${name} ${value} is one name for all pods`, "delete the line; the release is told its name by RELEASE_NODE"),
      ),
    ),
    ...literal("-setcookie").map(({ at }) => problem(at, "-setcookie is a secret in the repository", "delete the line; RELEASE_COOKIE comes from the Secret")),
    ...literal("-proto_dist").flatMap(({ at, value }) => (value === "inet6_tcp" ? [problem(at, SIX, NOT_SIX)] : [])),
  ];
}

/** export RELEASE_COOKIE="$COOKIE" */
function renamedIn(fact: Fact<string> | undefined): Fact<string> | undefined {
  const variable = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(fact?.value ?? "")?.[1];
  return fact && variable !== undefined ? { ...fact, value: variable } : undefined;
}

/** ${RELEASE_NODE:-…} lets the pod's value win. */
const isOpen = (value: string, name: string): boolean => new RegExp(`\\$\\{${name}(:?-|:?=|\\})`).test(value) || value === `$${name}`;

/** A variable that a script sets. */
interface Exported {
  readonly name: string;
  readonly fact: Fact<string>;
}

function exports(script: string, file: string): Exported[] {
  return script.split("\n").flatMap((raw, index) => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Z_][A-Z0-9_]*)=(.*)$/.exec(raw) ?? [];
    if (name === undefined) return [];
    const unquoted = (value as string).trim().replace(/^(["'])(.*)\1.*$/, "$2");
    return [{ name, fact: sure(unquoted, { file, line: index + 1 }, `${name} is set by ${file}, after the pod's variables`) }];
  });
}

function flags(text: string, file: string): { name: string; fact: Fact<string> }[] {
  return text.split("\n").flatMap((raw, index) => {
    const line = raw.replace(/##?.*$/, "").trim();
    return [...line.matchAll(/(?:^|\s)([-+][a-z_]\w*)(?:\s+([^\s]+))?/g)].map(([, name = "", value = ""]) => ({
      name,
      fact: sure(value, { file, line: index + 1 }, "a flag of the VM"),
    }));
  });
}

/** def migrate in a module called Release or ReleaseTasks. */
function migrateFunction({ code }: Elixir): Fact<string> | undefined {
  for (const { file, nodes } of code) {
    for (const statement of everyStatement(nodes)) {
      const module = callOf(statement, "defmodule");
      const name = text(module?.args[0]);
      if (!module?.block || name === undefined || !/(^|\.)(Release\w*|ReleaseTasks|Tasks\.Release|Migrator)$/.test(name)) continue;
      for (const line of everyStatement(module.block)) {
        const [word] = callOf(line, "def")?.args[0] ?? [];
        if (word?.kind === "name" && word.text === "migrate") return likely(`${name}.migrate()`, { file, line: word.line }, `def migrate in ${name}`);
      }
    }
  }
  return undefined;
}
