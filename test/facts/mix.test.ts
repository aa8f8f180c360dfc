// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells, Dockerfiles and Distillery have ${…} too
import { describe, expect, test } from "vitest";
import { lex } from "../../src/mix/elixir/lexer.ts";
import { production } from "../../src/mix/elixir/production.ts";
import { statements, whole } from "../../src/mix/elixir/terms.ts";
import { type Node, parse } from "../../src/mix/elixir/tree.ts";
import { type Fact, placeText } from "../../src/mix/fact.ts";
import { type Project, readProject } from "../../src/mix/project.ts";
import { scratch, write } from "../kustomize.ts";

// What a project says, concern by concern: each fact with its value and its line.

const words = (text: string): string[] => lex(text).tokens.map(({ kind, text }) => (kind === "newline" ? "↵" : `${kind} ${text}`));

describe("Elixir text into tokens", () => {
  test.each([
    ['a: "b" # c: "d"', ["key a", "string b"]],
    ["x ? a :b", ["name x", "operator ?", "name a", "atom b"]],
    ["Foo.Bar.baz(:ok)", ["alias Foo.Bar", "operator .", "name baz", "open (", "atom ok", "close )"]],
    ['"a #{b("}")} c"', ["string a  c"]],
    ['"\\"#{x}\\\\"', ['string "\\']],
    ['"quoted key": 1', ["key quoted key", "number 1"]],
    [':"an atom"', ["atom an atom"]],
    ["?# + ?\\\\ + ?a", ["number ?#", "operator +", "number ?\\\\", "operator +", "number ?a"]],
    ["~w(a b)a ~s|#| ~S(#{x}) ~r/\\//", ["sigil a b", "sigil #", "sigil #{x}", "sigil /"]],
    ['"""\nsays "hi" # no comment\n"""', ['string \nsays "hi" # no comment\n']],
    ["'''\na\n'''", ["string \na\n"]],
    ["1_000 0x1F 1.5e3", ["number 1000", "number 0x1F", "number 1.5e3"]],
    ["a::b, %{c => d}", ["name a", "operator ::", "name b", "operator ,", "operator %", "open {", "name c", "operator =>", "name d", "close }"]],
    ["done? and go!", ["name done?", "name and", "name go!"]],
    ["größe: ñ", ["key größe", "name ñ"]],
    ["a\r\nb", ["name a", "↵", "name b"]],
  ])("%j", (text, tokens) => expect(words(text)).toEqual(tokens));

  test("lines count through texts of many lines", () => {
    const { tokens } = lex('"""\na\n"""\n"b\nc"\nd');
    expect(tokens.filter(({ kind }) => kind !== "newline").map(({ line }) => line)).toEqual([1, 4, 6]);
  });

  test("what is never closed is said, and what comes before counts", () => {
    const { nodes, oddities } = parse('a: [1, (2\nb: "c');
    expect(nodes[0]).toMatchObject({ kind: "key", text: "a" });
    expect(oddities.map(({ line }) => line)).toEqual([2, 1, 1]);
  });

  test("do and end are words only where they stand alone", () => {
    const { nodes, oddities } = parse("x.do(); :end; [do: 1, end: 2]; fn -> :a end");
    expect(oddities).toEqual([]);
    expect(nodes.filter(({ kind }) => kind === "group").map(({ text }) => text)).toEqual(["(", "[", "fn"]);
  });
});

describe("lines", () => {
  const plain = (nodes: readonly Node[]): string => nodes.map((node) => ("items" in node ? node.text : node.text)).join(" ");
  test.each([
    ["a = 1\nb = 2", 2],
    ["a =\n  1 ||\n  2", 1],
    ["a\n|> b\n|> c", 1],
    ["a; b", 2],
    ["f a,\n  b: 1", 1],
    ["a\n\n\nb", 2],
  ])("%j", (text, count) => expect(statements(parse(text).nodes)).toHaveLength(count));

  test.each([
    ["60_000", 60_000],
    ["60 * 1000", 60_000],
    [":timer.seconds(45)", 45_000],
    [":timer.minutes(2)", 120_000],
    ["to_timeout(second: 30)", 30_000],
    ["System.get_env(1)", undefined],
    ["1.5", undefined],
  ])("%s is %s ms", (text, milliseconds) => expect(whole(parse(text).nodes)).toBe(milliseconds));

  test.each([
    ["if config_env() == :prod do a else b end", ["a"]],
    ["if config_env() != :prod do a else b end", ["b"]],
    ["unless config_env() == :test do a end", ["a"]],
    ["unless Mix.env() == :prod do a else b end", ["b"]],
    ["if config_env() in [:prod, :staging] do a end", ["a"]],
    ["if config_env() in ~w(dev test)a do a else b end", ["b"]],
    ["if Mix.env() == :dev, do: a, else: b", ["b"]],
    ["case config_env() do\n :test -> a\n :prod -> b\n _ -> c\nend", ["b"]],
    ["case Mix.env() do\n :test -> a\n _ -> c\nend", ["c"]],
    ["if other do a else b end", ["a?", "b?"]],
    ["if config_env() == :prod && other do a end", ["a?"]],
    ["if other do\n if config_env() == :prod do a else b end\nend", ["a?"]],
    ["cond do\n x -> a\n true -> b\nend", ["a?", "b?"]],
  ])("%j: what runs in production", (text, expected) => {
    const lines = production(parse(text).nodes).map(({ statement, isConditional }) => `${plain(statement)}${isConditional ? "?" : ""}`);
    expect(lines.filter((line) => /^[abc]\??$/.test(line))).toEqual(expected);
  });
});

