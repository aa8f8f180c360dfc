import type { Job as KubernetesJob } from "kubernetes-types/batch/v1.d.ts";
import type { Job } from "../release/job.ts";
import type { Release } from "../release/release.ts";
import { metadata, NEEDS_HASH } from "./metadata.ts";
import { oneOffPod } from "./one-off-pod.ts";
import { present } from "./resource.ts";

export const jobs = (release: Release) => release.jobs.map((one) => job(release, one));

function job(release: Release, { name, container, initContainers, timeoutSeconds, backoffLimit, ttlSeconds, isLate }: Job) {
  const component = `job.${container.name}`;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    // The template of a Job is immutable: another image or setting must be another Job, so its name carries a hash of all of it.
    metadata: metadata(release, name, { component, annotations: NEEDS_HASH, isLate }),
    spec: {
      backoffLimit,
      activeDeadlineSeconds: timeoutSeconds,
      ...present("ttlSecondsAfterFinished", ttlSeconds),
      template: oneOffPod(release, { component, container, initContainers, token: release.account.token.jobs }),
    },
  } as const satisfies KubernetesJob;
}
