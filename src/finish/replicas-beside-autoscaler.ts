import type { Check } from "./overlay.ts";

/** Each apply would set the number back that the autoscaler has chosen. */
export const replicasBesideAutoscaler: Check = (overlay) =>
  overlay.workloads
    .filter((workload) => (workload.object.spec as { replicas?: unknown } | undefined)?.replicas !== undefined && overlay.autoscalerOf(workload))
    .map(
      ({ label, process }) =>
        ({
          code: "PHX301",
          object: label,
          message: "has replicas and a HorizontalPodAutoscaler: each deployment would undo what the autoscaler decided",
          help: process?.autoscale
            ? "delete its entry under replicas: in kustomization.yaml, or set autoscale.enabled to false for the process"
            : "the autoscaler is none of ours: take autoscale of the spec instead, or remove spec.replicas by a patch",
        }) as const,
    );