/** A project of these files; a mix.exs is there in any case. */
function read(files: Readonly<Record<string, string>>): Project {
  const directory = scratch();
  write(directory, "mix.exs", 'defmodule A.MixProject do\n  def project, do: [app: :a, version: "1.0.0", deps: deps()]\n  defp deps, do: []\nend\n');
  for (const [path, text] of Object.entries(files)) write(directory, path, text);
  return readProject(directory) as Project;
}

const withDeps = (...deps: readonly string[]): Record<string, string> => ({
  "mix.exs": `defmodule A.MixProject do\n  def project, do: [app: :a, version: "1.0.0", deps: deps()]\n  defp deps, do: [${deps.map((name) => `{:${name}, "~> 1.7"}`).join(", ")}]\nend\n`,
});

/** value file:line certainty */
const short = (fact: Fact<unknown> | undefined): string | undefined =>
  fact && [JSON.stringify(fact.value).replaceAll('"', ""), fact.at ? placeText(fact.at) : "-", fact.certainty].join(" ");

const mixExs = (project: string, rest = ""): Record<string, string> => ({
  "mix.exs": `defmodule A.MixProject do\n  def project do\n    [${project}]\n  end\n${rest}\nend\n`,
});

describe("names", () => {
  test.each([
    ["app: :shop", "shop mix.exs:3 sure", "shop mix.exs:3 sure"],
    ["app: :shop, releases: [store: []]", "shop mix.exs:3 sure", "store mix.exs:3 sure"],
    ["app: :shop, releases: [{:store, [include_executables_for: [:unix]]}]", "shop mix.exs:3 sure", "store mix.exs:3 sure"],
    ["# app: :old\n app: :shop", "shop mix.exs:4 sure", "shop mix.exs:4 sure"],
    ["app: @app", "shop mix.exs:3 sure", "shop mix.exs:3 sure"],
    ["app: :Shop", "Shop mix.exs:3 sure", "Shop mix.exs:3 sure"],
  ])("%s", (project, app, release) => {
    const { names } = read(mixExs(project, "  @app :shop"));
    expect([short(names.app), short(names.release)]).toEqual([app, release]);
  });

  test("releases from a function", () => {
    const { names } = read(
      mixExs("app: :shop, releases: releases()", "  defp releases do\n    [\n      store: [applications: [shop: :permanent]]\n    ]\n  end"),
    );
    expect(short(names.release)).toBe("store mix.exs:7 sure");
  });

  test("an umbrella without releases has a guess, and a note that says what to add", () => {
    const { names, notes } = read({
      ...mixExs('apps_path: "apps"'),
      "apps/shop/mix.exs": "defmodule S.MixProject do\n  def project, do: [app: :shop]\nend\n",
      "apps/shop_web/mix.exs": "defmodule W.MixProject do\n  def project, do: [app: :shop_web]\nend\n",
      "apps/shop_web/lib/endpoint.ex": "defmodule W.Endpoint do\n  use Phoenix.Endpoint, otp_app: :shop_web\nend\n",
    });
    expect(short(names.app)).toBe("shop apps/shop_web/mix.exs:2 likely");
    expect(short(names.release)).toBe("shop - guess");
    expect(notes.map(({ help }) => help)).toContain("add releases: [shop: [applications: [shop: :permanent, shop_web: :permanent]]] to project/0");
  });

  test("of several endpoints that of the _web application counts", () => {
    const child = (name: string): Record<string, string> => ({
      [`apps/${name}/mix.exs`]: `defmodule S.MixProject do\n  def project, do: [app: :${name}]\nend\n`,
      [`apps/${name}/lib/endpoint.ex`]: `defmodule ${name === "shop_web" ? "Shop" : "Admin"}.Endpoint do\n  use Phoenix.Endpoint, otp_app: :${name}\nend\n`,
    });
    const { names, web } = read({
      ...mixExs('apps_path: "apps", releases: [all: [applications: [admin: :permanent, shop_web: :permanent]]]'),
      ...child("admin"),
      ...child("shop_web"),
      "config/runtime.exs": "config :shop_web, Shop.Endpoint, http: [port: 4000]\nconfig :admin, Admin.Endpoint, http: [port: 4001]\n",
    });
    expect([short(names.app), short(web.endpoint), short(web.port)]).toEqual([
      "all mix.exs:3 sure",
      "Shop.Endpoint apps/shop_web/lib/endpoint.ex:2 sure",
      "4000 config/runtime.exs:1 sure",
    ]);
    expect(web.others.map(({ app, port }) => `${app} ${short(port)}`)).toEqual(["admin 4001 config/runtime.exs:2 sure"]);
  });

  describe("two releases with an endpoint each", () => {
    const child = (path: string, name: string, deps = ""): Record<string, string> => ({
      [`${path}/${name}/mix.exs`]: `defmodule S.MixProject do\n  def project, do: [app: :${name}, deps: [${deps}]]\nend\n`,
    });
    const endpoint = (app: string, module: string, port: string) =>
      `config :${app}, ${module}.Endpoint, http: [port: String.to_integer(System.get_env("${port}_PORT") || "4000")]\n`;
    const umbrella = (options: string, files: Record<string, string> = {}, path = "apps"): Project =>
      read({
        ...mixExs(
          `apps_path: "${path}", ${options} releases: [\n shop: [applications: [shop_web: :permanent]],\n back: [applications: [admin_web: :permanent]]\n ]`,
        ),
        ...child(path, "core"),
        ...child(path, "admin_web", "{:core, in_umbrella: true}"),
        ...child(path, "shop_web", "{:core, in_umbrella: true}"),
        [`${path}/admin_web/lib/r.ex`]: 'defmodule R do\n  use AWeb, :router\n  get "/healthz", H, :show\nend\n',
        [`${path}/core/lib/repo.ex`]: "defmodule Core.Repo do\n  use Ecto.Repo, otp_app: :core\nend\n",
        "config/runtime.exs": endpoint("shop_web", "ShopWeb", "SHOP") + endpoint("admin_web", "AdminWeb", "ADMIN"),
        ...files,
      });
    const told = ({ names, web, health, repos }: Project) => [
      short(names.app),
      short(names.release),
      short(web.portVariable),
      short(health.path),
      names.others.map(({ release, isHeld }) => `${release.value} ${isHeld}`).join(),
      repos.repos.length,
    ];
    const healthy = (path = "apps") => `/healthz ${path}/admin_web/lib/r.ex:3 likely`;
    const SHOP = ["shop mix.exs:4 likely", "shop mix.exs:4 sure", "SHOP_PORT config/runtime.exs:1 sure", undefined, "back false", 1];
    const BACK = ["back mix.exs:5 likely", "back mix.exs:5 sure", "ADMIN_PORT config/runtime.exs:2 sure", healthy(), "shop false", 1];
    test("default_release", () => {
      expect(told(umbrella("default_release: :shop,"))).toEqual(SHOP);
      expect(told(umbrella("default_release: :back,"))).toEqual(BACK);
    });
    test("the image counts before it", () => {
      expect(told(umbrella("default_release: :shop,", { Dockerfile: "FROM a\nCOPY --from=b /x/rel/back /srv\n" }))).toEqual(BACK);
      expect(told(umbrella("", { Dockerfile: 'FROM a\nCOPY --from=b /x/rel/ /srv\nCMD ["/srv/back/bin/back", "start"]\n' }))).toEqual(
        BACK.with(4, "shop true"),
      );
    });
    test("nothing says which", () => {
      const [, release, port] = told(umbrella(""));
      expect([release, port]).toEqual(["back mix.exs:5 likely", "ADMIN_PORT config/runtime.exs:2 sure"]);
    });
    test("in a directory that is not called apps", () => {
      expect(told(umbrella("default_release: :back,", {}, "services"))).toEqual(BACK.with(3, healthy("services")));
    });
  });

  test("one application of an umbrella", () => {
    const { notes } = read(mixExs('app: :shop_web, build_path: "../../_build"'));
    expect(notes.map(({ help }) => help)).toContain("run init on ../..");
  });

  test("only for Windows", () => {
    const { notes } = read(mixExs("app: :a, releases: [a: [include_executables_for: [:windows]]]"));
    expect(notes.map(({ message }) => message)).toContain("the release a is made without scripts for unix: there is no bin/a to start");
  });
});

