import { componentsSelector } from "../release/labels.ts";
import type { Monitor } from "../release/metrics.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

/** ServiceMonitor and PodMonitor of the Prometheus operator. */
export const monitors = (release: Release) => release.monitors.map((monitor) => spelled(release, monitor));

function spelled(release: Release, { kind, labels, components, endpoints }: Monitor) {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind,
    metadata: metadata(release, release.name, { labels }),
    spec: {
      selector: componentsSelector(release.name, components),
      [kind === "ServiceMonitor" ? "endpoints" : "podMetricsEndpoints"]: endpoints.map(({ portName, path, interval, token }) => ({
        port: portName,
        path,
        ...present("interval", interval),
        ...present("authorization", token && { type: "Bearer", credentials: { name: token.secretName, key: token.key } }),
      })),
    },
  };
}
