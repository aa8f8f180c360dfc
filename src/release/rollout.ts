import type { CompleteProcess } from "../spec/processes.ts";
import { type Health, startupSeconds } from "./health.ts";

export interface Rollout {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
  readonly revisionHistoryLimit: number;
}

/** Kubernetes' own default. */
const DEADLINE = 600;

/** A pod that waits for a migration, boots and proves itself makes no progress meanwhile: the deadline must leave it the time. */
export function rollout({ rollout }: CompleteProcess, health: Health, waitSeconds: number): Rollout {
  const needed = waitSeconds + startupSeconds(health) + rollout.minReadySeconds;
  return { ...rollout, progressDeadlineSeconds: rollout.progressDeadlineSeconds ?? Math.max(DEADLINE, needed) };
}
