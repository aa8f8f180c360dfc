import type { PodSpec, PodTemplateSpec, TopologySpreadConstraint } from "kubernetes-types/core/v1.d.ts";
import { CLUSTER_SERVICE_ANNOTATION } from "../release/cluster.ts";
import { clusterSelector, componentLabels, componentSelector } from "../release/labels.ts";
import type { Migration } from "../release/migrations.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import type { Security } from "../release/security.ts";
import type { Volume } from "../release/volumes.ts";
import { oneOffContainer, processContainer } from "./container.ts";
import { present } from "./resource.ts";
import { podSecurityContext } from "./security-context.ts";

export function processPod(release: Release, process: Process): PodTemplateSpec {
  const { name, pod, clustered, drain, spread, security } = process;
  const cluster = clustered ? release.cluster : undefined;
  return {
    metadata: {
      labels: { ...pod.labels, ...componentLabels(release.name, name), ...(cluster && clusterSelector(release.name)) },
      ...present("annotations", { ...pod.annotations, ...(cluster && { [CLUSTER_SERVICE_ANNOTATION]: cluster.service }) }),
    },
    spec: {
      ...common(release, pod, security),
      terminationGracePeriodSeconds: drain.graceSeconds,
      ...present(
        "topologySpreadConstraints",
        spread ? ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((key) => spreadOver(release, process, key)) : [],
      ),
      ...present("shareProcessNamespace", pod.shareProcessNamespace),
      ...present(
        "initContainers",
        release.initContainers.map((container) => oneOffContainer(release, container)),
      ),
      containers: [processContainer(release, process)],
      ...present("volumes", emptyDirs([...process.volumes, ...release.initContainers.flatMap(({ volumes }) => volumes)])),
    },
  };
}

/** The VM exits 0 on SIGTERM: a migration that a scale-down evicts would count as done. */
const NOT_IN_BETWEEN = { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false", "karpenter.sh/do-not-disrupt": "true" };

export function migrationPod(release: Release, { container, pod }: Migration): PodTemplateSpec {
  return {
    metadata: {
      // No Service, PodDisruptionBudget or workload selects this component.
      labels: { ...pod.labels, ...componentLabels(release.name, `job.${container.name}`) },
      annotations: { ...pod.annotations, ...NOT_IN_BETWEEN },
    },
    spec: {
      ...common(release, pod, container.security),
      // The pods of failed tries stay, and with them their logs.
      restartPolicy: "Never",
      containers: [oneOffContainer(release, container)],
      ...present("volumes", emptyDirs(container.volumes)),
    },
  };
}

/** Account, security and scheduling: the same for servers and one-off pods. */
function common({ account, pullSecrets }: Release, pod: Process["pod"], security: Security): Omit<PodSpec, "containers"> {
  return {
    serviceAccountName: account.name,
    automountServiceAccountToken: account.token,
    // Kubernetes would set <SERVICE>_PORT=tcp://… for each Service of the namespace, and break releases that read such a name as a number.
    enableServiceLinks: false,
    ...present(
      "imagePullSecrets",
      pullSecrets.map((name) => ({ name })),
    ),
    ...present("securityContext", podSecurityContext(security)),
    ...present("nodeSelector", pod.nodeSelector),
    ...present("tolerations", pod.tolerations),
    ...present("affinity", pod.affinity),
    ...present("priorityClassName", pod.priorityClassName),
    ...present("runtimeClassName", pod.runtimeClassName),
    ...present("dnsConfig", pod.dnsConfig),
    ...present("hostAliases", pod.hostAliases),
  };
}

function spreadOver({ name: release }: Release, { name }: Process, topologyKey: string): TopologySpreadConstraint {
  return { maxSkew: 1, topologyKey, whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels: componentSelector(release, name) } };
}

function emptyDirs(volumes: readonly Volume[]) {
  return [...new Set(volumes.map(({ name }) => name))].map((name) => ({ name, emptyDir: {} }));
}
