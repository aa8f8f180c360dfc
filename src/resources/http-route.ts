import type { Route } from "../release/edge.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

/** One for each set of hosts that lead to the same places: a route's rules hold for all of its hosts. */
export function httpRoutes(release: Release) {
  const { edge } = release;
  if (edge?.kind !== "HTTPRoute") return [];
  const { gateway, timeoutSeconds } = edge;
  return groups(edge.hosts, edge.routes).map(({ hosts, routes }, index) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: metadata(release, index === 0 ? release.name : `${release.name}-${index + 1}`, { isLate: true }),
    spec: {
      parentRefs: [{ name: gateway.name, ...present("namespace", gateway.namespace), ...present("sectionName", gateway.sectionName) }],
      hostnames: hosts,
      rules: routes.map(({ path, service, port }) => ({
        matches: [{ path: { type: "PathPrefix", value: path } }],
        backendRefs: [{ name: service, port: port.number }],
        // It bounds a whole request, and with it a websocket, not the quiet in it: none.
        ...present("timeouts", timeoutSeconds > 0 ? { request: "0s" } : undefined),
      })),
    },
  }));
}

interface Group {
  readonly hosts: string[];
  readonly routes: readonly Route[];
}

function groups(hosts: readonly string[], routes: readonly Route[]): Group[] {
  const byPlaces = new Map<string, Group>();
  for (const host of hosts) {
    const own = routes.filter((route) => route.host === host);
    const places = JSON.stringify(own.map(({ path, service, port }) => [path, service, port]));
    const group = byPlaces.get(places) ?? { hosts: [], routes: own };
    group.hosts.push(host);
    byPlaces.set(places, group);
  }
  return [...byPlaces.values()];
}
