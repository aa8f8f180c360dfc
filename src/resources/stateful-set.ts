import type { StatefulSet } from "kubernetes-types/apps/v1.d.ts";
import { componentLabels, componentSelector } from "../release/labels.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { claimSpec } from "./persistent-volume-claim.ts";
import { processPod } from "./process-pod.ts";
import { present } from "./resource.ts";

export const statefulSets = (release: Release) =>
  release.processes.filter(({ kind }) => kind === "StatefulSet").map((process) => statefulSet(release, process));

function statefulSet(release: Release, process: Process) {
  const { name, workload, replicas, rollout, podsService, mounts } = process;
  const templates = mounts.flatMap(({ source }) => (source.from === "template" ? [source.template] : []));
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: metadata(release, workload, { component: name, isLate: true }),
    spec: {
      serviceName: podsService?.name ?? workload,
      ...present("replicas", replicas),
      // Nodes that need each other to boot must all be started; one after the other, the first would wait for ever.
      podManagementPolicy: "Parallel",
      selector: { matchLabels: componentSelector(release.name, name) },
      updateStrategy: { type: "RollingUpdate" },
      minReadySeconds: rollout.minReadySeconds,
      revisionHistoryLimit: rollout.revisionHistoryLimit,
      template: processPod(release, process),
      ...present(
        "volumeClaimTemplates",
        templates.map((claim) => ({ metadata: { name: claim.name, labels: componentLabels(release.name, name) }, spec: claimSpec(claim) })),
      ),
    },
  } as const satisfies StatefulSet;
}