describe("versions", () => {
  const lock = '%{\n  "phoenix": {:hex, :phoenix, "1.7.14", "0", [:mix], [], "hexpm", "0"},\n}\n';
  test("of libraries: the lock's, else what is asked for; not what is for dev or test", () => {
    expect(short(read({ ...withDeps("phoenix"), "mix.lock": lock }).web.phoenix)).toBe("1.7.14 mix.exs:3 sure");
    expect(short(read(withDeps("phoenix")).web.phoenix)).toBe("1.7 mix.exs:3 likely");
    const dev = mixExs("app: :a, deps: deps()", '  defp deps, do: [{:oban, "~> 2.0", only: [:dev, :test]}, {:phoenix, "~> 1.7", only: [:prod]}]');
    expect(read(dev).jobs.oban).toBeUndefined();
    expect(short(read(dev).web.phoenix)).toBe("1.7 mix.exs:5 likely");
  });
  test("of the toolchain: the image before the developers", () => {
    const tools = { ".tool-versions": "erlang 26.2.1\nelixir 1.16.0-otp-26\n" };
    expect(read(tools).toolchain).toMatchObject({ elixir: { value: "1.16.0", at: { line: 2 } }, otp: { value: "26.2.1", at: { line: 1 } } });
    const image = { ...tools, Dockerfile: "ARG ELIXIR_VERSION=1.17.2\nFROM hexpm/elixir:${ELIXIR_VERSION}-erlang-27.0-alpine-3.20\n" };
    expect(short(read(image).toolchain.elixir)).toBe("1.17.2 Dockerfile:1 sure");
    expect(short(read(image).toolchain.otp)).toBe("27.0 Dockerfile:2 sure");
  });
});

