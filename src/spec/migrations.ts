import type { Spec } from "./schema.ts";

// What migrations does where it says nothing.

export type Strategy = NonNullable<Spec["migrations"]["strategy"]>;
export type Ordering = NonNullable<Spec["migrations"]["ordering"]>;

export function strategy({ migrations, database }: Pick<Spec, "migrations" | "database">): Strategy {
  if (migrations.strategy !== undefined) return migrations.strategy;
  if (!database.enabled) return "none";
  return database.path === undefined ? "job" : "boot";
}

/** Distillery's eval is another program: whether it can read the migrations of the image is not known. */
export const ordering = ({ migrations, release }: Spec): Ordering => migrations.ordering ?? (release.tool === "distillery" ? "none" : "wait");
