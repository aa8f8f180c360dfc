import type { KubernetesObject } from "../source/item.ts";
import type { Problem } from "../source/problem.ts";
import { labelOf, type ObjectCheck, type Objects } from "./overlay.ts";
import { missing, missingKey } from "./reference.ts";

/** What scales the pods, and what scrapes them. */
export const otherReferences: ObjectCheck = (objects) => objects.own.flatMap((object) => [...scaleTarget(objects, object), ...tokens(objects, object)]);

function scaleTarget(objects: Objects, object: KubernetesObject): Problem[] {
  if (object.kind !== "HorizontalPodAutoscaler") return [];
  const { kind = "", name = "" } = (object.spec as { scaleTargetRef?: { kind?: string; name?: string } } | undefined)?.scaleTargetRef ?? {};
  if (objects.find(kind, name)) return [];
  return [
    missing(
      labelOf(object),
      `scales ${kind}/${name}, which is not in this build`,
      "delete the HorizontalPodAutoscaler together with its workload: set the process's enabled to false",
    ),
  ];
}

interface Endpoint {
  readonly authorization?: { readonly credentials?: { readonly name?: string; readonly key?: string } };
}

function tokens(objects: Objects, object: KubernetesObject): Problem[] {
  if (object.kind !== "ServiceMonitor" && object.kind !== "PodMonitor") return [];
  const { endpoints = [], podMetricsEndpoints = [] } = (object.spec ?? {}) as { endpoints?: readonly Endpoint[]; podMetricsEndpoints?: readonly Endpoint[] };
  return [...endpoints, ...podMetricsEndpoints].flatMap(({ authorization }) =>
    missingKey(objects, labelOf(object), "Secret", authorization?.credentials, "Prometheus scrapes nothing"),
  );
}
