import { type Check, labelOf } from "./overlay.ts";

/** Each apply would set the number back that the autoscaler has chosen. */
export const replicasBesideAutoscaler: Check = (overlay) =>
  overlay.own
    .filter(({ kind }) => kind === "HorizontalPodAutoscaler")
    .flatMap(({ spec }) => {
      const { kind = "", name = "" } = (spec as { scaleTargetRef?: { kind?: string; name?: string } } | undefined)?.scaleTargetRef ?? {};
      const target = overlay.find(kind, name);
      if ((target?.spec as { replicas?: unknown } | undefined)?.replicas === undefined) return [];
      return [
        {
          code: "PHX301",
          object: labelOf(target as NonNullable<typeof target>),
          message: "has replicas and a HorizontalPodAutoscaler: each deployment would undo what the autoscaler decided",
          help: `delete the entry for ${name} under replicas: in kustomization.yaml, or set autoscale.enabled to false for the process`,
        } as const,
      ];
    });
