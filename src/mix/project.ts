import { basename } from "node:path";
import { type Clustering, readClustering } from "./clustering.ts";
import { type Distillery, readDistillery } from "./distillery.ts";
import { type Dockerfile, readDockerfile } from "./dockerfile.ts";
import { callOf, type Expression, everyStatement, text } from "./elixir/terms.ts";
import { type Elixir, readElixir } from "./elixir-files.ts";
import { type Fact, type Note, sure } from "./fact.ts";
import { readFiles } from "./files.ts";
import { type Health, readHealth } from "./health.ts";
import { type Jobs, readJobs } from "./jobs.ts";
import { type Metrics, readMetrics } from "./metrics.ts";
import { libraries, readLock, readMixfile } from "./mixfile.ts";
import { type Names, readNames } from "./names.ts";
import { type Repos, readRepos } from "./repos.ts";
import { readScripts, type Scripts } from "./scripts.ts";
import { readSettings } from "./settings.ts";
import { readToolchain, type Toolchain } from "./toolchain.ts";
import { troubles } from "./troubles.ts";
import { readVariables, type Variable } from "./variables.ts";
import { readWeb, type Web } from "./web.ts";

/** What a mix project says about its release, as far as its text tells. */
export interface Project {
  readonly names: Names;
  readonly toolchain: Toolchain;
  readonly web: Web;
  readonly repos: Repos;
  readonly jobs: Jobs;
  readonly clustering: Clustering;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly scripts: Scripts;
  readonly dockerfile: Dockerfile | undefined;
  readonly distillery: Distillery;
  readonly variables: readonly Variable[];
  /** Ecto.Migrator among the children of the application. */
  readonly migrator: Fact<string> | undefined;
  /** Whether anything configures the release when it boots. */
  readonly hasRuntimeConfig: boolean;
  readonly notes: readonly Note[];
}

/** Reads a project; undefined where the directory holds none. Nothing of it is run. */
export function readProject(root: string): Project | undefined {
  const files = readFiles(root);
  if (!files.texts.has("mix.exs")) return undefined;
  const elixir = readElixir(files);
  const mixfiles = elixir.mixfiles.map(readMixfile);
  const library = libraries(mixfiles, readLock(elixir.lock));
  const settings = readSettings(elixir);
  const dockerfile = readDockerfile(files);
  const served = new Set(endpointFiles(elixir).map((file) => /^apps\/[^/]+\//.exec(file)?.[0] ?? ""));
  // Of several endpoints the one that phx.new --umbrella made counts before an admin's.
  const web = mixfiles
    .filter(({ directory }) => served.has(directory))
    .flatMap(({ app, directory }) => (app ? [{ app: app.value, directory }] : []))
    .sort((a, b) => Number(b.app.endsWith("_web")) - Number(a.app.endsWith("_web")));
  const names = readNames(
    mixfiles,
    web.map(({ app }) => app),
    dockerfile,
    basename(root),
  );
  const scripts = readScripts(files, elixir);
  const project: Project = {
    names,
    toolchain: readToolchain(files, dockerfile, mixfiles.find(({ directory }) => directory === "") ?? mixfiles[0]),
    web: readWeb(elixir, settings, library, web),
    repos: readRepos(elixir, settings, library),
    jobs: readJobs(elixir, settings, library),
    clustering: readClustering(elixir, settings, library),
    metrics: readMetrics(elixir, settings, library),
    health: readHealth(elixir),
    scripts,
    dockerfile,
    distillery: readDistillery(files, elixir, library),
    variables: readVariables(elixir),
    migrator: migrator(elixir),
    hasRuntimeConfig: elixir.config.some(({ when }) => when === "runtime"),
    notes: [...files.notes, ...elixir.notes, ...names.notes, ...scripts.notes],
  };
  return { ...project, notes: [...project.notes, ...troubles(project)] };
}

function endpointFiles({ code }: Elixir): string[] {
  return code
    .filter(({ nodes }) => everyStatement(nodes).some((statement) => text(callOf(statement, "use")?.args[0]) === "Phoenix.Endpoint"))
    .map(({ file }) => file);
}

/** {Ecto.Migrator, repos: …}: the application migrates when it boots. */
function migrator({ code }: Elixir): Fact<string> | undefined {
  for (const { file, nodes } of code) {
    for (const [node] of everyTuple(nodes)) {
      if (node?.kind === "alias" && node.text === "Ecto.Migrator") return sure("Ecto.Migrator", { file, line: node.line }, "a child of the application");
    }
  }
  return undefined;
}

/** The contents of every tuple, however deep. */
const everyTuple = (nodes: Expression): Expression[] =>
  nodes.flatMap((node) => (node.kind === "group" ? [...(node.text === "{" ? [node.items] : []), ...everyTuple(node.items)] : []));
