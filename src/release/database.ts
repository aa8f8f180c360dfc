import { type Parts, part, partNames, readyUri } from "../spec/database-parts.ts";
import type { EnvNames } from "../spec/env-names.ts";
import type { Spec } from "../spec/schema.ts";
import { secretSetting, setting, type Variable } from "./environment.ts";

type Database = Spec["database"];

/** What the generated runtime.exs takes when nobody says anything. */
const POOL = 10;
const SQLITE_POOL = 5;

/** What the sum of connections is made of. */
export interface Budget {
  readonly database: Database;
  /** Name of the variable with the size of a pool. */
  readonly poolVariable: string;
}

export const poolSize = ({ pool, path }: Database): number => pool ?? (path === undefined ? POOL : SQLITE_POOL);

/** Another URL for the migration. */
interface Bypass {
  readonly secretName?: string | undefined;
  readonly key: string;
}

/** Ecto migrates with two connections per repo: one holds the lock. */
export const MIGRATION_POOL = 2;

interface Use {
  /** Connections of a pool. */
  readonly pool: number;
  readonly bypass?: Bypass | undefined;
}

export function databaseVariables({ database }: Spec, secretName: string, names: EnvNames, { pool, bypass }: Use): Variable[] {
  if (!database.enabled) return [];
  const size = setting(names.poolSize, String(pool));
  if (database.path !== undefined) return [{ name: "DATABASE_PATH", value: database.path }, ...size];
  const url = bypass ?? { secretName: database.url.secretName, key: database.url.key ?? names.databaseUrl };
  return [
    ...(database.parts ? partVariables(database.parts) : []),
    ...(database.parts && !bypass ? urlOf(database.parts, names) : secretSetting(names.databaseUrl, url.secretName ?? secretName, url.key)),
    ...size,
    ...(database.ipv6 ? setting(names.ipv6, "true") : []),
  ];
}

function partVariables(parts: Parts): Variable[] {
  return partNames.flatMap((name): Variable[] => {
    const source = part(parts, name);
    if (!source) return [];
    return "value" in source ? setting(parts.env[name], source.value) : secretSetting(parts.env[name], parts.secretName, source.key);
  });
}

function urlOf(parts: Parts, { databaseUrl }: EnvNames): Variable[] {
  const uri = readyUri(parts);
  return uri === undefined ? setting(databaseUrl, composedUrl(parts)) : secretSetting(databaseUrl, parts.secretName, uri);
}

/** Kubernetes puts it together in the pod: nobody else sees the password. */
function composedUrl({ env: { username, password, host, port, name }, options }: Parts): string {
  return `ecto://$(${username}):$(${password})@$(${host}):$(${port})/$(${name})${options ? `?${options}` : ""}`;
}
