import { HTTP_PORT_NAME } from "../release/health.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

/** What Google's load balancer knows of the pods; it reads neither annotations of the Ingress nor the pods' probes. */
export function backendConfig(release: Release) {
  const { edge, processes } = release;
  if (edge?.kind !== "Ingress" || edge.controller !== "gke") return [];
  const web = processes.find(({ workload }) => workload === release.name);
  const port = web?.ports.find(({ name }) => name === HTTP_PORT_NAME)?.port;
  return [
    {
      apiVersion: "cloud.google.com/v1",
      kind: "BackendConfig",
      metadata: metadata(release, release.name),
      spec: {
        // Not until it is quiet: a websocket ends after this time, whatever it does.
        ...present("timeoutSec", edge.timeoutSeconds || undefined),
        connectionDraining: { drainingTimeoutSec: edge.drainSeconds },
        healthCheck: { type: "HTTP", ...present("port", port), ...present("requestPath", edge.healthPath) },
        ...present("sessionAffinity", edge.sticky ? { affinityType: "GENERATED_COOKIE" } : undefined),
      },
    },
  ] as const;
}
