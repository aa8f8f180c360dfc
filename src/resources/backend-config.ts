import type { Backend, IngressEdge } from "../release/edge.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

/** What Google's load balancer knows of the pods behind a Service; it reads neither annotations of the Ingress nor the pods' probes. */
export function backendConfigs(release: Release) {
  const { edge } = release;
  if (edge?.kind !== "Ingress" || edge.controller !== "gke") return [];
  return edge.backends.map((backend) => backendConfig(release, edge, backend));
}

function backendConfig(release: Release, { timeoutSeconds, drainSeconds, sticky }: IngressEdge, { service, health }: Backend) {
  return {
    apiVersion: "cloud.google.com/v1",
    kind: "BackendConfig",
    metadata: metadata(release, service),
    spec: {
      // Not until it is quiet: a websocket ends after this time, whatever it does.
      ...present("timeoutSec", timeoutSeconds || undefined),
      connectionDraining: { drainingTimeoutSec: drainSeconds },
      // Without a port it asks the one that it leads to.
      healthCheck: { type: "HTTP", ...present("port", health.port), ...present("requestPath", health.path) },
      ...present("sessionAffinity", sticky ? { affinityType: "GENERATED_COOKIE" } : undefined),
    },
  } as const;
}
