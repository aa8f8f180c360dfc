import type { Spec } from "../spec/schema.ts";
import { migrateJobName, releaseName } from "./names.ts";
import { type OneOff, oneOff } from "./one-off.ts";
import type { Settings } from "./settings.ts";
import { WAIT_FOR_MIGRATIONS } from "./wait-for-migrations.ts";

export type Strategy = Spec["migrations"]["strategy"] & string;

export const strategy = ({ migrations, database }: Spec): Strategy => migrations.strategy ?? (database.enabled ? "job" : "none");

/** Whether new pods hold until the Job has migrated. */
const waits = (spec: Spec): boolean => strategy(spec) === "job" && spec.migrations.ordering === "wait" && spec.database.enabled;

/** Seconds that a rollout may spend before its containers start. */
export const waitSeconds = (spec: Spec): number => (waits(spec) || strategy(spec) === "initContainer" ? spec.migrations.timeoutSeconds : 0);

/** The Job that migrates. */
export interface Migration {
  readonly name: string;
  readonly container: OneOff;
  readonly timeoutSeconds: number;
  readonly backoffLimit: number;
  readonly ttlSeconds: number | undefined;
  readonly pod: Spec["pod"];
}

export function migration(name: string, spec: Spec, settings: Settings): Migration | undefined {
  if (strategy(spec) !== "job") return undefined;
  const { timeoutSeconds, backoffLimit, ttlSeconds } = spec.migrations;
  return { name: migrateJobName(name), container: migrate(spec, settings), timeoutSeconds, backoffLimit, ttlSeconds, pod: spec.pod };
}

/** What runs in the pods before their process starts. */
export function initContainers(name: string, spec: Spec, settings: Settings): OneOff[] {
  if (strategy(spec) === "initContainer") return [migrate(spec, settings)];
  if (!waits(spec)) return [];
  const script = `${spec.release.root}/bin/${spec.release.name ?? releaseName(name)}`;
  return [oneOff(spec, settings, { name: "wait-for-migrations", args: [script, "eval", WAIT_FOR_MIGRATIONS] })];
}

function migrate(spec: Spec, settings: Settings): OneOff {
  const { args, command, resources } = spec.migrations;
  return oneOff(spec, settings, {
    name: "migrate",
    args: args.length > 0 || command.length > 0 ? args : [`${spec.release.root}/bin/migrate`],
    command,
    resources,
  });
}
