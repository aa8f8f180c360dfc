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
function sqlite({ database, migrations, seed, cron, processes: written }: Spec, processes: readonly CompleteProcess[]): Problem[] {
  const { enabled, path: file } = database;
  if (!enabled || file === undefined) return [];
  const path = ["spec", "database", "path"];
  const homeless = processes.filter((process) => process.isRelease && !holdsSqlite(process, database));
  const elsewhere = [
    ...(migrations.strategy === "job" || migrations.strategy === "initContainer" ? [["migrations", "strategy"]] : []),
    ...(seed.enabled ? [["seed", "enabled"]] : []),
    ...Object.keys(cron)
      .filter((name) => cron[name]?.enabled)
      .map((name) => ["cron", name]),
  ];
  return [
    ...(database.parts !== undefined || database.url.secretName !== undefined || database.url.key !== undefined
      ? [{ code: "PHX205", path, message: "database.path is a file, and url or parts say that the database is a server", help: "keep one of them" } as const]
      : []),
    ...homeless.map(
      ({ name }) =>
        ({
          code: "PHX237",
          path,
          message: `${name} has no storage that holds ${file}: the database would end with the pod${written[name] === undefined ? "" : ", or be another one"}`,
          help: `add processes.${name}.storage: {data: {path: ${file.slice(0, file.lastIndexOf("/")) || "/data"}, size: 1Gi}}; other processes that run the release cannot share the file`,
        }) as const,
    ),
    ...elsewhere.map(
      (field) =>
        ({
          code: "PHX237",
          path: ["spec", ...field],
          message: `spec.${field.join(".")} would run in a pod of its own, which does not have the database file ${file}`,
          help: "with SQLite the release migrates when it boots (strategy boot); do the rest inside the application",
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
