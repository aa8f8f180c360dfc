import { connections as ofRelease, type Pods, podsOfSpec } from "../release/connections.ts";
import type { Process } from "../release/process.ts";
import type { Check, Overlay } from "./overlay.ts";

/** The sum once more, with the replicas and the surge that the overlay has set. */
export const connections: Check = (overlay) => ofRelease(overlay.release, (process) => podsOfOverlay(overlay, process));

function podsOfOverlay(overlay: Overlay, process: Process): Pods {
  const workload = overlay.workloads.find((one) => one.process === process);
  if (!workload) return podsOfSpec(process);
  const { replicas = 1, strategy } = (workload.object.spec ?? {}) as { replicas?: number; strategy?: { rollingUpdate?: { maxSurge?: number | string } } };
  const most = overlay.autoscalerOf(workload)?.maxReplicas ?? replicas;
  return { most, surge: surge(strategy?.rollingUpdate?.maxSurge ?? 0, most) };
}

/** Kubernetes rounds a percentage up. */
const surge = (maxSurge: number | string, replicas: number): number =>
  typeof maxSurge === "number" ? maxSurge : Math.ceil((Number.parseFloat(maxSurge) / 100) * replicas);