describe("web", () => {
  const endpoint = { "lib/e.ex": "defmodule AWeb.Endpoint do\n  use Phoenix.Endpoint, otp_app: :a\nend\n" };
  const config = (text: string, file = "config/runtime.exs"): Project["web"] => read({ ...endpoint, [file]: `import Config\n${text}\n` }).web;

  test.each([
    ["config :a, AWeb.Endpoint, http: [port: 8080]", "8080 config/runtime.exs:2 sure", undefined],
    [
      'config :a, AWeb.Endpoint, http: [port: String.to_integer(System.get_env("HTTP_PORT") || "8080")]',
      "8080 config/runtime.exs:2 sure",
      "HTTP_PORT config/runtime.exs:2 sure",
    ],
    [
      'port = System.get_env("P", "81")\nconfig :a, AWeb.Endpoint,\n  http: [port: String.to_integer(port)]',
      "81 config/runtime.exs:4 sure",
      "P config/runtime.exs:2 sure",
    ],
    ['config :a, AWeb.Endpoint, http: [port: Cfg.int("HTTP_PORT", "5000")]', "5000 config/runtime.exs:2 sure", "HTTP_PORT config/runtime.exs:2 sure"],
    ['config :a, AWeb.Endpoint, http: [port: {:system, "PORT"}]', undefined, "PORT config/runtime.exs:2 sure"],
    ["# config :a, AWeb.Endpoint, http: [port: 8080]", undefined, undefined],
    ['"config :a, AWeb.Endpoint, http: [port: 8080]"', undefined, undefined],
    ["if config_env() == :test do\n config :a, AWeb.Endpoint, http: [port: 4002]\nend", undefined, undefined],
  ])("%s", (text, port, variable) => {
    const web = config(text);
    expect([short(web.port), short(web.portVariable)]).toEqual([port, variable]);
  });

  test.each([
    ['config :a, AWeb.Endpoint, url: [host: "shop.acme.io"]', "shop.acme.io config/runtime.exs:2 likely"],
    ['config :a, AWeb.Endpoint, url: [host: System.get_env("HOST") || "shop.acme.io"]', "shop.acme.io config/runtime.exs:2 likely"],
    ['config :a, AWeb.Endpoint, url: [host: "a..b"]', undefined],
    ['config :a, AWeb.Endpoint, url: [host: "example.com"]', undefined],
    ['config :a, AWeb.Endpoint, url: [host: "localhost"]', undefined],
  ])("%s", (text, host) => expect(short(config(text).host)).toBe(host));

  test("options that get their name and grow before", () => {
    const text =
      'options = [url: [host: System.fetch_env!("H")]]\noptions =\n  if port do\n    [{:http, [port: System.get_env("P")]} | options]\n  else\n    options\n  end\nconfig :a, AWeb.Endpoint, options';
    expect([short(config(text).hostVariable), short(config(text).portVariable)]).toEqual(["H config/runtime.exs:2 sure", "P config/runtime.exs:5 sure"]);
  });

  test("Bandit or Cowboy", () => {
    const bandit = "config :a, AWeb.Endpoint, adapter: Bandit.PhoenixAdapter";
    expect(short(config(bandit).server)).toBe("Bandit config/runtime.exs:2 sure");
    expect(short(read({ ...endpoint, ...withDeps("bandit", "plug_cowboy") }).web.server)).toBe("Cowboy mix.exs:3 likely");
    expect(short(read({ ...endpoint, ...withDeps("bandit") }).web.server)).toBe("Bandit mix.exs:3 likely");
  });

  test.each([
    ["config :a, AWeb.Endpoint, force_ssl: [rewrite_on: [:x_forwarded_proto]]", "true config/prod.exs:2 sure"],
    ["config :a, AWeb.Endpoint,\n  force_ssl: [hsts: true]", "true config/prod.exs:3 sure"],
    ["config :a, AWeb.Endpoint, force_ssl: false", undefined],
    ["# force_ssl: [hsts: true]", undefined],
  ])("%s", (text, forced) => expect(short(config(text, "config/prod.exs").forceSsl)).toBe(forced));

  test("how long sockets and requests drain", () => {
    const socket = {
      "lib/e.ex":
        'defmodule AWeb.Endpoint do\n  use Phoenix.Endpoint, otp_app: :a\n  socket "/a", A, websocket: true, drainer: [shutdown: 5_000]\n  socket "/b", B, drainer: [shutdown: 90_500]\nend\n',
    };
    expect(short(read(socket).web.socketDrain)).toBe("91 lib/e.ex:4 sure");
    expect(short(config("config :a, AWeb.Endpoint, http: [thousand_island_options: [shutdown_timeout: 60_000]]").httpDrain)).toBe(
      "60 config/runtime.exs:2 sure",
    );
  });

  test("listens to itself alone", () => {
    expect(read({ ...endpoint, "config/prod.exs": "config :a, AWeb.Endpoint, http: [ip: {127, 0, 0, 1}]\n" }).notes.map(({ message }) => message)).toContain(
      "the endpoint listens on the loopback interface alone: no probe and no request reaches it",
    );
  });
});

describe("repos", () => {
  const repo = (adapter: string, name = "A.Repo"): string =>
    `defmodule ${name} do\n  use Ecto.Repo,\n    otp_app: :a,\n    adapter: Ecto.Adapters.${adapter}\nend\n`;
  test.each([
    ["Postgres", "Postgres"],
    ["MyXQL", "MySQL"],
    ["SQLite3", "SQLite"],
    ["Tds", "SQL Server"],
    ["Other", "unknown"],
  ])("%s", (adapter, database) => expect(short(read({ "lib/r.ex": repo(adapter) }).repos.database)).toBe(`${database} lib/r.ex:4 sure`));

  test("several, the first of ecto_repos before all others", () => {
    const { repos } = read({
      "lib/a.ex": repo("Postgres", "A.Archive"),
      "lib/r.ex": repo("Postgres"),
      "config/config.exs": "config :a, ecto_repos: [A.Repo, A.Archive]\n",
      "config/runtime.exs": 'config :a, A.Repo, url: System.fetch_env!("URL"), pool_size: 3\nconfig :a, A.Archive, url: System.fetch_env!("ARCHIVE_URL")\n',
    });
    expect(repos.repos.map(({ value }) => value)).toEqual(["A.Repo", "A.Archive"]);
    expect([short(repos.urlVariable), short(repos.pool)]).toEqual(["URL config/runtime.exs:1 sure", "3 config/runtime.exs:1 sure"]);
  });

  test("an address in parts", () => {
    const { repos } = read({
      "lib/r.ex": repo("Postgres"),
      "config/runtime.exs": 'config :a, A.Repo,\n  hostname: System.fetch_env!("DB_HOST"),\n  password: System.fetch_env!("DB_PASSWORD")\n',
    });
    expect(repos.urlVariable).toBeUndefined();
    expect(repos.parts.map(({ part, variable }) => `${part} ${short(variable)}`)).toEqual([
      "hostname DB_HOST config/runtime.exs:2 sure",
      "password DB_PASSWORD config/runtime.exs:3 sure",
    ]);
  });
});

