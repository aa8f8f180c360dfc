import type { Spec } from "../spec/schema.ts";
import type { Variable } from "./environment.ts";

export function databaseVariables({ database }: Spec, secretName: string): Variable[] {
  if (!database.enabled) return [];
  const { url, pool, ipv6 } = database;
  return [
    { name: "DATABASE_URL", secret: { secretName: url.secretName ?? secretName, key: url.key, optional: false } },
    { name: "POOL_SIZE", value: String(pool) },
    ...(ipv6 ? [{ name: "ECTO_IPV6", value: "true" }] : []),
  ];
}
