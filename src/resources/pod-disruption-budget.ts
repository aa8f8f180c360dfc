import type { PodDisruptionBudget } from "kubernetes-types/policy/v1.d.ts";
import { componentSelector } from "../release/labels.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";

export function podDisruptionBudgets(release: Release) {
  return release.processes.flatMap(({ name, workload, maxUnavailable }) => {
    if (maxUnavailable === undefined) return [];
    return [
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: metadata(release, workload, { component: name, isLate: true }),
        // Pods that are broken anyway do not hold up a drain.
        spec: { maxUnavailable, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels: componentSelector(release.name, name) } },
      } as const satisfies PodDisruptionBudget,
    ];
  });
}
