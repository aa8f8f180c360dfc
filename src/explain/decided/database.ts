import { atRollout, decided, openers, sumOf, uncounted } from "../../release/connections.ts";
import type { Release } from "../../release/release.ts";
import { envNames } from "../../spec/env-names.ts";
import { type Decision, type Told, variablesNamed } from "../decision.ts";

export const database: readonly Decision[] = [
  {
    fields: ["database.pool", "release.envNames.poolSize"],
    tell: ({ release }) => variablesNamed(release, [release.budget.poolVariable], "connections of one pod and repo"),
  },
  {
    fields: [
      "database.pool",
      "database.repos",
      "database.perPod",
      "database.maxConnections",
      "rollout.maxSurge",
      "processes.<name>.replicas",
      "processes.<name>.autoscale.max",
    ],
    tell: ({ release }) => sum(release),
  },
  {
    fields: [
      "database.enabled",
      "database.url",
      "database.parts",
      "database.path",
      "database.ipv6",
      "release.envNames.databaseUrl",
      "release.envNames.ipv6",
      "migrations.databaseUrl",
    ],
    tell: ({ release, spec }) => {
      const { databaseUrl, ipv6 } = envNames(spec);
      return variablesNamed(release, [databaseUrl, ipv6, "DATABASE_PATH", ...Object.values(spec.database.parts?.env ?? {})]);
    },
  },
];

/** The same sum as the build makes. */
function sum(release: Release): Told[] {
  const what = "database connections at a rollout, with the replicas of the spec";
  const reason = uncounted(release);
  if (reason !== undefined) return [{ what, value: "none", why: reason }];
  const shares = atRollout(openers(release, decided.poolOf), decided.podsOf);
  const { maxConnections } = release.budget.database;
  return [
    { what, value: String(sumOf(shares)), why: shares.map(({ words }) => words).join(" + ") },
    { what: "database connections that are allowed", value: maxConnections === undefined ? "nobody says: database.maxConnections" : String(maxConnections) },
  ];
}