describe("variables", () => {
  const variables = (text: string, file = "config/runtime.exs"): string[] =>
    read({ [file]: text }).variables.map(({ name, at, isRequired, isConditional, when, fallback }) =>
      [name, at.line, isRequired && "required", isConditional && "perhaps", when, fallback !== undefined && `else ${fallback}`].filter(Boolean).join(" "),
    );
  test.each([
    ['x = System.fetch_env!("A")', ["A 1 required runtime"]],
    ['x = System.get_env("A")', ["A 1 runtime"]],
    ['x = System.get_env("A") || raise "no A"', ["A 1 required runtime"]],
    ['x =\n  System.get_env("A") ||\n    raise """\n    no A\n    """', ["A 2 required runtime"]],
    ['x = System.get_env("A") || "b"', ["A 1 runtime else b"]],
    ['x = System.get_env("A", "b")', ["A 1 runtime else b"]],
    ['x = String.to_integer(System.get_env("A"))', ["A 1 required runtime"]],
    ['x = String.to_integer(System.get_env("A") || "1")', ["A 1 runtime else 1"]],
    ['x = env!("A", :string)', ["A 1 required runtime"]],
    ['x = env!("A", :string, "b")', ["A 1 runtime else b"]],
    ['x = "a #{System.fetch_env!("A")} b"', ["A 1 required runtime"]],
    ['if config_env() == :prod do\n  x = System.fetch_env!("A")\nend', ["A 2 required runtime"]],
    ['if config_env() == :test do\n  x = System.fetch_env!("A")\nend', []],
    ['if System.get_env("B") do\n  x = System.fetch_env!("A")\nend', ["B 1 runtime", "A 2 required perhaps runtime"]],
    ['x = if config_env() == :prod, do: System.fetch_env!("A"), else: "a"', ["A 1 required runtime"]],
    ['# System.fetch_env!("A")', []],
    ['x = "System.fetch_env!(\\"A\\")"', []],
    ["x = System.fetch_env!(name)", []],
    ['x = Cfg.int("HTTP_PORT", "5000")', ["HTTP_PORT 1 runtime else 5000"]],
    ['x = Cfg.string!("A_KEY")', ["A_KEY 1 required runtime"]],
    ['x = String.upcase("A_KEY")', []],
    ["for key <- ~w(A_KEY B_KEY), do: System.fetch_env!(key)", ["A_KEY 1 required perhaps runtime", "B_KEY 1 required perhaps runtime"]],
    ["x =\n  for key <- ~w(A_KEY) do\n    {key, System.get_env(key)}\n  end", ["A_KEY 2 perhaps runtime"]],
    ['System.get_env("A")\nSystem.fetch_env!("A")', ["A 2 required runtime"]],
    ['x = ~s(System.fetch_env!("A"))', []],
    ['x = System.fetch_env!("A") |> String.to_integer()', ["A 1 required runtime"]],
    ['x = Util.fetch_env!("A_B", all: "c")', ["A_B 1 required runtime"]],
    ['x = get_var_from_path_or_env(dir, "A_B", "c")', ["A_B 1 runtime else c"]],
    ['x = Application.get_env(:a, :b, "A_B")', []],
    [
      'case System.get_env("A") do\n  nil -> System.fetch_env!("B")\n  _ -> System.fetch_env!("C")\nend',
      ["A 1 runtime", "B 2 required runtime", "C 3 required perhaps runtime"],
    ],
    ['if System.get_env("A") do\n  1\nelse\n  System.fetch_env!("B")\nend', ["A 1 runtime", "B 4 required runtime"]],
    ['unless System.get_env("A") do\n  System.fetch_env!("B")\nend', ["A 1 runtime", "B 2 required runtime"]],
  ])("%j", (text, expected) => expect(variables(text)).toEqual(expected));

  test.each([
    ['%{"AWS_KEY" => key} = System.get_env()', [1]],
    ["x = 1\nEnum.map(keys, &System.fetch_env!/1)", [2]],
    ["x = System.fetch_env!(name)", [1]],
    ["for key <- ~w(A_KEY B_KEY), do: System.fetch_env!(key)", []],
    ['x = System.get_env("A")', []],
  ])("%j: what is not understood is told", (config, lines) => {
    const notes = read({ "config/runtime.exs": config }).notes.filter(({ message }) => message.includes("not understood"));
    expect(notes.map(({ at }) => at?.line)).toEqual(lines);
  });

  test("too early: read when the release is built", () => {
    const { variables, notes } = read({ "config/prod.exs": 'config :a, key: System.fetch_env!("A")\n' });
    expect(variables[0]?.when).toBe("build");
    expect(notes.find(({ isProblem }) => isProblem)).toMatchObject({
      at: { file: "config/prod.exs", line: 1 },
      message: expect.stringContaining("A is read when the release is built"),
    });
  });

  test("code that asks when it is called", () => {
    expect(variables('defmodule A do\n  def key, do: System.fetch_env!("A")\nend', "lib/a.ex")).toEqual(["A 2 required perhaps call"]);
  });

  test("files that the configuration imports count, those for dev and test do not", () => {
    const { variables } = read({
      "config/config.exs": 'import_config "extra.exs"\nimport_config "#{config_env()}.exs"\n',
      "config/extra.exs": 'x = System.get_env("EXTRA")\n',
      "config/dev.exs": 'x = System.get_env("DEV")\n',
    });
    expect(variables.map(({ name }) => name)).toEqual(["EXTRA"]);
  });
});

