import type { Project } from "../mix/project.ts";
import { isClustered, isStateful } from "./cluster.ts";
import { type DatabaseKind, databaseKind } from "./database.ts";
import { isWritten } from "./decision.ts";
import type { Decisions } from "./decisions.ts";
import { hostIn, imageParts } from "./identity.ts";
import { layout } from "./layout.generated.ts";
import { databaseName, type Key, keys } from "./secrets.ts";
import { inline, specText } from "./spec-text.ts";

// The shipped bases and overlays, with the application's own names and without what it does not have.

export const SPEC = "bases/app/spec/release.yaml";
const ENVIRONMENTS = ["dev", "staging", "prod"] as const;
type Environment = (typeof ENVIRONMENTS)[number];

/** Texts by their path below the directory that is written. */
export function files(project: Project, decisions: Decisions): ReadonlyMap<string, string> {
  const kind = databaseKind(project);
  const all = new Map<string, string>();
  for (const [path, text] of Object.entries(layout)) {
    if (path.startsWith("overlays/dev/postgres/") && kind !== "Postgres") continue;
    all.set(path, path.endsWith(".json") ? text : composed(path, text, project, decisions));
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function composed(path: string, shipped: string, project: Project, decisions: Decisions): string {
  if (path === SPEC) return specText(decisions.identity.name, decisions.spec, /^# yaml-language-server:.*$/m.exec(shipped)?.[0] ?? "");
  // First the names of the layout, then what is the project's own, which may contain them.
  const text = renamed(isStateful(project) ? shipped.replace(/(apiVersion: apps\/v1\n\s+kind: )Deployment/, "$1StatefulSet") : shipped, decisions);
  const [, environment, rest = ""] = /^overlays\/([^/]+)\/(.*)$/.exec(path) ?? [];
  const found = ENVIRONMENTS.find((name) => name === environment);
  return found === undefined ? text : overlay(found, rest, text, project, decisions);
}

/** shop stands for the release; as a database it has no hyphens. */
const renamed = (text: string, { identity: { name } }: Decisions): string =>
  text.replace(/(POSTGRES_(?:USER|PASSWORD|DB)=)shop\b/g, `$1${databaseName(name.value)}`).replace(/\bshop\b/g, name.value);

function overlay(environment: Environment, file: string, text: string, project: Project, decisions: Decisions): string {
  if (file === "kustomization.yaml") return kustomization(environment, text, project, decisions);
  if (file === "spec/release.yaml") return patch(environment, text, project, decisions);
  if (file === "secrets-sealed/kustomization.yaml") return sealed(text, keys(project, decisions));
  if (file === "secrets-sops/kustomization.yaml" || file === "secrets-external/external-secret.yaml") return withKeys(text, keys(project, decisions));
  return text;
}

function kustomization(environment: Environment, text: string, project: Project, decisions: Decisions): string {
  const kind = databaseKind(project);
  const { name, tag, digest } = imageParts(decisions.identity.image.value);
  const steps: readonly (readonly [from: string | RegExp, to: string])[] = [
    [/^# .*\n(?=apiVersion)/m, `${headline(environment, kind, isClustered(project))}\n`],
    [/name: ghcr\.io\/acme\/.*/, `name: ${name}`],
    ["newTag: 1.4.2", digest === undefined ? `newTag: ${inline(tag)}` : `digest: ${digest}`],
    ...(kind === "file" ? [[/count: \d/, "count: 1"] as const] : []),
    ...(environment === "dev" ? [[/( {4}literals:\n)(?: {6}- .*\n)+/, `$1${literals(keys(project, decisions), kind)}`] as const] : []),
    ...(environment === "dev" && kind !== "Postgres" ? [[/^ {2}- postgres .*\n/m, ""] as const] : []),
  ];
  return steps.reduce((edited, [from, to]) => replaced(edited, from, to), text);
}

const literals = (all: readonly Key[], kind: DatabaseKind): string =>
  all
    .map(({ name, placeholder }) => {
      const isUnknown = kind === "other server" && (placeholder.includes("@database/") || placeholder === "database");
      return `      - ${name}=${placeholder}${isUnknown ? " # a database of your own: none is made here" : ""}\n`;
    })
    .join("");

function headline(environment: Environment, kind: DatabaseKind, isClustered: boolean): string {
  if (environment === "dev")
    return `# One small pod, not clustered, with ${kind === "Postgres" ? "its own Postgres and " : ""}secrets that everybody may know.`;
  if (kind === "file") return "# One pod: the database is a file on its disk.";
  const count = environment === "staging" ? "Two" : "Three";
  if (!isClustered) return `# ${count} pods that do not know each other: a broadcast, a presence, a long poll ends at the pod's border.`;
  return environment === "staging"
    ? "# Two pods that form a cluster, so that clustering is tested before prod."
    : "# Three pods that form a cluster, spread over nodes and zones.";
}

function patch(environment: Environment, text: string, project: Project, { identity, spec }: Decisions): string {
  const isOff = (field: string): boolean => spec.some((decision) => decision.path.join(".") === field && isWritten(decision) && decision.fact.value !== true);
  const strategy = spec.find(({ path }) => path.join(".") === "migrations.strategy")?.fact.value;
  const hasJob = databaseKind(project) !== "none" && databaseKind(project) !== "file" && (strategy === undefined || strategy === "job");
  const { host } = identity;
  const own = host && (environment === "prod" ? host.value : hostIn(environment, host.value));
  const steps: readonly (readonly [from: string | RegExp, to: string])[] = [
    [/^ {2}host: .*\n/m, own === undefined ? "" : `  host: ${own}\n`],
    ...(environment === "dev" && isOff("cluster.enabled") ? [[/^ {2}cluster: .*\n/m, ""] as const] : []),
    ...(environment === "dev" && !hasJob ? [[/^ {2}migrations: .*\n/m, ""] as const] : []),
    ...(environment === "dev" && hasJob && databaseKind(project) !== "Postgres"
      ? [["Postgres starts beside the Job, and its image may have to be pulled first", "the database may start beside the Job"] as const]
      : []),
  ];
  return steps.reduce((edited, [from, to]) => replaced(edited, from, to), text);
}

/** The command that makes a sealed Secret names every key. */
function sealed(text: string, all: readonly Key[]): string {
  const options = all.map(({ name }) => `#     --from-literal=${name}=… \\\n`).join("");
  return replaced(text, /^#( +)--from-literal=.*\n/m, options);
}

function withKeys(text: string, all: readonly Key[]): string {
  const list = `# Its keys: ${all.map(({ name }) => name).join(", ")}.\n`;
  return replaced(text, /^(?=apiVersion)/m, list);
}

/** The shipped layout is ours: where it has changed, this file must follow. */
function replaced(text: string, from: string | RegExp, to: string): string {
  const edited = text.replace(from, to);
  if (edited === text && !(typeof from === "string" ? text.includes(from) : from.test(text))) throw new Error(`the layout no longer has ${from}`);
  return edited;
}
