import type { Check, Overlay, Workload } from "./overlay.ts";

/** Two pods that want one disk wait for each other for ever; two of what must run once do harm. */
export const alonePods: Check = (overlay) =>
  overlay.workloads.flatMap((workload) => {
    const reason = reasonToBeAlone(overlay, workload);
    const pods = mostPods(overlay, workload);
    if (reason === undefined || pods <= 1) return [];
    return [
      {
        code: "PHX310",
        object: workload.label,
        message: `has ${pods} replicas, but ${reason}`,
        help: "delete its entry under replicas: in kustomization.yaml; to scale it, share the volume (ReadWriteMany), make the process stateful, or drop singleton",
      } as const,
    ];
  });

function mostPods(overlay: Overlay, workload: Workload): number {
  const { replicas = 1 } = (workload.object.spec ?? {}) as { replicas?: number };
  return overlay.autoscalerOf(workload)?.maxReplicas ?? replicas;
}

function reasonToBeAlone(overlay: Overlay, { object, template, process }: Workload): string | undefined {
  if (process?.isSingleton) return "it is a singleton, of which there are never two at once";
  if (process?.holdsSqlite) return "its SQLite database is a file that one pod alone may write";
  if (object.kind !== "Deployment") return undefined;
  const claims = (template.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  const exclusive = claims.find((name) => {
    const { accessModes = [] } = (overlay.find("PersistentVolumeClaim", name)?.spec ?? {}) as { accessModes?: readonly string[] };
    return accessModes.length > 0 && !accessModes.some((mode) => mode.endsWith("Many"));
  });
  return exclusive === undefined ? undefined : `only one node at a time can mount its volume ${exclusive}`;
}
