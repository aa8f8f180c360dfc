import type { CronJob } from "kubernetes-types/batch/v1.d.ts";
import type { Cron } from "../release/cron.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { oneOffPod } from "./one-off-pod.ts";
import { present } from "./resource.ts";

/** After a hundred missed runs, as in a night without a control plane, a CronJob without it never starts again. */
const STARTING_DEADLINE_SECONDS = 600;
const KEPT = { successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 3 };

export const cronJobs = (release: Release) => release.crons.map((one) => cronJob(release, one));

function cronJob(release: Release, { key, name, schedule, timeZone, suspend, container, initContainers, timeoutSeconds, backoffLimit }: Cron) {
  const component = `cron.${key}`;
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: metadata(release, name, { component, isLate: true }),
    spec: {
      schedule,
      ...present("timeZone", timeZone),
      ...present("suspend", suspend || undefined),
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: STARTING_DEADLINE_SECONDS,
      ...KEPT,
      jobTemplate: {
        spec: {
          backoffLimit,
          activeDeadlineSeconds: timeoutSeconds,
          template: oneOffPod(release, { component, container, initContainers, token: release.account.token.cron }),
        },
      },
    },
  } as const satisfies CronJob;
}
