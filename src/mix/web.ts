import { callOf, type Expression, everyStatement, inside, pairOf, statements, text, valueAt, whole } from "./elixir/terms.ts";
import type { Elixir } from "./elixir-files.ts";
import { type Fact, isPort, likely, type Place, seconds, sure } from "./fact.ts";
import type { Library } from "./mixfile.ts";
import { atLeast } from "./mixfile.ts";
import { type Configured, configured, isEndpoint, type Setting } from "./settings.ts";
import { variableIn } from "./variables.ts";

// The endpoint: who serves HTTP, on which port, under which name.

export interface Web {
  /** Absent: nothing serves HTTP. */
  readonly endpoint: Fact<string> | undefined;
  readonly server: Fact<"Bandit" | "Cowboy"> | undefined;
  /** Ports of further endpoints, by the name of their application. */
  readonly others: readonly { readonly app: string; readonly port: Fact<number> }[];
  readonly phoenix: Fact<string> | undefined;
  readonly liveView: Fact<string> | undefined;
  readonly port: Fact<number> | undefined;
  readonly portVariable: Fact<string> | undefined;
  readonly hostVariable: Fact<string> | undefined;
  readonly host: Fact<string> | undefined;
  readonly serverVariable: Fact<string> | undefined;
  readonly secretKeyVariable: Fact<string> | undefined;
  readonly forceSsl: Fact<true> | undefined;
  /** Seconds. */
  readonly socketDrain: Fact<number> | undefined;
  readonly httpDrain: Fact<number> | undefined;
  /** The endpoint listens on the loopback interface alone. */
  readonly loopback: Place | undefined;
}

/** @param apps those with an endpoint, the main one first */
export function readWeb(
  elixir: Elixir,
  settings: readonly Setting[],
  library: Library,
  apps: readonly { readonly app: string; readonly directory: string }[],
): Web {
  const phoenix = library("phoenix");
  const [main, ...others] = apps;
  const isMain = (setting: Setting): boolean => isEndpoint(setting) && (others.length === 0 || setting.app === main?.app);
  const endpointSettings = settings.filter(isMain);
  const last = (...path: readonly string[]): Configured | undefined => configured(settings, isMain, ...path).at(-1);
  const module = endpointModule(elixir, main?.directory ?? "");
  const [configuredFirst] = endpointSettings;
  const endpoint =
    module ?? (configuredFirst?.key === undefined ? undefined : sure(configuredFirst.key, configuredFirst.at, `${configuredFirst.key} is configured`));
  const server = serverOf(last("adapter"), library);
  const port = last("http", "port") ?? last("https", "port");
  const host = last("url", "host");
  const secret = last("secret_key_base");
  return {
    endpoint: endpoint ?? bare(elixir),
    server,
    phoenix,
    liveView: library("phoenix_live_view"),
    others: others.flatMap(({ app }) => otherPort(settings, app)),
    ...portFacts(port),
    ...hostFacts(host),
    serverVariable: serverVariable(elixir),
    secretKeyVariable: variable(secret, "secret_key_base"),
    forceSsl: forced(last("force_ssl")),
    socketDrain: socketDrain(elixir, phoenix),
    httpDrain: httpDrain(last("http", "thousand_island_options", "shutdown_timeout"), last("drainer", "shutdown"), server),
    loopback: loopback(last("http", "ip")),
  };
}

function endpointModule({ code }: Elixir, directory: string): Fact<string> | undefined {
  for (const { file, nodes } of code.filter(({ file }) => file.startsWith(directory))) {
    for (const statement of everyStatement(nodes)) {
      const use = callOf(statement, "use");
      if (use && text(use.args[0]) === "Phoenix.Endpoint") return sure(moduleOf(nodes), { file, line: use.line }, "use Phoenix.Endpoint");
    }
  }
  return undefined;
}

/** The first module of a file. */
function moduleOf(nodes: Expression): string {
  for (const statement of statements(nodes)) {
    const call = callOf(statement, "defmodule");
    const name = call && text(call.args[0]);
    if (name !== undefined) return name;
  }
  return "";
}

/** Plug without Phoenix: {Bandit, plug: Shop.Router}, {Plug.Cowboy, scheme: :http, …}. */
function bare({ code }: Elixir): Fact<string> | undefined {
  for (const { file, nodes } of code) {
    for (const statement of everyStatement(nodes)) {
      const [name] = statement;
      const pair = statement.length === 1 ? inside(statement, "{") : undefined;
      const child = pair?.[0];
      if (child?.kind === "alias" && (child.text === "Bandit" || child.text === "Plug.Cowboy"))
        return sure(child.text, { file, line: name?.line ?? 1 }, `${child.text} is started`);
    }
  }
  return undefined;
}

