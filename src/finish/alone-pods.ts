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

function reasonToBeAlone(overlay: Overlay, workload: Workload): string | undefined {
  const { template, process } = workload;
  if (process?.isSingleton) return "it is a singleton, of which there are never two at once";
  if (process?.holdsSqlite) return "its SQLite database is a file that one pod alone may write";
  const claims = (template.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  const exclusive = claims.find((claim) => isExclusive(overlay, workload, claim));
  return exclusive === undefined ? undefined : `only one node at a time can mount its volume ${exclusive}`;
}

/** A claim that is not in the build is what the spec says of it. */
function isExclusive(overlay: Overlay, { process }: Workload, claim: string): boolean {
  const object = overlay.find("PersistentVolumeClaim", claim);
  if (!object) return process?.mounts.some(({ source }) => source.from === "claim" && source.claim === claim && source.isExclusive) ?? false;
  const { accessModes = [] } = (object.spec ?? {}) as { accessModes?: readonly string[] };
  return accessModes.length > 0 && !accessModes.some((mode) => mode.endsWith("Many"));
}
