import { callOf, everyStatement, inside, literal, pairOf, text, whole } from "./elixir/terms.ts";
import type { Elixir } from "./elixir-files.ts";
import { type Fact, likely, type Place, sure } from "./fact.ts";
import type { Library } from "./mixfile.ts";
import { type Configured, configured, listOf, type Setting } from "./settings.ts";
import { variableIn } from "./variables.ts";

// Ecto: which repos there are, what they talk to, and by which variables they are told.

type Database = "Postgres" | "MySQL" | "SQLite" | "SQL Server" | "unknown";

export interface Repos {
  readonly repos: readonly Fact<string>[];
  readonly database: Fact<Database> | undefined;
  readonly urlVariable: Fact<string> | undefined;
  readonly pathVariable: Fact<string> | undefined;
  readonly poolVariable: Fact<string> | undefined;
  readonly pool: Fact<number> | undefined;
  readonly ipv6Variable: Fact<string> | undefined;
  /** socket_options: [:inet6], whatever the environment says. */
  readonly onlyIpv6: Place | undefined;
  /** The address in parts: variables that hold host, user, password and name. */
  readonly parts: readonly { readonly part: string; readonly variable: Fact<string> }[];
  /** More repos whose address has a variable of its own. */
  readonly otherUrls: readonly Fact<string>[];
}

const ADAPTERS: Readonly<Record<string, Database>> = {
  "Ecto.Adapters.Postgres": "Postgres",
  "Ecto.Adapters.MyXQL": "MySQL",
  "Ecto.Adapters.SQLite3": "SQLite",
  "Ecto.Adapters.Tds": "SQL Server",
};
const DRIVERS: Readonly<Record<string, Database>> = { postgrex: "Postgres", myxql: "MySQL", ecto_sqlite3: "SQLite", exqlite: "SQLite", tds: "SQL Server" };

/** No server has as many for one pod. */
const MOST_CONNECTIONS = 100_000;

const isRepo = ({ key }: Setting): boolean => key !== undefined && /Repo$/.test(key);

export function readRepos(elixir: Elixir, settings: readonly Setting[], library: Library): Repos {
  const modules = repoModules(elixir);
  const listed = configured(settings, () => true, "ecto_repos");
  const named = listed.flatMap((setting) => listOf(setting).flatMap((item) => fact(text(item), setting)));
  const repos = unique([...named, ...modules.map(({ repo }) => repo)]);
  if (repos.length === 0) return { repos: [], database: undefined, ...NOTHING };
  const [main] = repos;
  const isConfigured = settings.some(({ key }) => key === main?.value);
  const ofMain = (setting: Setting): boolean => (isConfigured ? setting.key === main?.value : isRepo(setting));
  const values = (key: string): Configured | undefined =>
    configured(settings, ofMain, key).findLast(({ value, names }) => variableIn(value, names) !== undefined);
  const variable = (key: string): Fact<string> | undefined => {
    const setting = values(key);
    const read = setting && variableIn(setting.value, setting.names);
    return setting && read ? sure(read.name, { file: setting.at.file, line: read.line }, `${key}: of ${main?.value}`) : undefined;
  };
  const pool = configured(settings, ofMain, "pool_size").at(-1);
  const read = pool && variableIn(pool.value, pool.names);
  const size = Number(read?.fallback ?? whole(pool?.value));
  const own = modules.find(({ repo }) => repo.value === main?.value) ?? modules[0];
  return {
    repos,
    database: own?.database ?? adapterOf(settings) ?? driver(library),
    urlVariable: variable("url"),
    pathVariable: variable("database") && (own?.database?.value ?? driver(library)?.value) === "SQLite" ? variable("database") : undefined,
    poolVariable: variable("pool_size"),
    pool:
      pool && Number.isInteger(size) && size > 0 && size < MOST_CONNECTIONS
        ? sure(size, pool.at, read ? `where ${read.name} is not set` : "pool_size:")
        : undefined,
    ipv6Variable: variable("socket_options"),
    onlyIpv6: onlyIpv6(configured(settings, ofMain, "socket_options").at(-1)),
    parts: ["hostname", "port", "username", "password", "database"].flatMap((part) => {
      const found = variable(part);
      return found ? [{ part, variable: found }] : [];
    }),
    otherUrls: configured(settings, (setting) => isRepo(setting) && !ofMain(setting), "url").flatMap((setting) => {
      const read = variableIn(setting.value, setting.names);
      return read ? [sure(read.name, { file: setting.at.file, line: read.line }, "url: of another repo")] : [];
    }),
  };
}

const NOTHING = {
  urlVariable: undefined,
  pathVariable: undefined,
  poolVariable: undefined,
  pool: undefined,
  ipv6Variable: undefined,
  onlyIpv6: undefined,
  parts: [],
  otherUrls: [],
};

function onlyIpv6(setting: Configured | undefined): Place | undefined {
  const [first, ...rest] = inside(setting?.value, "[") ?? [];
  return setting && first?.kind === "atom" && first.text === "inet6" && rest.length === 0 ? setting.at : undefined;
}

function fact(name: string | undefined, { at }: Configured): Fact<string>[] {
  // A list that is not closed goes on with what follows.
  return name === undefined || /Endpoint$/.test(name) ? [] : [sure(name, at, "ecto_repos:")];
}

/** use Ecto.Repo, otp_app: :shop, adapter: Ecto.Adapters.Postgres */
function repoModules({ code }: Elixir): { repo: Fact<string>; database: Fact<Database> | undefined }[] {
  return code.flatMap(({ file, nodes }) =>
    everyStatement(nodes).flatMap((statement) => {
      const module = callOf(statement, "defmodule");
      const name = text(module?.args[0]);
      if (!module?.block || name === undefined) return [];
      return everyStatement(module.block).flatMap((line) => {
        const use = callOf(line, "use");
        if (!use || text(use.args[0]) !== "Ecto.Repo") return [];
        const at = { file, line: use.line };
        const adapter = use.args.flatMap((arg) => pairOf(arg, "adapter") ?? [])[0];
        const database = text(adapter?.value);
        return [
          {
            repo: sure(name, at, "use Ecto.Repo"),
            database: adapter && database !== undefined ? sure(ADAPTERS[database] ?? "unknown", { file, line: adapter.line }, database) : undefined,
          },
        ];
      });
    }),
  );
}

function adapterOf(settings: readonly Setting[]): Fact<Database> | undefined {
  const setting = configured(settings, isRepo, "adapter").at(-1);
  const name = setting && literal(setting.value);
  return setting && typeof name === "string" && ADAPTERS[name] ? sure(ADAPTERS[name], setting.at, name) : undefined;
}

function driver(library: Library): Fact<Database> | undefined {
  for (const [name, database] of Object.entries(DRIVERS)) {
    const at = library(name)?.at;
    if (at) return likely(database, at, `${name} is a dependency`);
  }
  return undefined;
}

function unique(facts: readonly Fact<string>[]): Fact<string>[] {
  return facts.filter(({ value }, index) => facts.findIndex((other) => other.value === value) === index);
}
