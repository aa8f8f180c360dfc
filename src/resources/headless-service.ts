import type { Service } from "kubernetes-types/core/v1.d.ts";
import { clusterSelector, componentSelector, type Labels } from "../release/labels.ts";
import type { NamedPort } from "../release/ports.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

/** One for all nodes of the cluster, and one for each stateful process outside it: they give the pods names. */
export const headlessServices = (release: Release) => [...ofCluster(release), ...ofProcesses(release)];

function ofCluster(release: Release) {
  const { cluster } = release;
  if (!cluster) return [];
  const selector = clusterSelector(release.name);
  // libcluster finds the addresses by labels of this Service, or of the pods.
  const labels = { ...(cluster.reads === "endpoints" && cluster.selector), ...selector };
  const families = cluster.ipFamily === undefined ? undefined : [cluster.ipFamily];
  return [headless(release, cluster.service, "cluster", labels, { selector, ports: [cluster.entry, ...cluster.extraPorts], families })];
}

const ofProcesses = (release: Release) =>
  release.processes.flatMap(({ name, podsService, ports }) =>
    podsService?.isOwn
      ? [headless(release, podsService.name, `${name}.pods`, {}, { selector: componentSelector(release.name, name), ports, families: undefined })]
      : [],
  );

interface Pods {
  readonly selector: Labels;
  readonly ports: readonly NamedPort[];
  readonly families: string[] | undefined;
}

function headless(release: Release, name: string, component: string, labels: Labels, { selector, ports, families }: Pods) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(release, name, { component, labels }),
    spec: {
      clusterIP: "None",
      // On a dual-stack Service half of the addresses would never match a node name.
      ipFamilyPolicy: "SingleStack",
      ...present("ipFamilies", families),
      // Nodes must meet before they are ready: singletons would otherwise double during a rollout.
      publishNotReadyAddresses: true,
      selector,
      ...present(
        "ports",
        ports.map(({ name, port, protocol }) => ({ name, port, targetPort: name, protocol })),
      ),
    },
  } as const satisfies Service;
}
