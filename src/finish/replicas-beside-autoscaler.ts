import type { ObjectCheck } from "./overlay.ts";

/** Each apply would set the number back that the autoscaler has chosen. */
export const replicasBesideAutoscaler: ObjectCheck = (objects) =>
  objects.workloads.flatMap((workload) => {
    const scaler = objects.autoscalerOf(workload);
    if (!scaler || (workload.object.spec as { replicas?: unknown } | undefined)?.replicas === undefined) return [];
    return [
      {
        code: "PHX301",
        object: workload.label,
        message: "has replicas and a HorizontalPodAutoscaler: each deployment would undo what the autoscaler decided",
        help: scaler.isOwn
          ? "delete its entry under replicas: in kustomization.yaml, or set autoscale.enabled to false for the process"
          : "the autoscaler is none of ours: take autoscale of the spec instead, or remove spec.replicas by a patch",
      } as const,
    ];
  });
