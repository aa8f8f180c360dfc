import { type CompleteProcess, hasExclusiveStorage } from "../spec/processes.ts";
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
export function rollout(process: CompleteProcess, health: Health, waitSeconds: number): Rollout {
  const { rollout, stateful } = process;
  const needed = waitSeconds + startupSeconds(health) + rollout.minReadySeconds;
  const way = stateful ? "Ordinal" : isAlone(process) ? "Recreate" : "RollingUpdate";
  return {
    ...rollout,
    way,
    maxSurge: way === "RollingUpdate" ? rollout.maxSurge : 0,
    progressDeadlineSeconds: rollout.progressDeadlineSeconds ?? Math.max(DEADLINE, needed),
  };
}

/** Never two pods at once. */
const isAlone = (process: CompleteProcess): boolean => process.singleton || hasExclusiveStorage(process);
