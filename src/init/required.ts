import { likely, sure } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import type { Variable } from "../mix/variables.ts";
import { looksSecret } from "../spec/variables.ts";
import type { Decision } from "./decision.ts";

// Variables of the application itself that it does not start without.

export interface Required {
  readonly name: string;
  readonly decision: readonly Decision[];
  /** A key that the Secret must have. */
  readonly isKey: boolean;
  /** What dev takes, so that the release boots. */
  readonly placeholder: string;
}

/** What Kubernetes, the image or the release's own script gives, and what must not be set. */
const GIVEN = ["CLUSTER_SERVICE", "POD_IP", "POD_NAME", "POD_NAMESPACE", "POD_TEMPLATE_HASH", "HOME", "HOSTNAME", "MIX_ENV", "LANG", "PATH", "REPLACE_OS_VARS"];
const GIVEN_BEGINNINGS = /^(RELEASE|KUBERNETES|ERL)_/;

export function required(project: Project): Required[] {
  const given = new Set([...GIVEN, ...fieldVariables(project)]);
  return project.variables
    .filter(({ name, when }) => !given.has(name) && !GIVEN_BEGINNINGS.test(name) && when !== "build")
    .flatMap((variable) => ofVariable(variable, project));
}

/** What fields of the spec give, under the name that the project has for it. */
function fieldVariables(project: Project): string[] {
  const { web, repos, clustering, metrics, distillery, scripts } = project;
  const hasUrl = repos.repos.length > 0 && repos.urlVariable === undefined && repos.parts.length === 0;
  return [
    web.portVariable?.value ?? "PORT",
    web.hostVariable?.value ?? "PHX_HOST",
    web.serverVariable?.value ?? "PHX_SERVER",
    web.secretKeyVariable?.value ?? (web.phoenix ? "SECRET_KEY_BASE" : undefined),
    repos.urlVariable?.value ?? (hasUrl ? "DATABASE_URL" : undefined),
    repos.pathVariable?.value ?? "DATABASE_PATH",
    repos.poolVariable?.value ?? "POOL_SIZE",
    repos.ipv6Variable?.value ?? "ECTO_IPV6",
    clustering.queryVariable?.value ?? "DNS_CLUSTER_QUERY",
    metrics.portVariable?.value,
    distillery.nodeVariable?.value ?? "NAME",
    scripts.cookieVariable?.value ?? distillery.cookieVariable?.value ?? "COOKIE",
  ].flatMap((name) => name ?? []);
}

function ofVariable(variable: Variable, project: Project): Required[] {
  const { names } = project;
  const { name, at, isRequired, isConditional, when } = variable;
  if (name === "FLY_APP_NAME" && isRequired) {
    const fact = likely(names.app.value.replaceAll("_", "-"), at, "the release stops without it; delete it there");
    return [{ name, decision: [{ path: ["env", name], fact }], isKey: false, placeholder: "" }];
  }
  if (!isRequired) return [];
  const key = ["secretEnv", name];
  if (!isConditional && when === "runtime") {
    const why = looksSecret(name, "") ? "the release stops without it" : "the release stops without it; if it is no secret, write it into env instead";
    return [{ name, decision: [{ path: key, fact: sure({}, at, why) }], isKey: true, placeholder: part(variable.name, project) ?? placeholder(variable) }];
  }
  const why = when === "call" ? "asked for when it is called, and fails without it" : "inside a condition: look whether it holds for you";
  return [{ name, decision: [{ path: key, fact: sure({}, at, why), isOff: true }], isKey: false, placeholder: "" }];
}

/** Where dev has no server of its own, the host is a word to be changed. */
const SERVERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  MySQL: { hostname: "database", port: "3306" },
  "SQL Server": { hostname: "database", port: "1433" },
};

/** An address in parts: what dev's own Postgres is called. */
function part(name: string, { repos, names }: Project): string | undefined {
  const found = repos.parts.find(({ variable }) => variable.value === name)?.part;
  if (found === undefined) return undefined;
  const server = SERVERS[repos.database?.value ?? ""] ?? { hostname: "postgres", port: "5432" };
  return server[found] ?? names.app.value;
}

function placeholder({ name, isNumber }: Variable): string {
  if (isNumber || /(^|_)(PORT|COUNT|SIZE|LIMIT|TIMEOUT|SECONDS|MS)$/.test(name)) return "1";
  if (/DATABASE_URL$|DB_URL$/.test(name)) return "ecto://app:app@postgres/app";
  if (/_UR[LI]$/.test(name)) return "http://localhost";
  return "development-only";
}
