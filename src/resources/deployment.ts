import type { Deployment } from "kubernetes-types/apps/v1.d.ts";
import { componentSelector } from "../release/labels.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import type { Rollout } from "../release/rollout.ts";
import { metadata } from "./metadata.ts";
import { processPod } from "./process-pod.ts";
import { present } from "./resource.ts";

export const deployments = (release: Release) => release.processes.filter(({ kind }) => kind === "Deployment").map((process) => deployment(release, process));

function deployment(release: Release, process: Process) {
  const { name, workload, replicas, rollout } = process;
  const { minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } = rollout;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(release, workload, { component: name, isLate: true }),
    spec: {
      ...present("replicas", replicas),
      selector: { matchLabels: componentSelector(release.name, name) },
      strategy: strategy(rollout),
      minReadySeconds,
      progressDeadlineSeconds,
      revisionHistoryLimit,
      template: processPod(release, process),
    },
  } as const satisfies Deployment;
}

const strategy = ({ way, maxSurge, maxUnavailable }: Rollout) =>
  way === "Recreate" ? { type: "Recreate" } : { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
