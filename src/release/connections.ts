import type { Problem } from "../source/problem.ts";
import type { Spec } from "../spec/schema.ts";
import { MIGRATION_POOL, poolSize } from "./database.ts";
import type { Variable } from "./environment.ts";
import type { Process } from "./process.ts";
import type { Release } from "./release.ts";

interface Share {
  readonly words: string;
  readonly connections: number;
}

/** How many pods of a process can exist at once. */
export interface Pods {
  readonly most: number;
  /** Above the wanted number, during a rollout. */
  readonly surge: number;
}

/** Every pod that can exist at once takes its whole pool: the most replicas, and the surge of a rollout. What is still draining is not counted. */
export function connections({ processes, jobs, crons, budget }: Release, podsOf: (process: Process) => Pods): Problem[] {
  const { database, poolVariable } = budget;
  const { maxConnections, perPod, repos } = database;
  if (!database.enabled || maxConnections === undefined || database.path !== undefined) return [];
  const shares = [
    ...processes.filter(({ isRelease }) => isRelease).map((process) => share(process, podsOf(process), database, poolVariable)),
    ...crons.map(({ key, container }) => oneOffShare({ name: `cron ${key}`, variables: container.variables }, database, poolVariable)),
    ...jobs.map(({ container, isLate }) =>
      isLate
        ? oneOffShare(container, database, poolVariable)
        : { words: `${container.name} ${MIGRATION_POOL} x ${repos}`, connections: MIGRATION_POOL * repos },
    ),
  ];
  const total = shares.reduce((sum, { connections }) => sum + connections, 0);
  if (total <= maxConnections) return [];
  return [
    {
      code: "PHX217",
      path: ["spec", "database", "maxConnections"],
      message: `at its largest the release opens ${total} database connections, and ${maxConnections} are allowed: ${shares.map(({ words }) => words).join(" + ")}`,
      help:
        perPod === undefined
          ? "lower database.pool, replicas, autoscale.max or rollout.maxSurge, or allow more connections; each process is (pods + surge) x pool x repos"
          : "lower replicas, autoscale.max or rollout.maxSurge, or allow more connections; each process is (pods + surge) x database.perPod",
    },
  ];
}

/** As the spec says. */
export const podsOfSpec = ({ autoscale, replicas, rollout }: Process): Pods => ({ most: autoscale?.max ?? replicas ?? 0, surge: rollout.maxSurge });

interface Opener {
  readonly name: string;
  readonly variables: readonly Variable[];
}

/** Connections of a pool, as the container is told. */
function sizeOf({ variables }: Opener, database: Spec["database"], poolVariable: string): number {
  const own = variables.find(({ name }) => name === poolVariable);
  return own && "value" in own ? Number(own.value) : poolSize(database);
}

/** A pod that starts the application opens whatever a server opens. */
function oneOffShare(opener: Opener, database: Spec["database"], poolVariable: string): Share {
  const { perPod, repos } = database;
  const { name } = opener;
  const size = sizeOf(opener, database, poolVariable);
  return perPod === undefined ? { words: `${name} ${size} x ${repos}`, connections: size * repos } : { words: `${name} ${perPod}`, connections: perPod };
}

function share(opener: Opener, { most, surge }: Pods, database: Spec["database"], poolVariable: string): Share {
  const { perPod, repos } = database;
  const { name } = opener;
  const size = sizeOf(opener, database, poolVariable);
  if (perPod !== undefined) return { words: `${name} (${most} + ${surge}) x ${perPod}`, connections: (most + surge) * perPod };
  return { words: `${name} (${most} + ${surge}) x ${size} x ${repos}`, connections: (most + surge) * size * repos };
}
