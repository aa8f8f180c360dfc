import type { Workload } from "../finish/overlay.ts";
import { atRollout, type Facts, type Opened, opened, openers, sumOf, uncounted } from "../release/connections.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import { computed, type Figure, given, none } from "./figure.ts";

/** Connections to the database, of one opener or of all. */
export interface Moments {
  readonly least: Figure;
  readonly most: Figure;
  /** With the surge and what runs once: what the build checks. */
  readonly rollout: Figure;
  /** With old pods that still end, too. */
  readonly draining: Figure;
}

export interface Connections extends Moments {
  readonly openers: readonly ({ readonly name: string } & Moments)[];
  readonly allowed: Figure;
  readonly left: Figure;
  readonly leftDraining: Figure;
}

/** Pods of a process that exist in the final objects. */
export interface Counted {
  readonly workload: Workload;
  readonly least: number;
  readonly draining: number;
}

/** Why nothing is counted. */
export interface Uncounted {
  readonly why: string;
  /** Whether there are none, and not only nobody who knows. */
  readonly isZero: boolean;
}

export function connections(release: Release, facts: Facts, countedOf: (process: Process) => Counted | undefined): Connections | Uncounted {
  const why = uncounted(release);
  if (why !== undefined) return { why, isZero: true };
  const all = openers(release, facts.poolOf).filter(({ process }) => process === undefined || countedOf(process) !== undefined);
  if (all.length === 0) return { why: "nothing here opens any", isZero: true };
  const always = all.filter(({ process }) => process !== undefined);
  const anyTime = all.filter(({ process, isCron }) => process !== undefined || isCron);
  const least = always.map((opener) => opened(opener, [countedOf(opener.process as Process)?.least ?? 0]));
  const most = anyTime.map((opener) => opened(opener, opener.process ? [facts.podsOf(opener.process).most] : []));
  const rollout = atRollout(all, facts.podsOf);
  const draining = all.map((opener) => {
    if (!opener.process) return opened(opener, []);
    const { most, surge } = facts.podsOf(opener.process);
    const draining = countedOf(opener.process)?.draining ?? 0;
    return opened(opener, draining > 0 ? [most, surge, draining] : [most, surge]);
  });
  const { maxConnections } = release.budget.database;
  return {
    openers: all.map((opener, index) => ({
      name: opener.name,
      least: one(least[always.indexOf(opener)], "it runs in a rollout or by the clock"),
      most: one(most[anyTime.indexOf(opener)], "it runs in a rollout"),
      rollout: one(rollout[index], ""),
      draining: one(draining[index], ""),
    })),
    least: total(least),
    most: total(most),
    rollout: total(rollout),
    draining: total(draining),
    allowed: maxConnections === undefined ? none("database.maxConnections is not set: nobody checks") : given(maxConnections, "database.maxConnections"),
    left: left(maxConnections, sumOf(rollout)),
    leftDraining: left(maxConnections, sumOf(draining)),
  };
}

const one = (opened: Opened | undefined, why: string): Figure => (opened ? computed(opened.connections, opened.words) : given(0, why));

const total = (all: readonly Opened[]): Figure =>
  all.length === 0 ? given(0, "nothing opens any") : computed(sumOf(all), all.map(({ words }) => words).join(" + "));

const left = (allowed: number | undefined, taken: number): Figure =>
  allowed === undefined ? none("database.maxConnections is not set") : computed(allowed - taken, `${allowed} - ${taken}`);
