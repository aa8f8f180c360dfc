import type { Problem } from "../source/problem.ts";
import type { Spec } from "../spec/schema.ts";
import type { Process } from "./process.ts";
import type { Release } from "./release.ts";

/** Ecto starts a repo with two connections to migrate: one holds the lock. */
const MIGRATION_POOL = 2;

interface Share {
  readonly words: string;
  readonly connections: number;
}

/** Every pod that can exist at once takes its whole pool: the most replicas, and the surge of a rollout. */
export function connections({ processes, migration }: Release, { database }: Spec): Problem[] {
  if (!database.enabled || database.maxConnections === undefined) return [];
  const shares = [
    ...processes.map((process) => share(process, database)),
    ...(migration ? [{ words: `migrate ${MIGRATION_POOL} x ${database.repos}`, connections: MIGRATION_POOL * database.repos }] : []),
  ];
  const total = shares.reduce((sum, { connections }) => sum + connections, 0);
  if (total <= database.maxConnections) return [];
  return [
    {
      code: "PHX217",
      path: ["spec", "database", "maxConnections"],
      message: `at its largest the release opens ${total} database connections, and ${database.maxConnections} are allowed: ${shares.map(({ words }) => words).join(" + ")}`,
      help: "lower database.pool, replicas, autoscale.max or rollout.maxSurge, or allow more connections; each process is (pods + surge) x pool x repos",
    },
  ];
}

function share(process: Process, { pool, repos }: Spec["database"]): Share {
  const pods = process.autoscale?.max ?? process.replicas ?? 0;
  const own = process.variables.find(({ name }) => name === "POOL_SIZE");
  const size = own && "value" in own ? Number(own.value) : pool;
  const { maxSurge } = process.rollout;
  return { words: `${process.name} (${pods} + ${maxSurge}) x ${size} x ${repos}`, connections: (pods + maxSurge) * size * repos };
}
