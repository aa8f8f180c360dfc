import type { Spec } from "./schema.ts";

export type Parts = NonNullable<Spec["database"]["parts"]>;
export type PartName = "username" | "password" | "host" | "port" | "name";

export const partNames: readonly PartName[] = ["username", "password", "host", "port", "name"];

interface Layout {
  readonly keys: Readonly<Partial<Record<PartName, string>>>;
  /** Key of a whole URL, whose password is encoded as a URL wants it. */
  readonly uri?: string;
}

/** Keys of the Secrets that operators write, as they document them (October 2026). */
const layouts: Readonly<Record<Parts["layout"], Layout>> = {
  custom: { keys: { username: "username", password: "password" } },
  "cloudnative-pg": { keys: { username: "username", password: "password", host: "host", port: "port", name: "dbname" }, uri: "uri" },
  zalando: { keys: { username: "username", password: "password" } },
  crunchy: { keys: { username: "user", password: "password", host: "host", port: "port", name: "dbname" }, uri: "uri" },
};

const POSTGRES_PORT = 5432;

/** Where a part comes from; undefined: nobody says. */
export function part(parts: Parts, name: PartName): { readonly value: string } | { readonly key: string } | undefined {
  const value = literal(parts, name);
  if (value !== undefined) return { value };
  const key = parts.keys[name] ?? layouts[parts.layout].keys[name];
  if (key !== undefined) return { key };
  return name === "port" ? { value: String(POSTGRES_PORT) } : undefined;
}

function literal({ host, port, name }: Parts, part: PartName): string | undefined {
  if (part === "host") return host;
  if (part === "port") return port === undefined ? undefined : String(port);
  return part === "name" ? name : undefined;
}

/** The operator's own URL, where nothing in the spec asks for another. */
export function readyUri(parts: Parts): string | undefined {
  const isAsItCame = partNames.every((name) => literal(parts, name) === undefined && parts.keys[name] === undefined);
  return isAsItCame && !parts.options ? layouts[parts.layout].uri : undefined;
}
