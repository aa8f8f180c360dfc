import { connections as ofRelease, type Pods, podsOfSpec } from "../release/connections.ts";
import type { Process } from "../release/process.ts";
import type { Check, Overlay } from "./overlay.ts";

/** The sum once more, with the replicas and the surge that the overlay has set. */
export const connections: Check = (overlay) => ofRelease(overlay.release, (process) => podsOfOverlay(overlay, process));

function podsOfOverlay(overlay: Overlay, process: Process): Pods {
  const workload = overlay.workloads.find((one) => one.process === process);
  if (!workload) return podsOfSpec(process);
  const { replicas = 1, strategy } = (workload.object.spec ?? {}) as DeploymentSpec;
  const most = overlay.autoscalerOf(workload)?.maxReplicas ?? replicas;
  const surges = most > 0 && process.kind === "Deployment" && strategy?.type !== "Recreate";
  return { most, surge: surges ? surge(strategy?.rollingUpdate?.maxSurge ?? KUBERNETES_DEFAULT, most) : 0 };
}

interface DeploymentSpec {
  readonly replicas?: number;
  readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: number | string } };
}

const KUBERNETES_DEFAULT = "25%";

/** Kubernetes rounds a percentage up. */
const surge = (maxSurge: number | string, replicas: number): number =>
  typeof maxSurge === "number" ? maxSurge : Math.ceil((Number.parseFloat(maxSurge) / 100) * replicas);
