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
import { libraries, type Mixfile, readLock, readMixfile } from "./mixfile.ts";
import { type Names, readNames } from "./names.ts";
import { readReleases } from "./releases.ts";
import { type Repos, readRepos } from "./repos.ts";
import { readScripts, type Scripts } from "./scripts.ts";
import { isEndpoint, readSettings, type Setting } from "./settings.ts";
import { readToolchain, type Toolchain } from "./toolchain.ts";
import { troubles } from "./troubles.ts";
import { readVariables, unclearReads, type Variable } from "./variables.ts";
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
  const all = readElixir(files);
  const mixfiles = all.mixfiles.map(readMixfile);
  const whole = { elixir: all, settings: readSettings(all), mixfiles };
  const dockerfile = readDockerfile(files);
  const web = serving(whole);
  const apps = web.map(({ app }) => app);
  const releases = readReleases(mixfiles, apps, dockerfile);
  // Of the release that is started, and of all that the image has.
  const served = only(whole, releases.isServed);
  const { elixir, settings, mixfiles: included } = only(whole, releases.isInImage);
  const lock = readLock(all.lock);
  const library = libraries(included, lock);
  const names = readNames(mixfiles, releases, apps, dockerfile, basename(root));
  const scripts = readScripts(files, elixir);
  const project: Project = {
    names,
    toolchain: readToolchain(files, dockerfile, mixfiles.find(({ directory }) => directory === "") ?? mixfiles[0]),
    web: readWeb(
      served.elixir,
      served.settings,
      libraries(served.mixfiles, lock),
      web.filter(({ app }) => releases.isServed(app)),
    ),
    repos: readRepos(elixir, settings, library),
    jobs: readJobs(elixir, settings, library),
    clustering: readClustering(elixir, settings, library),
    metrics: readMetrics(elixir, settings, library),
    health: readHealth(served.elixir),
    scripts,
    dockerfile,
    distillery: readDistillery(files, elixir, library),
    variables: readVariables(elixir),
    migrator: migrator(elixir),
    hasRuntimeConfig: elixir.config.some(({ when }) => when === "runtime"),
    notes: [...files.notes, ...elixir.notes, ...names.notes, ...scripts.notes, ...unclear(elixir)],
  };
  return { ...project, notes: [...project.notes, ...troubles(project)] };
}

const unclear = (elixir: Elixir): Note[] =>
  unclearReads(elixir).map((at) => ({
    at,
    message: "reads the environment in a way that was not understood",
    help: "look for the variables it needs, and write them into env or secretEnv",
  }));

/** What of a project's text is read. */
interface Sources {
  readonly elixir: Elixir;
  readonly settings: readonly Setting[];
  readonly mixfiles: readonly Mixfile[];
}

/** Applications with an endpoint: that of the name which phx.new --umbrella gives before an admin's. */
function serving({ elixir, settings, mixfiles }: Sources): { app: string; directory: string }[] {
  const files = elixir.code
    .filter(({ nodes }) => everyStatement(nodes).some((statement) => text(callOf(statement, "use")?.args[0]) === "Phoenix.Endpoint"))
    .map(({ file }) => file);
  return mixfiles
    .flatMap(({ app, directory }) => (app ? [{ app: app.value, directory }] : []))
    .filter(({ app, directory }) => files.some((file) => isBelow(directory, file)) || settings.some((setting) => isEndpoint(setting) && setting.app === app))
    .sort((a, b) => Number(b.app.endsWith("_web")) - Number(a.app.endsWith("_web")));
}

/** The top has what no application of the umbrella has. */
const isBelow = (directory: string, file: string): boolean => (directory === "" ? file.startsWith("lib/") : file.startsWith(directory));

/** Without what belongs to applications that are not meant. */
function only({ elixir, settings, mixfiles }: Sources, isMeant: (app: string) => boolean): Sources {
  const others = mixfiles.filter(({ directory, app }) => directory !== "" && app !== undefined && !isMeant(app.value));
  return {
    elixir: { ...elixir, code: elixir.code.filter(({ file }) => !others.some(({ directory }) => file.startsWith(directory))) },
    settings: settings.filter(({ app }) => !others.some((other) => other.app?.value === app)),
    mixfiles: mixfiles.filter((mixfile) => !others.includes(mixfile)),
  };
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
