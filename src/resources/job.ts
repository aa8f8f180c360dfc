import type { Job } from "kubernetes-types/batch/v1.d.ts";
import type { Release } from "../release/release.ts";
import { metadata, NEEDS_HASH } from "./metadata.ts";
import { migrationPod } from "./pod.ts";
import { present } from "./resource.ts";

export function jobs(release: Release) {
  const { migration } = release;
  if (!migration) return [];
  const { name, container, backoffLimit, timeoutSeconds, ttlSeconds } = migration;
  return [
    {
      apiVersion: "batch/v1",
      kind: "Job",
      // The template of a Job is immutable: another image or setting must be another Job, so its name carries a hash of all of it.
      metadata: metadata(release, name, { component: `job.${container.name}`, annotations: NEEDS_HASH }),
      spec: {
        backoffLimit,
        activeDeadlineSeconds: timeoutSeconds,
        ...present("ttlSecondsAfterFinished", ttlSeconds),
        template: migrationPod(release, migration),
      },
    } as const satisfies Job,
  ];
}
