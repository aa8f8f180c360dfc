import { decided, type Facts, connections as ofRelease } from "../release/connections.ts";
import type { Process } from "../release/process.ts";
import type { Check, Objects, Workload } from "./overlay.ts";
import { replicasOf, surgeOf } from "./pods.ts";

/** The sum once more, with the replicas, the surge and the pools that the overlay has set. */
export const connections: Check = (overlay) => ofRelease(overlay.release, factsOf(overlay, overlay.workloads));

/** @param workloads each with the process that it runs, in these objects */
export function factsOf(objects: Objects, workloads: readonly Workload[]): Facts {
  const found = (process: Process): Workload | undefined => workloads.find((one) => one.process === process);
  return {
    podsOf: (process) => {
      const workload = found(process);
      if (!workload) return decided.podsOf(process);
      const most = objects.autoscalerOf(workload)?.maxReplicas ?? replicasOf(workload.object);
      return { most, surge: surgeOf(workload.object, most) };
    },
    poolOf: (process, variable) => {
      const container = found(process)?.template.spec?.containers?.find(({ name }) => name === process.name);
      // Of two with one name Kubernetes takes the last.
      const value = container?.env?.findLast(({ name }) => name === variable)?.value;
      return typeof value === "string" && /^[0-9]+$/.test(value) ? Number(value) : undefined;
    },
  };
}
