import type { Probe as KubernetesProbe } from "kubernetes-types/core/v1.d.ts";
import type { Health, Probe } from "../release/health.ts";
import { present } from "./resource.ts";

export const probes = ({ startup, readiness, liveness }: Health) => ({
  ...present("startupProbe", startup && probe(startup)),
  ...present("readinessProbe", readiness && probe(readiness)),
  ...present("livenessProbe", liveness && probe(liveness)),
});

/** What force_ssl of the generated prod.exs lets through without a redirect to https; either one would do, both cover changed settings. */
const httpHeaders = [
  { name: "Host", value: "localhost" },
  { name: "X-Forwarded-Proto", value: "https" },
];

function probe({ port, path, ...numbers }: Probe): KubernetesProbe {
  return { ...(path === undefined ? { tcpSocket: { port } } : { httpGet: { path, port, httpHeaders } }), ...numbers };
}
