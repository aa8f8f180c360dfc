import type { KubernetesObject } from "../source/item.ts";
import { labelOf, type ObjectCheck } from "./overlay.ts";

type Labels = Readonly<Record<string, string>>;

/** A Service that selects the pods of a migration sends users to them; a workload that does counts them as its own. */
export const jobSelectors: ObjectCheck = (objects) => {
  const oneOffs = objects.workloads.filter(({ object: { kind } }) => kind === "Job" || kind === "CronJob");
  return objects.own.flatMap((object) => {
    const selector = selectorOf(object);
    if (!selector) return [];
    return oneOffs
      .filter(({ template }) => Object.entries(selector).every(([key, value]) => template.metadata?.labels?.[key] === value))
      .map(
        ({ label }) =>
          ({
            code: "PHX311",
            object: labelOf(object),
            message: `its selector also matches the pods of ${label}, which serve nobody`,
            help: "delete the patch that took app.kubernetes.io/component out of the selector, or gave the one-off pods the labels of a server",
          }) as const,
      );
  });
};

function selectorOf({ kind, spec }: KubernetesObject): Labels | undefined {
  const { selector } = (spec ?? {}) as { selector?: Labels & { matchLabels?: Labels } };
  if (kind === "Service") return selector;
  return kind === "Deployment" || kind === "StatefulSet" || kind === "PodDisruptionBudget" ? (selector?.matchLabels ?? {}) : undefined;
}
