import type { Spec } from "../spec/schema.ts";
import type { Job } from "./job.ts";
import { waiting } from "./migrations.ts";
import { seedJobName } from "./names.ts";
import { oneOff } from "./one-off.ts";
import type { Settings } from "./settings.ts";
import { workArgs } from "./tool.ts";

export function seed(name: string, spec: Spec, settings: Settings): Job | undefined {
  if (!spec.seed.enabled) return undefined;
  const { command, env, resources, timeoutSeconds, backoffLimit } = spec.seed;
  return {
    name: seedJobName(name),
    container: oneOff(name, spec, settings, { name: "seed", args: workArgs(name, spec, spec.seed, []), command, env, resources }),
    initContainers: waiting(name, spec, settings),
    // It may have to wait for all of the migration first.
    timeoutSeconds: timeoutSeconds + spec.migrations.timeoutSeconds,
    backoffLimit,
    ttlSeconds: undefined,
    isLate: true,
  };
}
