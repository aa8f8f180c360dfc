import { callOf, everyStatement, inside, literal, pairs, whole } from "./elixir/terms.ts";
import type { Elixir } from "./elixir-files.ts";
import { type Fact, seconds, sure } from "./fact.ts";
import type { Library } from "./mixfile.ts";
import { configured, namesOf, resolved, type Setting } from "./settings.ts";
import { variableIn } from "./variables.ts";

// Oban: jobs that end with the release.

export interface Jobs {
  readonly oban: Fact<string> | undefined;
  /** Names, with how many jobs run at once. */
  readonly queues: Fact<string> | undefined;
  /** Seconds. */
  readonly grace: Fact<number> | undefined;
  /** A variable that switches the queues off, so that a process of their own can have them. */
  readonly switch: Fact<string> | undefined;
}

const isOban = ({ key, app }: Setting): boolean => key === "Oban" || app === "oban" || /(^|\.)Oban$/.test(key ?? "");

export function readJobs(elixir: Elixir, settings: readonly Setting[], library: Library): Jobs {
  const oban = library("oban");
  if (!oban) return { oban: undefined, queues: undefined, grace: undefined, switch: undefined };
  const grace = configured(settings, isOban, "shutdown_grace_period").at(-1);
  const time = seconds(whole(grace?.value));
  return {
    oban,
    queues: queues(settings),
    grace: grace && time !== undefined ? sure(time, grace.at, "shutdown_grace_period of Oban") : undefined,
    switch: switched(elixir),
  };
}

function queues(settings: readonly Setting[]): Fact<string> | undefined {
  for (const { value, at, names } of configured(settings, isOban, "queues").reverse()) {
    const list = inside(resolved(value, names), "[");
    const found = pairs(list ?? []).map((pair) => {
      const limit = literal(pair.value) ?? literal(pairs(inside(pair.value, "[") ?? []).find(({ key }) => key === "limit")?.value);
      return typeof limit === "number" ? `${pair.key} ${limit}` : pair.key;
    });
    if (found.length > 0) return sure(found.join(", "), at, "queues of Oban");
  }
  return undefined;
}

/** if System.get_env("ROLE") == "web" do config :shop, Oban, queues: false end */
function switched({ config }: Elixir): Fact<string> | undefined {
  for (const source of config.filter(({ when }) => when === "runtime")) {
    const names = namesOf(source);
    for (const statement of everyStatement(source.nodes)) {
      const call = callOf(statement, "if") ?? callOf(statement, "unless") ?? callOf(statement, "case");
      const read = variableIn(call?.args.flat() ?? [], names);
      if (!call?.block || !read) continue;
      const decides = everyStatement(call.block).some((line) =>
        callOf(line, "config")?.args.some(([node]) => node?.kind === "alias" && /(^|\.)Oban$/.test(node.text)),
      );
      if (decides) return sure(read.name, { file: source.file, line: read.line }, "decides what Oban does");
    }
  }
  return undefined;
}
