import type { ObjectCheck, Objects, Workload } from "./overlay.ts";

/** Two pods that want one disk wait for each other for ever; two of what must run once do harm. */
export const alonePods: ObjectCheck = (objects) =>
  objects.workloads.flatMap((workload) => {
    const reason = reasonToBeAlone(objects, workload);
    const pods = mostPods(objects, workload);
    if (reason === undefined || pods <= 1) return [];
    return [
      {
        code: "PHX310",
        object: workload.label,
        message: `has ${pods} replicas, but ${reason.why}`,
        help: `set its count under replicas: in kustomization.yaml to 1 or delete the entry; to scale it, ${reason.way}`,
      } as const,
    ];
  });

interface Reason {
  readonly why: string;
  /** To have more pods all the same. */
  readonly way: string;
}

function mostPods(objects: Objects, workload: Workload): number {
  const { replicas = 1 } = (workload.object.spec ?? {}) as { replicas?: number };
  return objects.autoscalerOf(workload)?.maxReplicas ?? replicas;
}

function reasonToBeAlone(objects: Objects, workload: Workload): Reason | undefined {
  const { template, process } = workload;
  if (process?.isSingleton) return { why: "it is a singleton, of which there are never two at once", way: "drop singleton in the spec" };
  if (process?.holdsSqlite) return { why: "its SQLite database is a file that one pod alone may write", way: "take a database server" };
  const claims = (template.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  const exclusive = claims.find((claim) => isExclusive(objects, workload, claim));
  if (exclusive === undefined) return undefined;
  return { why: `only one node at a time can mount its volume ${exclusive}`, way: "share the volume (ReadWriteMany) or make the process stateful" };
}

/** A claim that is not in the build is what the spec says of it. */
function isExclusive(objects: Objects, { process }: Workload, claim: string): boolean {
  const object = objects.find("PersistentVolumeClaim", claim);
  if (!object) return process?.mounts.some(({ source }) => source.from === "claim" && source.claim === claim && source.isExclusive) ?? false;
  const { accessModes = [] } = (object.spec ?? {}) as { accessModes?: readonly string[] };
  return accessModes.length > 0 && !accessModes.some((mode) => mode.endsWith("Many"));
}
