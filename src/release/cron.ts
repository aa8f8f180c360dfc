import type { Spec } from "../spec/schema.ts";
import { waiting } from "./migrations.ts";
import { cronJobName } from "./names.ts";
import { type OneOff, oneOff } from "./one-off.ts";
import type { Settings } from "./settings.ts";
import { workArgs } from "./tool.ts";

/** Work by the clock. */
export interface Cron {
  /** As the spec has it. */
  readonly key: string;
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string | undefined;
  readonly suspend: boolean;
  readonly container: OneOff;
  /** A run in the middle of a migration would see half of the schema. */
  readonly initContainers: readonly OneOff[];
  readonly timeoutSeconds: number;
  readonly backoffLimit: number;
}

type Written = Spec["cron"][string];

/** Those that are switched on, by name. */
const enabledCrons = ({ cron }: Spec): (readonly [key: string, written: Written])[] =>
  Object.keys(cron)
    .sort()
    .map((key) => [key, cron[key] as Written] as const)
    .filter(([, { enabled }]) => enabled);

export const crons = (name: string, spec: Spec, settings: Settings): Cron[] =>
  enabledCrons(spec).map(([key, written]) => {
    const { schedule, timeZone, suspend, command, image, env, resources, timeoutSeconds, backoffLimit } = written;
    return {
      key,
      name: cronJobName(name, key),
      schedule,
      timeZone,
      suspend,
      container: oneOff(name, spec, settings, { name: key, args: workArgs(name, spec, written, []), command, image, env, resources }),
      initContainers: waiting(name, spec, settings),
      timeoutSeconds,
      backoffLimit,
    };
  });
