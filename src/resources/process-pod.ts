import type { PodTemplateSpec, TopologySpreadConstraint } from "kubernetes-types/core/v1.d.ts";
import { CLUSTER_SERVICE_ANNOTATION } from "../release/cluster.ts";
import { clusterSelector, componentLabels, componentSelector } from "../release/labels.ts";
import type { Metrics } from "../release/metrics.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import { oneOffContainer, processContainer } from "./container.ts";
import { common, containers, volumes } from "./pod.ts";
import { present } from "./resource.ts";

export function processPod(release: Release, process: Process): PodTemplateSpec {
  const { name, pod, clustered, drain, spread, security, metrics, guests, initContainers, mounts } = process;
  const cluster = clustered ? release.cluster : undefined;
  return {
    metadata: {
      labels: {
        ...pod.labels,
        ...(cluster?.reads === "pods" && cluster.selector),
        ...componentLabels(release.name, name),
        ...(cluster && clusterSelector(release.name)),
      },
      ...present("annotations", {
        ...(metrics?.monitor === "annotations" && scraping(metrics)),
        ...pod.annotations,
        ...(cluster && { [CLUSTER_SERVICE_ANNOTATION]: cluster.service }),
      }),
    },
    spec: {
      ...common(release, process),
      terminationGracePeriodSeconds: drain.graceSeconds,
      ...present(
        "topologySpreadConstraints",
        spread ? ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((key) => spreadOver(release, process, key)) : [],
      ),
      ...present("shareProcessNamespace", pod.shareProcessNamespace),
      ...containers({
        guests,
        security,
        before: initContainers.map((container) => oneOffContainer(release, container)),
        main: processContainer(release, process),
      }),
      ...present("volumes", volumes([...mounts, ...initContainers.flatMap(({ mounts }) => mounts)])),
    },
  };
}

/** What Prometheus' usual configuration for pods reads. */
const scraping = ({ port, path }: Metrics) => ({ "prometheus.io/scrape": "true", "prometheus.io/port": String(port), "prometheus.io/path": path });

function spreadOver({ name: release }: Release, { name }: Process, topologyKey: string): TopologySpreadConstraint {
  return { maxSkew: 1, topologyKey, whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels: componentSelector(release, name) } };
}
