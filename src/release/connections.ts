import type { Problem } from "../source/problem.ts";
import type { Spec } from "../spec/schema.ts";
import { MIGRATION_POOL, poolSize } from "./database.ts";
import type { Variable } from "./environment.ts";
import type { Process } from "./process.ts";
import type { Release } from "./release.ts";

/** What opens connections to the database. */
export interface Opener {
  /** As messages call it: a process, cron KEY, migrate, seed. */
  readonly name: string;
  /** Undefined: one pod that does one thing and ends. */
  readonly process: Process | undefined;
  /** Whether it runs by the clock, and not only in a rollout. */
  readonly isCron: boolean;
  /** Connections of one pod. */
  readonly each: number;
  /** How they come about, such as 10 x 1. */
  readonly words: string;
}

/** How many pods of a process can exist at once. */
interface Pods {
  readonly most: number;
  /** Above the wanted number, during a rollout; never more than are wanted, since no more new pods are started. */
  readonly surge: number;
}

/** What the objects say, which patches may have changed since it was decided. */
export interface Facts {
  readonly podsOf: (process: Process) => Pods;
  /** Value of the variable with the size of a pool in the pod of a process; undefined: as decided. */
  readonly poolOf: (process: Process, variable: string) => number | undefined;
}

/** Why nobody counts; undefined: there are connections, and they count. */
export function uncounted({ budget: { database } }: Release): string | undefined {
  if (!database.enabled) return "database.enabled is false";
  return database.path === undefined ? undefined : "SQLite is a file: nothing connects";
}

export function openers({ processes, jobs, crons, budget }: Release, poolOf: Facts["poolOf"]): Opener[] {
  const { database, poolVariable } = budget;
  const none = { process: undefined, isCron: false };
  return [
    ...processes
      .filter(({ isRelease }) => isRelease)
      .map((process) => ({
        ...none,
        name: process.name,
        process,
        ...pod(poolOf(process, poolVariable) ?? sizeOf(process.variables, database, poolVariable), database),
      })),
    ...crons.map(({ key, container: { variables } }) => ({
      ...none,
      name: `cron ${key}`,
      isCron: true,
      ...pod(sizeOf(variables, database, poolVariable), database),
    })),
    ...jobs.map(({ container: { name, variables }, isLate }) => ({
      ...none,
      name,
      ...(isLate ? pod(sizeOf(variables, database, poolVariable), database) : pool(MIGRATION_POOL, database.repos)),
    })),
  ];
}

/** A pod that starts the application opens whatever a server opens. */
const pod = (size: number, { perPod, repos }: Spec["database"]): Pick<Opener, "each" | "words"> =>
  perPod === undefined ? pool(size, repos) : { each: perPod, words: String(perPod) };

const pool = (size: number, repos: number): Pick<Opener, "each" | "words"> => ({ each: size * repos, words: `${size} x ${repos}` });

export interface Opened {
  readonly words: string;
  readonly connections: number;
}

/** @param pods of a process, in parts that the words show; of a one-off they do not count */
export function opened({ name, process, each, words }: Opener, pods: readonly number[]): Opened {
  if (!process) return { words: `${name} ${words}`, connections: each };
  const shown = pods.length === 1 ? String(pods[0]) : `(${pods.join(" + ")})`;
  return { words: `${name} ${shown} x ${words}`, connections: each * pods.reduce((sum, one) => sum + one, 0) };
}

export const sumOf = (all: readonly Opened[]): number => all.reduce((sum, { connections }) => sum + connections, 0);

/** Every pod that can exist at once takes its whole pool: the most replicas, and the surge of a rollout. What is still draining is not counted. */
export function atRollout(all: readonly Opener[], podsOf: Facts["podsOf"]): Opened[] {
  return all.map((opener) => {
    const { most, surge } = opener.process ? podsOf(opener.process) : { most: 1, surge: 0 };
    return opened(opener, [most, surge]);
  });
}

export function connections(release: Release, { podsOf, poolOf }: Facts): Problem[] {
  const { maxConnections, perPod } = release.budget.database;
  if (maxConnections === undefined || uncounted(release) !== undefined) return [];
  const shares = atRollout(openers(release, poolOf), podsOf);
  const total = sumOf(shares);
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
export const decided: Facts = {
  podsOf: ({ autoscale, replicas, rollout }) => {
    const most = autoscale?.max ?? replicas ?? 0;
    return { most, surge: Math.min(most, rollout.maxSurge) };
  },
  poolOf: () => undefined,
};

/** Connections of a pool, as the container is told. */
function sizeOf(variables: readonly Variable[], database: Spec["database"], poolVariable: string): number {
  const own = variables.find(({ name }) => name === poolVariable);
  // Of one that is no number the spec's rules say so.
  return own && "value" in own && /^[0-9]+$/.test(own.value) ? Number(own.value) : poolSize(database);
}
