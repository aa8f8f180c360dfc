import type { CompleteProcess } from "../spec/processes.ts";
import { METRICS_PORT_NAME, type Metrics } from "./metrics.ts";
import { portServiceName } from "./names.ts";
import { namedPorts } from "./ports.ts";

/** A port of a Service; it leads to the container's port of the same name. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

/** A Service of its own for one port, for the outside. */
export interface Outlet {
  readonly name: string;
  readonly type: "LoadBalancer" | "NodePort";
  readonly annotations: Readonly<Record<string, string>>;
  readonly externalTrafficPolicy: "Local" | "Cluster";
  readonly loadBalancerClass: string | undefined;
  readonly sourceRanges: readonly string[];
  readonly port: ServicePort;
}

export interface ProcessService {
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer";
  readonly annotations: Readonly<Record<string, string>>;
  readonly http: boolean;
  readonly ports: readonly ServicePort[];
  readonly outlets: readonly Outlet[];
}

/** Undefined: nobody talks to the process. */
export function service(
  workload: string,
  { http, ports, service: { type, annotations } }: CompleteProcess,
  metrics: Metrics | undefined,
): ProcessService | undefined {
  const all = namedPorts(ports);
  const inside = all
    .filter(({ service }) => service === undefined)
    .map(({ name, port, servicePort = port, protocol }) => ({ name, port: servicePort, protocol }));
  const outlets = all.flatMap(({ name, port, servicePort = port, protocol, service }): Outlet[] => {
    if (!service) return [];
    const { type, annotations, externalTrafficPolicy, loadBalancerClass, sourceRanges } = service;
    return [
      {
        name: portServiceName(workload, name),
        type,
        annotations,
        externalTrafficPolicy,
        loadBalancerClass,
        sourceRanges,
        port: { name, port: servicePort, protocol },
      },
    ];
  });
  // A ServiceMonitor reaches pods by way of a Service.
  const scraped: ServicePort[] =
    metrics?.ownPort && metrics.monitor === "ServiceMonitor" ? [{ name: METRICS_PORT_NAME, port: metrics.port, protocol: "TCP" }] : [];
  const found = [...inside, ...scraped];
  return http.enabled || found.length + outlets.length > 0 ? { type, annotations, http: http.enabled, ports: found, outlets } : undefined;
}
