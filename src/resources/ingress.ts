import type { Ingress } from "kubernetes-types/networking/v1.d.ts";
import type { Route } from "../release/edge.ts";
import type { Release } from "../release/release.ts";
import { ingressAnnotations } from "./ingress-controllers.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

export function ingress(release: Release) {
  const { edge } = release;
  if (edge?.kind !== "Ingress") return [];
  const { hosts, routes, className, certificate } = edge;
  return [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: metadata(release, release.name, { annotations: ingressAnnotations(edge), isLate: true }),
      spec: {
        ...present("ingressClassName", className),
        ...present("tls", certificate === undefined ? [] : [{ hosts: [...hosts], secretName: certificate }]),
        rules: hosts.map((host) => ({ host, http: { paths: routes.filter((route) => route.host === host).map(path) } })),
      },
    } as const satisfies Ingress,
  ];
}

const path = ({ path, service, port }: Route) => ({
  path,
  pathType: "Prefix",
  backend: { service: { name: service, port: { name: port.name } } },
});
