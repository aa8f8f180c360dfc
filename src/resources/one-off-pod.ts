import type { PodTemplateSpec } from "kubernetes-types/core/v1.d.ts";
import { componentLabels } from "../release/labels.ts";
import type { OneOff } from "../release/one-off.ts";
import type { Release } from "../release/release.ts";
import { oneOffContainer } from "./container.ts";
import { common, containers, volumes } from "./pod.ts";
import { present } from "./resource.ts";

/** The VM exits 0 on SIGTERM: a migration that a scale-down evicts would count as done. */
const NOT_IN_BETWEEN = { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false", "karpenter.sh/do-not-disrupt": "true" };

interface Task {
  readonly component: string;
  readonly container: OneOff;
  readonly initContainers: readonly OneOff[];
  readonly token: boolean;
}

/** The pod of a Job or CronJob. */
export function oneOffPod(release: Release, { component, container, initContainers, token }: Task): PodTemplateSpec {
  const { pod, guests, volumeGroup } = release.oneOffs;
  const { security } = container;
  return {
    metadata: {
      // No Service, PodDisruptionBudget or workload selects this component.
      labels: { ...pod.labels, ...componentLabels(release.name, component) },
      annotations: { ...NOT_IN_BETWEEN, ...pod.annotations },
    },
    spec: {
      ...common(release, { pod, token, security, volumeGroup }),
      // The pods of failed tries stay, and with them their logs.
      restartPolicy: "Never",
      ...containers({
        guests,
        security,
        before: initContainers.map((one) => oneOffContainer(release, one)),
        main: oneOffContainer(release, container),
      }),
      ...present("volumes", volumes([...container.mounts, ...initContainers.flatMap(({ mounts }) => mounts)])),
    },
  };
}
