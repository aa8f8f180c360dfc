import type { Service } from "kubernetes-types/core/v1.d.ts";
import { clusterSelector } from "../release/labels.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";

export function headlessService(release: Release) {
  const { cluster } = release;
  if (!cluster) return [];
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata(release, cluster.service, { component: "cluster" }),
      spec: {
        clusterIP: "None",
        // On a dual-stack Service half of the addresses would never match a node name.
        ipFamilyPolicy: "SingleStack",
        // Nodes must meet before they are ready: singletons would otherwise double during a rollout.
        publishNotReadyAddresses: true,
        selector: clusterSelector(release.name),
        ports: [{ name: "epmd", port: cluster.epmdPort, targetPort: "epmd", protocol: "TCP" }],
      },
    } as const satisfies Service,
  ];
}
