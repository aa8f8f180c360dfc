import type { NetworkPolicy, NetworkPolicyIngressRule } from "kubernetes-types/networking/v1.d.ts";
import type { Cluster } from "../release/cluster.ts";
import { clusterSelector, releaseSelector } from "../release/labels.ts";
import type { OpenPort } from "../release/ports.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

export function networkPolicy(release: Release) {
  const { network, cluster } = release;
  if (!network) return [];
  const ingress: NetworkPolicyIngressRule[] = [
    ...network.map(({ ports, from }) => ({ ...present("from", [...from]), ports: ports.map(open) })),
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

const open = ({ port, protocol }: OpenPort) => ({ port, protocol });

function distribution(release: string, { entry, distribution: { min, max }, extraPorts }: Cluster): NetworkPolicyIngressRule {
  const range = min === max ? { port: min, protocol: "TCP" } : { port: min, endPort: max, protocol: "TCP" };
  return {
    from: [{ podSelector: { matchLabels: clusterSelector(release) } }],
    ports: [...(entry.port === min ? [] : [open(entry)]), range, ...extraPorts.map(open)],
  };
}