describe("jobs", () => {
  const oban = (text: string): Project["jobs"] => read({ ...withDeps("oban"), "config/runtime.exs": text }).jobs;
  test.each([
    ["config :a, Oban, shutdown_grace_period: 45_000", "45 config/runtime.exs:1 sure"],
    ["config :a, Oban, shutdown_grace_period: :timer.seconds(300)", "300 config/runtime.exs:1 sure"],
    ["config :a, Oban, queues: [a: 1]", undefined],
  ])("%s", (text, grace) => expect(short(oban(text).grace)).toBe(grace));
  test("queues, and what switches them", () => {
    const jobs = oban('config :a, Oban, queues: [mail: 5, media: [limit: 2]]\nif System.get_env("ROLE") == "web" do\n  config :a, Oban, queues: false\nend');
    expect(short(jobs.queues)).toBe("mail 5, media 2 config/runtime.exs:1 sure");
    expect(short(jobs.switch)).toBe("ROLE config/runtime.exs:2 sure");
  });
  test("a name that stands for the variable", () => {
    const jobs = oban(
      'mode = case System.get_env("MODE") do\n  nil -> :web\n  "worker" -> :worker\nend\nif mode == :web do\n  config :a, Oban, queues: false\nend',
    );
    expect(short(jobs.switch)).toBe("MODE config/runtime.exs:1 sure");
  });
  test("without the dependency there is none", () => expect(read({ "config/runtime.exs": "config :a, Oban, queues: [a: 1]" }).jobs.oban).toBeUndefined());
});

describe("clustering", () => {
  const topology = (strategy: string, config: string): Project["clustering"] =>
    read({
      ...withDeps("libcluster"),
      "config/runtime.exs": `config :libcluster,\n  topologies: [\n    a: [\n      strategy: ${strategy},\n      config: [${config}]\n    ]\n  ]\n`,
    }).clustering;
  test.each([
    ["Cluster.Strategy.DNSPoll", "libcluster-dns"],
    ["Cluster.Strategy.Kubernetes.DNS", "libcluster-dns"],
    ["Elixir.Cluster.Strategy.Kubernetes.DNS", "libcluster-dns"],
    ["Cluster.Strategy.Kubernetes.DNSSRV", "libcluster-srv"],
    ["Cluster.Strategy.Kubernetes", "libcluster-kubernetes"],
    ["LibclusterPostgres.Strategy", "custom"],
  ])("%s", (strategy, discovery) => expect(short(topology(strategy, "").discovery)).toBe(`${discovery} config/runtime.exs:4 sure`));

  test.each([
    ["app=a", { app: "a" }],
    ["app = a , tier==b", { app: "a", tier: "b" }],
    ["tier in (a, b)", undefined],
    ["app.kubernetes.io/name=a", undefined],
    ["app.kubernetes.io/instance=a", { "app.kubernetes.io/instance": "a" }],
    ["a/b/c=d", undefined],
  ])("kubernetes_selector %j", (selector, labels) => {
    const found = topology("Cluster.Strategy.Kubernetes", `kubernetes_selector: "${selector}"`);
    expect(found.selector?.value).toEqual(labels);
    expect(found.otherSelector?.value).toBe(labels ? undefined : selector);
  });

  test("its settings", () => {
    const poll = topology("Cluster.Strategy.DNSPoll", 'query: System.get_env("Q"), node_basename: "b"');
    expect([short(poll.queryVariable), short(poll.basename), poll.query]).toEqual(["Q config/runtime.exs:5 sure", "b config/runtime.exs:5 sure", undefined]);
    const api = topology("Cluster.Strategy.Kubernetes", 'mode: :hostname, kubernetes_selector: "app=a,tier in (b)", kubernetes_ip_lookup_mode: :pods');
    expect([short(api.mode), api.selector, short(api.lookup)]).toEqual(["hostname config/runtime.exs:5 sure", undefined, "pods config/runtime.exs:5 sure"]);
  });

  test("in the configuration of the application", () => {
    const { clustering } = read({
      ...withDeps("libcluster"),
      "config/prod.exs": "config :a,\n  topologies: [k: [strategy: Cluster.Strategy.Kubernetes, config: [mode: :dns]]]\n",
    });
    expect(short(clustering.discovery)).toBe("libcluster-kubernetes config/prod.exs:2 sure");
  });

  test("other strategies are none", () => {
    const config = "config :a, providers: [google: [strategy: Assent.Strategy.Google, config: []]]\n";
    expect(read({ ...withDeps("libcluster"), "config/prod.exs": config }).clustering.discovery?.value).toBe("custom");
  });

  test("in the supervisor's arguments", () => {
    const code =
      "defmodule A do\n  def start do\n    [{Cluster.Supervisor, [[a: [strategy: Cluster.Strategy.Kubernetes.DNS, config: []]], [name: S]]}]\n  end\nend\n";
    expect(short(read({ ...withDeps("libcluster"), "lib/a.ex": code }).clustering.discovery)).toBe("libcluster-dns lib/a.ex:3 sure");
  });

  test.each(["Gossip", "Epmd", "LocalEpmd"])("%s finds no pods", (name) => {
    const { notes } = read({ ...withDeps("libcluster"), "config/runtime.exs": `config :libcluster, topologies: [a: [strategy: Cluster.Strategy.${name}]]\n` });
    expect(notes.find(({ isProblem }) => isProblem)?.message).toBe(
      `Cluster.Strategy.${name} finds no pods: networks of pods pass no multicast, and names of pods are not known before`,
    );
  });

  test("in dev alone is not at all", () => {
    expect(
      read({ ...withDeps("libcluster"), "config/dev.exs": "config :libcluster, topologies: [a: [strategy: Cluster.Strategy.Gossip]]\n" }).clustering,
    ).toMatchObject({
      discovery: { value: "custom", certainty: "likely" },
      unfit: undefined,
    });
  });

  test("dns_cluster", () => {
    const config = { "config/runtime.exs": 'config :a, :dns_cluster_query, System.get_env("Q")\n' };
    expect(short(read({ ...withDeps("dns_cluster"), ...config }).clustering.discovery)).toBe("dns mix.exs:3 sure");
    expect(short(read({ ...withDeps("dns_cluster"), ...config }).clustering.queryVariable)).toBe("Q config/runtime.exs:1 sure");
    expect(short(read(withDeps("dns_cluster")).clustering.discovery)).toBe("dns mix.exs:3 likely");
    expect(read({}).clustering.discovery).toBeUndefined();
  });
});

