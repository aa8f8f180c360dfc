import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

export function httpRoutes(release: Release) {
  const { edge } = release;
  if (edge?.kind !== "HTTPRoute") return [];
  const { gateway, timeoutSeconds, objects } = edge;
  return objects.map(({ name, hosts, routes }) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: metadata(release, name, { isLate: true }),
    spec: {
      parentRefs: [{ name: gateway.name, ...present("namespace", gateway.namespace), ...present("sectionName", gateway.sectionName) }],
      hostnames: [...hosts],
      rules: routes.map(({ path, service, port }) => ({
        matches: [{ path: { type: "PathPrefix", value: path } }],
        backendRefs: [{ name: service, port: port.number }],
        // It bounds a whole request, and with it a websocket, not the quiet in it: none.
        ...present("timeouts", timeoutSeconds > 0 ? { request: "0s" } : undefined),
      })),
    },
  }));
}
