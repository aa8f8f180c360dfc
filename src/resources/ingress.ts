import type { Ingress } from "kubernetes-types/networking/v1.d.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

export function ingress(release: Release) {
  const { edge } = release;
  if (!edge) return [];
  const backend = { service: { name: edge.service, port: { name: edge.port } } };
  return [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: metadata(release, release.name, { annotations: edge.annotations }),
      spec: {
        ...present("ingressClassName", edge.className),
        ...present("tls", edge.certificate === undefined ? [] : [{ hosts: [...edge.hosts], secretName: edge.certificate }]),
        rules: edge.hosts.map((host) => ({ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } })),
      },
    } as const satisfies Ingress,
  ];
}
