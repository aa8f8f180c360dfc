import { ordering, strategy } from "../spec/migrations.ts";
import type { Spec } from "../spec/schema.ts";
import type { Job } from "./job.ts";
import { migrateJobName } from "./names.ts";
import { type OneOff, oneOff } from "./one-off.ts";
import type { Settings } from "./settings.ts";
import { evaluate, migrate, workArgs } from "./tool.ts";
import { WAIT_FOR_MIGRATIONS } from "./wait-for-migrations.ts";

/** Whether new pods hold until the Job has migrated. */
const waits = (spec: Spec): boolean => strategy(spec) === "job" && ordering(spec) === "wait" && spec.database.enabled;

/** Whether Argo CD starts what needs the database after the Job. */
export const comesInWaves = (spec: Spec): boolean => strategy(spec) === "job" && ordering(spec) === "argocd";

/** Seconds that a rollout may spend before its containers start. */
export const waitSeconds = (spec: Spec): number => (waits(spec) || strategy(spec) === "initContainer" ? spec.migrations.timeoutSeconds : 0);

export function migration(name: string, spec: Spec, settings: Settings): Job | undefined {
  if (strategy(spec) !== "job") return undefined;
  const { timeoutSeconds, backoffLimit, ttlSeconds } = spec.migrations;
  return {
    name: migrateJobName(name),
    container: migrator(name, spec, settings),
    initContainers: [],
    timeoutSeconds,
    backoffLimit,
    ttlSeconds,
    isLate: false,
  };
}

/** What runs in the pods before the release starts. */
export function beforeStart(name: string, spec: Spec, settings: Settings): OneOff[] {
  return strategy(spec) === "initContainer" ? [migrator(name, spec, settings)] : waiting(name, spec, settings);
}

/** Holds a pod until the Job has migrated. */
export function waiting(name: string, spec: Spec, settings: Settings): OneOff[] {
  if (!waits(spec)) return [];
  return [oneOff(name, spec, settings, { name: "wait-for-migrations", args: evaluate(name, spec, WAIT_FOR_MIGRATIONS), migrates: true })];
}

function migrator(name: string, spec: Spec, settings: Settings): OneOff {
  const { command, env, resources } = spec.migrations;
  return oneOff(name, spec, settings, {
    name: "migrate",
    args: workArgs(name, spec, spec.migrations, migrate(name, spec)),
    command,
    env,
    resources,
    migrates: true,
  });
}
