import type { NetworkPolicy, NetworkPolicyIngressRule } from "kubernetes-types/networking/v1.d.ts";
import type { Cluster } from "../release/cluster.ts";
import { clusterSelector, releaseSelector } from "../release/labels.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

export function networkPolicy(release: Release) {
  const { network, cluster } = release;
  if (!network) return [];
  const { http, open } = network;
  const ingress: NetworkPolicyIngressRule[] = [
    ...(http.ports.length > 0 ? [{ ...present("from", [...http.from]), ports: [...http.ports] }] : []),
    ...(open.length > 0 ? [{ ports: [...open] }] : []),
    ...(cluster ? [distribution(release.name, cluster)] : []),
  ];
  return [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: metadata(release, release.name),
      spec: { podSelector: { matchLabels: releaseSelector(release.name) }, policyTypes: ["Ingress"], ...present("ingress", ingress) },
    } satisfies NetworkPolicy,
  ];
}

function distribution(release: string, { epmdPort, distribution: { min, max } }: Cluster): NetworkPolicyIngressRule {
  return {
    from: [{ podSelector: { matchLabels: clusterSelector(release) } }],
    ports: [
      { port: epmdPort, protocol: "TCP" },
      { port: min, endPort: max, protocol: "TCP" },
    ],
  };
}
