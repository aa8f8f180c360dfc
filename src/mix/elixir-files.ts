import { type Line, production } from "./elixir/production.ts";
import type { Expression } from "./elixir/terms.ts";
import { parse } from "./elixir/tree.ts";
import type { Note } from "./fact.ts";
import type { Files } from "./files.ts";

export interface ElixirFile {
  readonly file: string;
  readonly nodes: Expression;
}

/** A file of configuration, with what of it counts in production. */
interface ConfigFile extends ElixirFile {
  readonly lines: readonly Line[];
  /** runtime: read when the release boots. build: read when it is made, so that variables of the pod come too late. */
  readonly when: "build" | "runtime";
}

/** The Elixir in a project. */
export interface Elixir {
  readonly mixfiles: readonly ElixirFile[];
  readonly lock: Expression;
  /** In the order in which Mix and the release read them. */
  readonly config: readonly ConfigFile[];
  readonly code: readonly ElixirFile[];
  /** rel/config.exs, of Distillery. */
  readonly distillery: ElixirFile | undefined;
  readonly notes: readonly Note[];
}

/** Words without which a file of code says nothing about the release: most files need not be read further. */
const TELLING =
  /Ecto\.Repo|\bRouter\b|, :router|Phoenix\.Endpoint|, :endpoint|Plug\.Router|\btopologies\b|Cluster\.Supervisor|TelemetryMetricsPrometheus|PromEx|Oban|fetch_env!|Migrator|Release/;

/** Of one file: the first explains the others. */
const MOST_ODDITIES = 3;

const BUILD = ["config/config.exs", "config/prod.exs", "config/prod.secret.exs"];
const RUNTIME = ["config/runtime.exs", "config/releases.exs"];

export function readElixir({ texts, apps }: Files): Elixir {
  const notes: Note[] = [];
  const parsed = (file: string): ElixirFile => {
    const { nodes, oddities } = parse(texts.get(file) as string);
    const told = oddities.slice(0, MOST_ODDITIES).map(({ line, message }) => ({ at: { file, line }, message }));
    const left = oddities.length - told.length;
    notes.push(...told, ...(left > 0 ? [{ at: { file, line: oddities[MOST_ODDITIES]?.line ?? 1 }, message: `${left} more of this kind` }] : []));
    return { file, nodes };
  };
  const paths = [...texts.keys()];
  const mixfiles = ["mix.exs", ...apps.map((app) => `${app}/mix.exs`)].filter((path) => texts.has(path)).map(parsed);
  const lock = texts.has("mix.lock") ? parsed("mix.lock").nodes : [];
  const build = [...apps.flatMap((app) => BUILD.map((file) => `${app}/${file}`)), ...BUILD];
  const config = [...build, ...RUNTIME, ...imported(texts)]
    .filter((file) => texts.has(file))
    .map((file): ConfigFile => {
      const { nodes } = parsed(file);
      return { file, nodes, lines: production(nodes), when: RUNTIME.includes(file) ? "runtime" : "build" };
    });
  const libs = ["lib/", ...apps.map((app) => `${app}/lib/`)];
  const code = paths.filter((path) => path.endsWith(".ex") && libs.some((lib) => path.startsWith(lib)) && TELLING.test(texts.get(path) as string)).map(parsed);
  return { mixfiles, lock, config, code, distillery: texts.has("rel/config.exs") ? parsed("rel/config.exs") : undefined, notes };
}

/** Files that the configuration for production imports under names of its own. */
function imported(texts: Files["texts"]): string[] {
  const known = [...BUILD, ...RUNTIME];
  return ["config/config.exs", "config/prod.exs"].flatMap((file) =>
    [...(texts.get(file) ?? "").matchAll(/^\s*import_config\(?\s*"([^"#*]+\.exs)"/gm)]
      .map(([, name]) => `config/${name}`)
      .filter((path) => !known.includes(path) && !/^config\/(dev|test)(\.secret)?\.exs$/.test(path)),
  );
}
