import type { HorizontalPodAutoscaler } from "kubernetes-types/autoscaling/v2.d.ts";
import type { Autoscale, Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";

/** Every pod that goes makes its sockets reconnect elsewhere: fewer pods only after five quiet minutes. */
const STABILIZATION_SECONDS = 300;

export const horizontalPodAutoscalers = (release: Release) =>
  release.processes.flatMap((process) => (process.autoscale ? [horizontalPodAutoscaler(release, process, process.autoscale)] : []));

function horizontalPodAutoscaler(release: Release, { name, kind, workload }: Process, { min, max, cpuPercent }: Autoscale) {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadata(release, workload, { component: name, isLate: true }),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind, name: workload },
      minReplicas: min,
      maxReplicas: max,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpuPercent } } }],
      behavior: { scaleDown: { stabilizationWindowSeconds: STABILIZATION_SECONDS } },
    },
  } as const satisfies HorizontalPodAutoscaler;
}
