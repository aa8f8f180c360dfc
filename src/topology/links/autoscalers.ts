import { idOf } from "../build.ts";
import type { LinksOf } from "../model.ts";
import { at, list, text } from "../read.ts";

/** How far a HorizontalPodAutoscaler goes. */
export const autoscalers: LinksOf = (build) => ({
  nodes: build.all("HorizontalPodAutoscaler").map(({ namespace, spec }) => {
    const kind = text(at(spec, "scaleTargetRef", "kind")) ?? "";
    const name = text(at(spec, "scaleTargetRef", "name")) ?? "";
    const metrics = list(spec["metrics"]).map((metric) => {
      const resource = text(at(metric, "resource", "name")) ?? text(at(metric, "type")) ?? "?";
      const percent = text(at(metric, "resource", "target", "averageUtilization"));
      return percent === undefined ? resource : `${resource} ${percent}%`;
    });
    const range = `scales from ${text(spec["minReplicas"]) ?? "1"} to ${text(spec["maxReplicas"]) ?? "?"}`;
    return { id: idOf(kind, namespace, name), details: [metrics.length > 0 ? `${range} at ${metrics.join(", ")}` : range] };
  }),
});