describe("metrics", () => {
  test("PromEx with a listener of its own, or as a plug", () => {
    const own = read({ ...withDeps("prom_ex"), "config/prod.exs": 'config :a, A.PromEx, metrics_server: [port: 4021, path: "/m"]\n' }).metrics;
    expect([short(own.port), short(own.path)]).toEqual(["4021 config/prod.exs:1 sure", "/m config/prod.exs:1 sure"]);
    const plug = read({
      ...withDeps("prom_ex"),
      "lib/e.ex": 'defmodule E do\n  use Phoenix.Endpoint\n  plug PromEx.Plug, prom_ex_module: A.PromEx, path: "/m"\nend\n',
    }).metrics;
    expect([plug.port, short(plug.path)]).toEqual([undefined, "/m lib/e.ex:3 sure"]);
  });
  test("telemetry_metrics_prometheus", () => {
    const child = (options: string): Project["metrics"] =>
      read({ ...withDeps("telemetry_metrics_prometheus"), "lib/t.ex": `defmodule T do\n  def c, do: [{TelemetryMetricsPrometheus, ${options}}]\nend\n` })
        .metrics;
    expect(short(child("metrics: m()").port)).toBe("9568 lib/t.ex:2 likely");
    expect(short(child("[metrics: m(), port: 9111]").port)).toBe("9111 lib/t.ex:2 sure");
  });
});

describe("health", () => {
  const routes = (text: string): Project["health"] => read({ "lib/r.ex": `defmodule R do\n  use AWeb, :router\n${text}\nend\n` }).health;
  test.each([
    ['get "/healthz", H, :show', "/healthz lib/r.ex:3 likely"],
    ['scope "/api" do\n  scope "/v1" do\n    get "/health", H, :show\n  end\nend', "/api/v1/health lib/r.ex:5 likely"],
    ['scope path: "/api" do\n  get "/ping", H, :show\nend', "/api/ping lib/r.ex:4 likely"],
    ['forward "/health", H', "/health lib/r.ex:3 likely"],
    ['get "/status", S, :x\nget "/health", H, :x', "/health lib/r.ex:4 likely"],
    ['get "/health/:id", H, :show', undefined],
    ['post "/health", H, :x', undefined],
    ['live "/live", L', undefined],
    ['# get "/health", H, :x', undefined],
    ['get "/healthy-food", H, :x', undefined],
    ['plug H.HealthCheck, path: "/up"', "/up lib/r.ex:3 likely"],
  ])("%j", (text, path) => expect(short(routes(text).path)).toBe(path));
  test("one for each probe", () => {
    const { liveness, readiness, startup } = routes('get "/health/live", H, :l\nget "/health/ready", H, :r\nget "/startupz", H, :s');
    expect([liveness, readiness, startup].map(short)).toEqual([
      "/health/live lib/r.ex:3 likely",
      "/health/ready lib/r.ex:4 likely",
      "/startupz lib/r.ex:5 likely",
    ]);
  });
});

