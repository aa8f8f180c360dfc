import type { Deployment } from "kubernetes-types/apps/v1.d.ts";
import { componentSelector } from "../release/labels.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { processPod } from "./pod.ts";
import { present } from "./resource.ts";

export const deployments = (release: Release) => release.processes.map((process) => deployment(release, process));

function deployment(release: Release, process: Process) {
  const { name, workload, replicas, rollout } = process;
  const { maxSurge, maxUnavailable, minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } = rollout;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(release, workload, { component: name }),
    spec: {
      ...present("replicas", replicas),
      selector: { matchLabels: componentSelector(release.name, name) },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
      minReadySeconds,
      progressDeadlineSeconds,
      revisionHistoryLimit,
      template: processPod(release, process),
    },
  } as const satisfies Deployment;
}
