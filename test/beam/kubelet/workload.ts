import { createHash } from "node:crypto";
import type { Anything } from "../../kustomize.ts";
import type { Values } from "./environment.ts";

export type Kind = "Deployment" | "StatefulSet" | "Job" | "CronJob";

/** A pod as its controller makes it. */
export interface Made {
  readonly name: string;
  /** Of the template, with what the controller adds. */
  readonly spec: Anything;
  readonly labels: Values;
  readonly annotations: Values;
}

/** The label by which a controller tells the pods of its versions apart. */
const HASH: Readonly<Record<Kind, string>> = {
  Deployment: "pod-template-hash",
  StatefulSet: "controller-revision-hash",
  Job: "controller-uid",
  CronJob: "controller-uid",
};
const hash = (template: Anything): string => createHash("sha256").update(JSON.stringify(template)).digest("hex").slice(0, 10);

/** @param number distinct among the pods of the workload, from zero */
export function podOf({ kind, metadata: { name: workload }, spec }: Anything, number: number): Made {
  const template = kind === "CronJob" ? spec.jobTemplate.spec.template : spec.template;
  const name = kind === "StatefulSet" ? `${workload}-${number}` : `${workload}-5f6d8c7b9d-${number}`;
  const { labels = {}, annotations = {} } = template.metadata ?? {};
  return {
    name,
    labels: { ...labels, [HASH[kind as Kind]]: hash(template) },
    annotations,
    spec: kind === "StatefulSet" ? withIdentity(template.spec, spec, name) : template.spec,
  };
}

/** A name in DNS, and disks of its own. */
function withIdentity(pod: Anything, { serviceName, volumeClaimTemplates = [] }: Anything, name: string): Anything {
  const disks = volumeClaimTemplates.map(({ metadata }: Anything) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: `${metadata.name}-${name}` },
  }));
  return { ...pod, hostname: name, subdomain: serviceName, volumes: [...(pod.volumes ?? []), ...disks] };
}
