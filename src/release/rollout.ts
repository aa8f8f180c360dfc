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
  /** That a pod may spend before its containers start, while a migration runs. */
  readonly waitSeconds: number;
  readonly revisionHistoryLimit: number;
}

/** Kubernetes' own default. */
const DEADLINE = 600;

/** A pod that waits for a migration, boots and proves itself makes no progress meanwhile: the deadline must leave it the time. */
export function rollout(process: CompleteProcess, database: Spec["database"], health: Health, waitSeconds: number): Rollout {
  const { rollout, stateful } = process;
  const needed = progress(waitSeconds, startupSeconds(health), rollout.minReadySeconds).seconds;
  const way = stateful ? "Ordinal" : isAlone(process, database) ? "Recreate" : "RollingUpdate";
  return {
    ...rollout,
    way,
    maxSurge: way === "RollingUpdate" ? rollout.maxSurge : 0,
    waitSeconds,
    progressDeadlineSeconds: rollout.progressDeadlineSeconds ?? Math.max(DEADLINE, needed, rollout.minReadySeconds + 1),
  };
}

/** How long one pod may take without being given up, in seconds and in words. */
export const progress = (wait: number, startup: number, minReady: number): { readonly seconds: number; readonly words: string } => ({
  seconds: wait + startup + minReady,
  words: [...(wait > 0 ? [`migrations ${wait}`] : []), ...(startup > 0 ? [`startup ${startup}`] : []), `minReady ${minReady}`].join(" + "),
});
