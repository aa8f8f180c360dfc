import { CLUSTER_SERVICE_ANNOTATION } from "../release/cluster.ts";
import type { ObjectCheck } from "./overlay.ts";

/** The node asks DNS for the Service of this name; a wrong one leaves every node alone, and nothing says so. */
export const clusterService: ObjectCheck = (objects) =>
  objects.workloads.flatMap(({ label, template, process }) => {
    const service = template.metadata?.annotations?.[CLUSTER_SERVICE_ANNOTATION];
    if (service === undefined ? !process?.clustered : objects.find("Service", service)) return [];
    return [
      {
        code: "PHX305",
        object: label,
        message:
          service === undefined
            ? `its pods have lost the annotation ${CLUSTER_SERVICE_ANNOTATION}: the nodes would not find each other`
            : `the annotation ${CLUSTER_SERVICE_ANNOTATION} names the Service ${service}, which is not in this build: the nodes would not find each other`,
        help: "delete the patch that changed it, or set cluster.enabled to false in the spec",
      } as const,
    ];
  });
