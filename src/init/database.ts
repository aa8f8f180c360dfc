import { guess, likely, type Note } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import { type Decision, decided } from "./decision.ts";
import type { Identity } from "./identity.ts";
import { rootOf, scriptOf } from "./release.ts";

// Ecto's repos and their migrations.

const POOL = 10;
const SQLITE_POOL = 5;

/** What each server takes by default: 100 of Postgres without those it keeps for superusers, MySQL's, SQL Server's. */
const MOST: Readonly<Record<string, number>> = { Postgres: 97, MySQL: 151, "SQL Server": 32_767 };

/** How the environments are to have a database. */
export type DatabaseKind = "none" | "file" | "Postgres" | "other server";

export function databaseKind({ repos }: Project): DatabaseKind {
  if (repos.repos.length === 0) return "none";
  const kind = repos.database?.value;
  if (kind === "SQLite") return "file";
  return kind === "Postgres" || kind === undefined ? "Postgres" : "other server";
}

export function database(project: Project, { name }: Identity): Decision[] {
  const { repos, names } = project;
  const [first] = repos.repos;
  if (!first) return decided("database.enabled", likely(false, names.app.at, "no ecto_repos, and no Ecto.Repo"), true);
  const isFile = databaseKind(project) === "file";
  return [
    ...decided("database.enabled", { ...first, value: true, why: `${first.value}, ${repos.database?.value ?? "of a kind that is not said"}` }, true),
    ...(isFile ? file(project, name.value) : []),
    ...decided("database.pool", repos.pool, isFile ? SQLITE_POOL : POOL),
    ...decided("database.repos", { ...(repos.repos[1] ?? first), value: repos.repos.length, why: repos.repos.map(({ value }) => value).join(", ") }, 1),
    ...(isFile
      ? []
      : [
          {
            path: ["database", "maxConnections"],
            fact: guess(MOST[repos.database?.value ?? ""] ?? 97, "what the server allows this release; with it the build counts the connections of all pods"),
            isOff: true,
          },
        ]),
    ...migrations(project),
  ];
}

function file({ repos }: Project, name: string): Decision[] {
  const at = repos.database?.at;
  return [
    ...decided("database.path", likely(`/data/${name}.db`, at, "SQLite: a file on a disk that stays")),
    ...decided("processes.web.storage.data", guess({ path: "/data", size: "1Gi" }, "the disk that holds it", at)),
  ];
}

function migrations(project: Project): Decision[] {
  const { scripts, dockerfile, names, distillery, migrator } = project;
  if (migrator) return decided("migrations.strategy", { ...migrator, value: "boot" }, databaseKind(project) === "file" ? "boot" : "job");
  if (databaseKind(project) === "file") return [];
  const atStart = [...(dockerfile?.entrypoint?.words ?? []), ...(dockerfile?.cmd?.words ?? [])].some((word) => /\bmigrate\b/.test(word));
  if (atStart)
    return decided("migrations.strategy", likely("boot", dockerfile?.cmd?.at ?? dockerfile?.entrypoint?.at, "the image migrates when it starts"), "job");
  const release = distillery.release?.value ?? names.release.value;
  const script = scriptOf(project, release);
  const isEntrypoint = dockerfile?.entrypoint?.words[0]?.endsWith(`/bin/${release}`) === true;
  const own = distillery.found ? distillery.migrate : scripts.migrate;
  const call = scripts.migrateFunction;
  if (!own && (!call || distillery.found)) {
    return decided("migrations.strategy", guess("none", `${missing(project)}; then delete this`), "job");
  }
  if (isEntrypoint) {
    const words = distillery.found ? [script, "migrate"] : own ? [`${rootOf(project, release)}/bin/migrate`] : [script, "eval", call?.value as string];
    return [
      ...decided("migrations.command", likely(words, dockerfile?.entrypoint?.at, "the ENTRYPOINT is the release's script, which would take args for its own")),
      ...(distillery.found
        ? []
        : decided("migrations.ordering", likely("none", dockerfile?.entrypoint?.at, "waiting for migrations needs the script as an argument"), "wait")),
    ];
  }
  if (own)
    return decided("migrations.args", { ...own, value: [distillery.found ? script : `${rootOf(project, release)}/bin/migrate`] }, [
      distillery.found ? script : `${rootOf(project, release)}/bin/migrate`,
    ]);
  return decided("migrations.eval", call);
}

function missing({ distillery, names }: Project): string {
  if (distillery.found) return "rel/config.exs has no command migrate";
  const nothing = "no rel/overlays/bin/migrate and no module with migrate/0";
  return names.isUmbrella ? `${nothing}, which an umbrella writes by hand` : `${nothing}; mix phx.gen.release makes both`;
}

/** What is not said where nothing migrates. */
export function migrationNotes(project: Project): Note[] {
  const strategy = migrations(project).find(({ path }) => path.join(".") === "migrations.strategy");
  if (project.repos.repos.length === 0 || strategy?.fact.value !== "none") return [];
  const help = project.distillery.found
    ? "add a command migrate to rel/config.exs"
    : project.names.isUmbrella
      ? "write a module Release with migrate/0, as Phoenix' guide on releases has it"
      : "mix phx.gen.release";
  return [{ isProblem: true, message: "nothing migrates the database", help }];
}
