import { type CompleteProcess, isAlone } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";
import { type Health, startupSeconds } from "./health.ts";

export interface Rollout {
  /** Recreate: the old pod ends before the new one starts. Ordinal: a StatefulSet replaces its pods one by one. */
  readonly way: "RollingUpdate" | "Recreate" | "Ordinal";
  /** Pods above the wanted number. */
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
  readonly revisionHistoryLimit: number;
}

/** Kubernetes' own default. */
const DEADLINE = 600;

/** A pod that waits for a migration, boots and proves itself makes no progress meanwhile: the deadline must leave it the time. */
export function rollout(process: CompleteProcess, database: Spec["database"], health: Health, waitSeconds: number): Rollout {
  const { rollout, stateful } = process;
  const needed = waitSeconds + startupSeconds(health) + rollout.minReadySeconds;
  const way = stateful ? "Ordinal" : isAlone(process, database) ? "Recreate" : "RollingUpdate";
  return {
    ...rollout,
    way,
    maxSurge: way === "RollingUpdate" ? rollout.maxSurge : 0,
    progressDeadlineSeconds: rollout.progressDeadlineSeconds ?? Math.max(DEADLINE, needed, rollout.minReadySeconds + 1),
  };
}