function serverOf(adapter: Configured | undefined, library: Library): Web["server"] {
  const name = text(adapter?.value);
  if (adapter && name !== undefined) {
    if (name.startsWith("Bandit")) return sure("Bandit", adapter.at, "adapter: of the endpoint");
    if (name.includes("Cowboy")) return sure("Cowboy", adapter.at, "adapter: of the endpoint");
  }
  const [bandit, cowboy] = [library("bandit"), library("plug_cowboy")];
  // Phoenix takes Cowboy unless it is told otherwise.
  if (cowboy?.at) return likely("Cowboy", cowboy.at, bandit ? "Phoenix takes it where adapter: is not said" : "plug_cowboy is a dependency");
  return bandit?.at ? likely("Bandit", bandit.at, "bandit is a dependency") : undefined;
}

function variable(setting: Configured | undefined, key: string): Fact<string> | undefined {
  const read = setting && variableIn(setting.value, setting.names);
  return setting && read ? sure(read.name, { file: setting.at.file, line: read.line }, `${key}: of the endpoint`) : undefined;
}

function portFacts(setting: Configured | undefined): Pick<Web, "port" | "portVariable"> {
  if (!setting) return { port: undefined, portVariable: undefined };
  const read = variableIn(setting.value, setting.names);
  const fixed = whole(setting.value);
  const fallback = Number(read?.fallback ?? fixed);
  const port = isPort(fallback) ? sure(fallback, setting.at, fixed === undefined ? "where the variable is not set" : "http: [port: …]") : undefined;
  return { port, portVariable: variable(setting, "port") };
}

function otherPort(settings: readonly Setting[], app: string): Web["others"][number][] {
  const { port } = portFacts(configured(settings, (setting) => isEndpoint(setting) && setting.app === app, "http", "port").at(-1));
  return port ? [{ app, port }] : [];
}

const INVENTED = /(^|\.)example\.(com|org|net)$|^localhost$|^127\./;

function hostFacts(setting: Configured | undefined): Pick<Web, "host" | "hostVariable"> {
  if (!setting) return { host: undefined, hostVariable: undefined };
  const read = variableIn(setting.value, setting.names);
  const name = read?.fallback ?? text(setting.value);
  const isHost = name !== undefined && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/.test(name) && !INVENTED.test(name);
  const host = isHost ? likely(name, setting.at, read ? `where ${read.name} is not set` : "url: of the endpoint") : undefined;
  return { host, hostVariable: variable(setting, "host") };
}

/** if System.get_env("PHX_SERVER") do config :shop, ShopWeb.Endpoint, server: true end */
function serverVariable({ config }: Elixir): Fact<string> | undefined {
  for (const { file, nodes } of config) {
    for (const statement of everyStatement(nodes)) {
      const call = callOf(statement, "if");
      if (!call?.block || !call.args[0]) continue;
      const [read] = [variableIn(call.args[0], new Map())];
      const isServer = everyStatement(call.block).some((line) => {
        const inner = callOf(line, "config");
        return inner?.args.some((arg) => arg[0]?.kind === "key" && arg[0].text === "server");
      });
      if (read && isServer) return sure(read.name, { file, line: read.line }, "switches server: true on");
    }
  }
  return undefined;
}

function forced(setting: Configured | undefined): Fact<true> | undefined {
  if (!setting || text(setting.value) === "false") return undefined;
  const [only] = setting.value;
  return only?.kind === "name" && (only.text === "false" || only.text === "nil") ? undefined : sure(true, setting.at, "redirects to HTTPS; our probes pass it");
}

/** socket "/live", Phoenix.LiveView.Socket, drainer: [shutdown: 60_000] */
function socketDrain({ code }: Elixir, phoenix: Fact<string> | undefined): Fact<number> | undefined {
  const version = phoenix?.value ?? "";
  // ~> 1.6 may be 1.8 by now, ~> 1.6.2 may not.
  const isKnown = phoenix?.certainty === "sure" || /^\d+\.\d+\.\d+/.test(version);
  if (phoenix && isKnown && atLeast(version, "1.7") === false) return { ...phoenix, value: 0, why: `Phoenix ${version} drains no sockets; 1.7 does` };
  let longest: Fact<number> | undefined;
  for (const { file, nodes } of code) {
    for (const statement of everyStatement(nodes)) {
      const socket = callOf(statement, "socket");
      const drainer = socket?.args.flatMap((arg) => pairOf(arg, "drainer") ?? [])[0];
      const time = seconds(drainer && whole(valueAt(inside(drainer.value, "["), "shutdown")?.value));
      if (drainer && time !== undefined && time > (longest?.value ?? 0)) longest = sure(time, { file, line: drainer.line }, "drainer: of the socket");
    }
  }
  return longest;
}

function httpDrain(bandit: Configured | undefined, cowboy: Configured | undefined, server: Web["server"]): Fact<number> | undefined {
  const setting = server?.value === "Cowboy" ? cowboy : bandit;
  const time = seconds(whole(setting?.value));
  if (setting && time !== undefined) return sure(time, setting.at, "the time that requests have to end");
  if (server?.value === "Cowboy") return { ...server, value: 5, why: "Plug.Cowboy.Drainer waits 5 s" };
  return undefined;
}

/** ip: {127, 0, 0, 1} */
function loopback(setting: Configured | undefined): Place | undefined {
  const [first] = inside(setting?.value, "{") ?? [];
  return setting && first?.kind === "number" && first.text === "127" ? setting.at : undefined;
}
