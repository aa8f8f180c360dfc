import type { KubernetesObject } from "../source/item.ts";

// How many pods a workload has, and what a rollout may do to them.

interface WorkloadSpec {
  readonly replicas?: number;
  readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: Share; readonly maxUnavailable?: Share } };
}

/** A number of pods, or a part of them such as "25%". */
export type Share = number | string;

const KUBERNETES_DEFAULT = "25%";

const specOf = ({ spec }: KubernetesObject): WorkloadSpec => (spec ?? {}) as WorkloadSpec;

/** As the object says, whatever an autoscaler makes of it. */
export const replicasOf = (workload: KubernetesObject): number => specOf(workload).replicas ?? 1;

export const isRolling = (workload: KubernetesObject): boolean => workload.kind === "Deployment" && specOf(workload).strategy?.type !== "Recreate";

/** Pods above the wanted number; Kubernetes rounds a percentage up, and never starts more new pods than are wanted. */
export function surgeOf(workload: KubernetesObject, replicas: number): number {
  if (replicas === 0 || !isRolling(workload)) return 0;
  return Math.min(replicas, shareOf(specOf(workload).strategy?.rollingUpdate?.maxSurge ?? KUBERNETES_DEFAULT, replicas, Math.ceil));
}

/** Pods below the wanted number; Kubernetes rounds a percentage down, and takes 1 where neither number would let the rollout move. */
export function unavailableOf(workload: KubernetesObject, replicas: number): number {
  if (replicas === 0 || !isRolling(workload)) return 0;
  const pods = shareOf(specOf(workload).strategy?.rollingUpdate?.maxUnavailable ?? KUBERNETES_DEFAULT, replicas, Math.floor);
  return pods === 0 && surgeOf(workload, replicas) === 0 ? 1 : Math.min(pods, replicas);
}

export const shareOf = (share: Share, replicas: number, rounded: (pods: number) => number): number =>
  typeof share === "number" ? share : rounded((Number.parseFloat(share) * replicas) / 100);
