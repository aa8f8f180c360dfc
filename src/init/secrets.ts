import type { Project } from "../mix/project.ts";
import { isClustered } from "./cluster.ts";
import { databaseKind } from "./database.ts";
import type { Decisions } from "./decisions.ts";

// The keys of the one Secret, which no manifest holds outside of dev.

export interface Key {
  readonly name: string;
  /** What dev takes: everybody may know it. */
  readonly placeholder: string;
  /** What a shell makes it of, or what the user must put there. */
  readonly command: string;
}

export function keys(project: Project, { identity, spec, required }: Decisions): Key[] {
  const named = (field: string, usual: string): string => String(spec.find(({ path }) => path.join(".") === `release.envNames.${field}`)?.fact.value ?? usual);
  const kind = databaseKind(project);
  const cookieKey = spec.find(({ path }) => path.join(".") === "cluster.cookie.key")?.fact.value ?? named("cookie", "RELEASE_COOKIE");
  const user = databaseName(identity.name.value);
  const address = kind === "Postgres" ? `ecto://${user}:${user}@postgres/${user}` : `ecto://${user}:${user}@database/${user}`;
  const all: Key[] = [
    { name: named("secretKeyBase", "SECRET_KEY_BASE"), placeholder: new Array(4).fill("development-only").join("-"), command: '"$(openssl rand -base64 48)"' },
    ...(kind === "Postgres" || kind === "other server"
      ? [{ name: named("databaseUrl", "DATABASE_URL"), placeholder: address, command: '"ecto://USER:PASSWORD@HOST/DATABASE"' }]
      : []),
    ...(isClustered(project) ? [{ name: String(cookieKey), placeholder: "development-only", command: '"$(openssl rand -hex 32)"' }] : []),
    ...required
      .filter(({ isKey }) => isKey)
      .map(({ name, placeholder }) => ({ name, placeholder: placeholder.replace("ecto://app:app@postgres/app", address), command: '"…"' })),
  ];
  return all.filter(({ name }) => name !== "");
}

/** Postgres takes hyphens only in quotes. */
export const databaseName = (name: string): string => name.replaceAll("-", "_");
