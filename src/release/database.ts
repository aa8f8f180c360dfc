import type { EnvNames } from "../spec/env-names.ts";
import type { Spec } from "../spec/schema.ts";
import { secretSetting, setting, type Variable } from "./environment.ts";

type Database = Spec["database"];
type Parts = NonNullable<Database["parts"]>;

/** What the generated runtime.exs takes when nobody says anything. */
const POOL = 10;
const SQLITE_POOL = 5;
const POSTGRES_PORT = 5432;

export const poolSize = ({ pool, path }: Database): number => pool ?? (path === undefined ? POOL : SQLITE_POOL);

/** Another URL for the migration. */
interface Bypass {
  readonly secretName?: string | undefined;
  readonly key: string;
}

export function databaseVariables({ database }: Spec, secretName: string, names: EnvNames, bypass?: Bypass): Variable[] {
  if (!database.enabled) return [];
  const size = setting(names.poolSize, String(poolSize(database)));
  if (database.path !== undefined) return [{ name: "DATABASE_PATH", value: database.path }, ...size];
  const url = bypass ?? { secretName: database.url.secretName, key: database.url.key ?? names.databaseUrl };
  return [
    ...(database.parts ? partVariables(database.parts) : []),
    ...(database.parts && !bypass
      ? setting(names.databaseUrl, composedUrl(database.parts))
      : secretSetting(names.databaseUrl, url.secretName ?? secretName, url.key)),
    ...size,
    ...(database.ipv6 ? setting(names.ipv6, "true") : []),
  ];
}

type PartName = "username" | "password" | "host" | "port" | "name";

/** Keys of the Secrets that operators write (their documentation of October 2026). */
const layouts: Readonly<Record<Parts["layout"], Readonly<Partial<Record<PartName, string>>>>> = {
  custom: { username: "username", password: "password" },
  "cloudnative-pg": { username: "username", password: "password", host: "host", port: "port", name: "dbname" },
  zalando: { username: "username", password: "password" },
  crunchy: { username: "user", password: "password", host: "host", port: "port", name: "dbname" },
};

const partNames: readonly PartName[] = ["username", "password", "host", "port", "name"];

/** Where a part comes from; undefined: nobody says. */
function part({ layout, keys, host, port, name }: Parts, part: PartName): { readonly value: string } | { readonly key: string } | undefined {
  const literal = { host, port: port === undefined ? undefined : String(port), name, username: undefined, password: undefined }[part];
  if (literal !== undefined) return { value: literal };
  const key = keys[part] ?? layouts[layout][part];
  if (key !== undefined) return { key };
  return part === "port" ? { value: String(POSTGRES_PORT) } : undefined;
}

/** Parts that neither the Secret nor the spec gives. */
export const missingParts = (parts: Parts): PartName[] => partNames.filter((name) => part(parts, name) === undefined);

function partVariables(parts: Parts): Variable[] {
  return partNames.flatMap((name): Variable[] => {
    const source = part(parts, name);
    if (!source) return [];
    return "value" in source ? setting(parts.env[name], source.value) : secretSetting(parts.env[name], parts.secretName, source.key);
  });
}

/** Kubernetes puts it together in the pod: nobody else sees the password. */
function composedUrl({ env: { username, password, host, port, name }, options }: Parts): string {
  return `ecto://$(${username}):$(${password})@$(${host}):$(${port})/$(${name})${options ? `?${options}` : ""}`;
}
