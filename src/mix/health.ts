import { type Call, callOf, type Expression, entries, everyStatement, pairOf, statements, text } from "./elixir/terms.ts";
import type { Elixir, ElixirFile } from "./elixir-files.ts";
import { type Fact, isFixedPath, likely } from "./fact.ts";

// Routes that answer probes, by their names. phx.new makes none.

export interface Health {
  /** For all three probes. */
  readonly path: Fact<string> | undefined;
  readonly liveness: Fact<string> | undefined;
  readonly readiness: Fact<string> | undefined;
  readonly startup: Fact<string> | undefined;
}

const GENERAL = /^(\/[-\w]+)*\/(health|healthz|health[-_]?check|_health|ping|status|up|heartbeat|alive)$/;
const LIVENESS = /(^|\/)(livez?|liveness|alive|healthz?\/live(ness)?|live\/health)$/;
const READINESS = /(^|\/)(readyz?|readiness|healthz?\/read(y|iness))$/;
const STARTUP = /(^|\/)(startupz?|started|healthz?\/startup)$/;
/** /live is where LiveView's socket is, and /status a page; better ones come first. */
const BEST = ["/healthz", "/health", "/health_check", "/health-check", "/healthcheck", "/_health", "/up", "/ping", "/alive", "/heartbeat", "/status"];

export function readHealth({ code }: Elixir): Health {
  const routes = code.flatMap((file) => routesIn(file));
  const first = (pattern: RegExp): Fact<string> | undefined => routes.find(({ value }) => pattern.test(value) && value !== "/live");
  const rank = (path: string): number => {
    const at = BEST.indexOf(path);
    return at === -1 ? BEST.length : at;
  };
  const general = routes.filter(({ value }) => GENERAL.test(value)).sort((a, b) => rank(a.value) - rank(b.value));
  const [liveness, readiness, startup] = [first(LIVENESS), first(READINESS), first(STARTUP)];
  return { path: general[0] ?? liveness ?? readiness, liveness, readiness, startup };
}

function routesIn({ file, nodes }: ElixirFile): Fact<string>[] {
  const isRouter = everyStatement(nodes).some((statement) => {
    const use = callOf(statement, "use");
    const what = use?.args.flat().map(({ text }) => text) ?? [];
    return what.some((word) => ["Phoenix.Router", "Plug.Router", "Phoenix.Endpoint", "router", "endpoint"].includes(word));
  });
  if (!isRouter) return [];
  return statements(nodes).flatMap((statement) => {
    const module = callOf(statement, "defmodule");
    return module?.block ? walk(module.block, "", file) : [];
  });
}

/** get, head, match and forward, below the paths of their scopes; plug with a path. */
function walk(block: Expression, prefix: string, file: string): Fact<string>[] {
  return statements(block).flatMap((statement) => {
    const scope = callOf(statement, "scope");
    if (scope?.block) return walk(scope.block, prefix + trimmed(pathOf(scope) ?? ""), file);
    for (const word of ["get", "head", "forward", "match"]) {
      const call = callOf(statement, word);
      const path = call && pathOf(call);
      if (call && path?.startsWith("/")) return isFixedPath(path) ? [found(prefix + trimmed(path), file, call.line, `${word} "${path}"`)] : [];
    }
    const plug = callOf(statement, "plug");
    const path = plug && plugPath(plug);
    return plug && path !== undefined && isFixedPath(path) ? [found(path, file, plug.line, `plug ${text(plug.args[0])}`)] : [];
  });
}

const found = (path: string, file: string, line: number, why: string): Fact<string> => likely(path === "" ? "/" : path, { file, line }, why);
const trimmed = (path: string): string => (path === "/" ? "" : path.startsWith("/") || path === "" ? path : `/${path}`).replace(/\/$/, "");

function pathOf({ args }: Call): string | undefined {
  const [first] = args;
  return text(first) ?? text(pairOf(first ?? [], "path")?.value);
}

/** plug Shop.Health, path: "/health": only where its name says that it is about health. */
function plugPath({ args }: Call): string | undefined {
  const module = text(args[0]) ?? "";
  if (!/health|heartbeat|alive|ping/i.test(module)) return undefined;
  const options = entries(args.slice(1).flat());
  return text(options.flatMap((option) => pairOf(option, "path") ?? pairOf(option, "at") ?? [])[0]?.value);
}