describe("rel", () => {
  const problems = (files: Record<string, string>): (string | undefined)[] =>
    read(files)
      .notes.filter(({ isProblem }) => isProblem)
      .map(({ at }) => at && placeText(at));
  test.each([
    ["rel/env.sh.eex", "#!/bin/sh\nexport RELEASE_NODE=$FLY_APP_NAME@$ip\n", ["rel/env.sh.eex:2"]],
    ["rel/env.sh.eex", "# export RELEASE_NODE=$FLY_APP_NAME@$ip\n", []],
    ["rel/env.sh.eex", "export RELEASE_COOKIE=secret\n", ["rel/env.sh.eex:1"]],
    ["rel/env.sh.eex", 'export RELEASE_COOKIE="${RELEASE_COOKIE:-secret}"\n', []],
    ["config/runtime.exs", "config :a, ecto_repos: [A.Repo]\nconfig :a, A.Repo, socket_options: [:inet6]\n", ["config/runtime.exs:2"]],
    ["rel/env.sh.eex", 'export ERL_AFLAGS="-proto_dist inet6_tcp"\n', ["rel/env.sh.eex:1"]],
    ["rel/vm.args.eex", "-name shop@127.0.0.1\n", ["rel/vm.args.eex:1"]],
    ["rel/vm.args.eex", "## -name shop@127.0.0.1\n-sname <%= @release.name %>\n", []],
    ["rel/vm.args", "-name ${NAME}\n-setcookie ${COOKIE}\n", []],
    ["rel/vm.args.eex", "-setcookie abc\n", ["rel/vm.args.eex:1"]],
    ["rel/vm.args.eex", "-proto_dist inet6_tcp\n", ["rel/vm.args.eex:1"]],
  ])("%s with %j", (file, text, expected) => expect(problems({ [file]: text })).toEqual(expected));

  test("one port instead of epmd", () =>
    expect(short(read({ "rel/vm.args.eex": "-start_epmd false -erl_epmd_port 6789\n" }).scripts.epmdLessPort)).toBe("6789 rel/vm.args.eex:1 sure"));

  test("what migrates", () => {
    const module = { "lib/r.ex": 'defmodule A.Release do\n  @doc "def migrate"\n  def migrate(args \\\\ []) do\n    args\n  end\nend\n' };
    expect(short(read(module).scripts.migrateFunction)).toBe("A.Release.migrate() lib/r.ex:3 likely");
    expect(short(read({ ...module, "rel/overlays/bin/migrate": "#!/bin/sh\n" }).scripts.migrate)).toBe("bin/migrate rel/overlays/bin/migrate:1 sure");
    expect(read({ "lib/r.ex": "defmodule A.Release do\n  defp migrate, do: 1\nend\n" }).scripts.migrateFunction).toBeUndefined();
  });
});

describe("Dockerfile", () => {
  const image = (text: string): Project["dockerfile"] => read({ Dockerfile: text }).dockerfile;
  test("only the last stage counts, and what it is built on", () => {
    const found = image(
      'FROM a AS build\nUSER root\nCMD ["x"]\nFROM debian AS base\nUSER 1000:2000\nFROM base\nWORKDIR /srv\nWORKDIR app\nCOPY --from=build /x/_build/prod/rel/shop ./\nCMD ["bin/server"]\n',
    );
    expect(found).toMatchObject({
      user: { id: 1000, group: 2000, at: { line: 5 } },
      workdir: { path: "/srv/app" },
      releases: [{ path: "/srv/app", name: "shop", at: { line: 9 } }],
      cmd: { words: ["bin/server"], isShell: false },
    });
  });
  test("variables in paths", () => {
    expect(image("FROM a\nENV HOME_DIR=/srv/app\nWORKDIR $HOME_DIR\nCOPY --from=b /x/rel/shop .\n")?.releases).toMatchObject([
      { path: "/srv/app", name: "shop" },
    ]);
    expect(image("FROM a\nWORKDIR $NOWHERE\nCOPY --from=b /x/rel/shop .\n")?.releases).toEqual([]);
  });
  test("what a heredoc holds are no instructions", () => {
    expect(image("FROM a\nRUN <<EOF\nUSER root\nCMD x\nEOF\nUSER 1000\n")).toMatchObject({ user: { id: 1000 }, cmd: undefined });
  });
  test.each([
    ["FROM a\nRUN adduser -D -u 1234 app\nUSER app", 1234],
    ["FROM a\nRUN useradd --uid 1234 \\\n  app\nUSER app", 1234],
    ["FROM a\nRUN addgroup -g 5 app && adduser -S -u 1234 -G app app\nUSER app", 1234],
    ["FROM a\nARG UID=77\nUSER $UID", 77],
    ["FROM a\nUSER app", undefined],
  ])("%j", (text, id) => expect(image(text)?.user?.id).toBe(id));
  test.each([
    ["FROM a\nCMD mix phx.server", "Dockerfile:2"],
    ["FROM a\nCMD bin/a eval M.migrate && bin/a start", "Dockerfile:2"],
    ["FROM a\nCMD bin/a eval M.migrate && exec bin/a start", undefined],
    ["FROM a\nENV ECTO_IPV6=true", "Dockerfile:2"],
    ["FROM a\nENV ECTO_IPV6 true", "Dockerfile:2"],
    ['FROM a\nENTRYPOINT ["/app/bin/a"]', "Dockerfile:2"],
    ['FROM a\nENTRYPOINT ["tini", "--"]\nCMD ["/app/bin/a", "start"]', undefined],
    ["FROM scratch", "Dockerfile:1"],
  ])("%j has a problem at %s", (text, place) => {
    const [first] = read({ Dockerfile: text }).notes.filter(({ isProblem }) => isProblem);
    expect(first?.at && placeText(first.at)).toBe(place);
  });
});

test("Distillery", () => {
  const { distillery, variables } = read({
    ...withDeps("distillery"),
    "rel/config.exs": 'release :shop do\n  set commands: [migrate: "rel/migrate.sh"]\nend\n',
    "rel/vm.args": "-name ${NODE}\n-setcookie ${SECRET}\n",
    "config/prod.exs": 'config :a, url: "${URL}"\n',
  });
  expect([distillery.release, distillery.migrate, distillery.nodeVariable, distillery.cookieVariable].map(short)).toEqual([
    "shop rel/config.exs:1 sure",
    "migrate rel/config.exs:2 sure",
    "NODE rel/vm.args:1 sure",
    "SECRET rel/vm.args:2 sure",
  ]);
  expect(variables).toMatchObject([{ name: "URL", isRequired: true, when: "runtime" }]);
});
