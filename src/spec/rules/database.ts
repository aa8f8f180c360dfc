import type { Problem } from "../../source/problem.ts";
import { part, partNames } from "../database-parts.ts";
import { strategy } from "../migrations.ts";
import { type CompleteProcess, holdsSqlite } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const databaseRules: Rule = ({ spec }, processes) => [...parts(spec), ...sqlite(spec, processes), ...ordering(spec), ...patience(spec, processes)];

function parts({ database: { enabled, parts, url } }: Spec): Problem[] {
  if (!enabled || !parts) return [];
  const path = ["spec", "database", "parts"];
  const twoSources = url.secretName !== undefined || url.key !== undefined;
  return [
    ...(twoSources
      ? [
          {
            code: "PHX205",
            path: ["spec", "database", "url"],
            message: "database.url and database.parts both say where the database is",
            help: "delete one; in an overlay's patch, parts: null or url: null deletes the base's",
          } as const,
        ]
      : []),
    ...partNames
      .filter((name) => part(parts, name) === undefined)
      .map(
        (part) =>
          ({
            code: "PHX101",
            path: [...path, part],
            message: `spec.database.parts.${part} is missing: a Secret with the layout ${parts.layout} does not hold it`,
            help: `add ${part}: … or keys: {${part}: …}`,
          }) as const,
      ),
    ...(["host", "port", "name"] as const)
      .filter((part) => parts[part] !== undefined && parts.keys[part] !== undefined)
      .map(
        (part) =>
          ({
            code: "PHX205",
            path: [...path, part],
            message: `database.parts.${part} is written here and read from the key ${parts.keys[part]}`,
            help: `delete one; in an overlay's patch, ${part}: null deletes the base's`,
          }) as const,
      ),
  ];
}

/** One file, which one pod at a time may write, and which is nowhere but in that pod. */
function sqlite({ database, migrations, seed, cron }: Spec, processes: readonly CompleteProcess[]): Problem[] {
  const { enabled, path: file } = database;
  if (!enabled || file === undefined) return [];
  const path = ["spec", "database", "path"];
  const isServer = database.parts !== undefined || database.url.secretName !== undefined || database.url.key !== undefined;
  const runsApart = migrations.strategy === "job" || migrations.strategy === "initContainer";
  const elsewhere: readonly (readonly [what: string, field: readonly string[]])[] = [
    ...(runsApart ? [[`the migration (strategy ${migrations.strategy})`, ["migrations", "strategy"]] as const] : []),
    ...(seed.enabled ? [["the seed", ["seed", "enabled"]] as const] : []),
    ...Object.keys(cron)
      .filter((name) => cron[name]?.enabled)
      .map((name) => [`cron ${name}`, ["cron", name]] as const),
  ];
  return [
    ...(isServer
      ? [
          {
            code: "PHX205",
            path,
            message: "database.path is a file, and url or parts say that the database is a server",
            help: "delete one; in an overlay's patch, path: null, url: null or parts: null deletes the base's",
          } as const,
        ]
      : []),
    ...owners(file, database, processes),
    ...elsewhere.map(
      ([what, field]) =>
        ({
          code: "PHX237",
          path: ["spec", ...field],
          message: `${what} would run in a container that does not have the database file ${file}`,
          help:
            field[0] === "migrations"
              ? "delete it: with SQLite the release migrates when it boots (strategy boot)"
              : "do it inside the application: no other container has the file",
        }) as const,
    ),
  ];
}

/** The file belongs to one process, in storage that outlives its pod. */
function owners(file: string, database: Spec["database"], processes: readonly CompleteProcess[]): Problem[] {
  const path = ["spec", "database", "path"];
  const releases = processes.filter(({ isRelease }) => isRelease);
  const owner = releases.find((process) => holdsSqlite(process, database)) ?? releases[0];
  if (!owner) return [];
  const others = releases.filter((process) => process !== owner);
  return [
    ...(holdsSqlite(owner, database)
      ? []
      : [
          {
            code: "PHX237",
            path,
            message: `${owner.name} has no storage that holds ${file}: the database would end with the pod`,
            help: `add processes.${owner.name}.storage: {data: {path: ${file.slice(0, file.lastIndexOf("/")) || "/data"}, size: 1Gi}}`,
          } as const,
        ]),
    ...others.map(
      ({ name }) =>
        ({
          code: "PHX237",
          path,
          message: `${name} runs the release too, and cannot have ${file}: a SQLite file belongs to one process`,
          help: `do its work in ${owner.name}, set processes.${name}.beam.enabled to false where its image is no release, or move to a database server`,
        }) as const,
    ),
  ];
}

function ordering({ migrations: { ordering, strategy } }: Spec): Problem[] {
  if (ordering !== "argocd" || strategy === undefined || strategy === "job") return [];
  return [
    {
      code: "PHX238",
      path: ["spec", "migrations", "ordering"],
      message: `migrations.ordering is argocd, but with strategy ${strategy} there is no Job that could come first`,
      help: "delete the ordering, or set strategy to job",
    },
  ];
}

/** Nothing would keep the liveness probe from killing the pod in the middle of it. */
function patience(spec: Spec, processes: readonly CompleteProcess[]): Problem[] {
  if (strategy(spec) !== "boot") return [];
  return processes
    .filter(
      ({ isRelease, http, health }) => isRelease && (http.enabled || health.liveness.port !== undefined) && health.liveness.enabled && !health.startup.enabled,
    )
    .map(({ name }) => ({
      code: "PHX239",
      path: ["spec", "health", "startup", "enabled"],
      message: `${name} migrates when it boots, and without a startup probe the liveness probe would restart it half-way`,
      help: "enable the startup probe, which leaves migrations.timeoutSeconds to the boot, or switch the liveness probe off",
    }));
}
