import { type CompleteProcess, isClustered, WEB } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";
import { drain } from "./drain.ts";
import { HTTP_PORT_NAME } from "./health.ts";
import { certificateName, routeName, workloadName } from "./names.ts";

/** From a host and a path to a port of a Service. */
export interface Route {
  readonly host: string;
  readonly path: string;
  readonly service: string;
  readonly port: { readonly name: string; readonly number: number };
}

/** What an Ingress and an HTTPRoute have in common. */
interface Way {
  readonly hosts: readonly string[];
  readonly routes: readonly Route[];
  /** Seconds that a quiet connection may last; zero: whatever the edge thinks. */
  readonly timeoutSeconds: number;
}

/** A Service behind the edge. */
export interface Backend {
  readonly service: string;
  /** What a load balancer with health checks of its own asks the pods for; undefined: its own path, the port that it leads to. */
  readonly health: { readonly path: string | undefined; readonly port: number | undefined };
}

export type Controller = Spec["expose"]["ingress"]["controller"];

export interface IngressEdge extends Way {
  readonly kind: "Ingress";
  readonly className: string | undefined;
  readonly controller: Controller;
  readonly annotations: Readonly<Record<string, string>>;
  /** Secret with the certificate; undefined: no TLS here. */
  readonly certificate: string | undefined;
  readonly issuer: { readonly kind: "issuer" | "cluster-issuer"; readonly name: string } | undefined;
  readonly maxBodyMegabytes: number;
  /** A long poll must find the process that holds it: without a cluster only the same pod has it. */
  readonly sticky: boolean;
  readonly backends: readonly Backend[];
  /** Seconds that a pod which leaves goes on serving. */
  readonly drainSeconds: number;
}

interface GatewayEdge extends Way {
  readonly kind: "HTTPRoute";
  /** Hosts that lead to the same places share an object: the rules of an HTTPRoute hold for all of its hosts. */
  readonly objects: readonly { readonly name: string; readonly hosts: readonly string[]; readonly routes: readonly Route[] }[];
  readonly gateway: { readonly name: string; readonly namespace: string | undefined; readonly sectionName: string | undefined };
}

/** How users reach web. */
export type Edge = IngressEdge | GatewayEdge;

export function edge(name: string, spec: Spec, processes: readonly CompleteProcess[]): Edge | undefined {
  const { host, extraHosts, expose } = spec;
  const web = processes.find((process) => process.name === WEB && process.http.enabled);
  if (expose.type === "none" || host === undefined || !web) return undefined;
  const routes = [
    ...[...new Set([host, ...extraHosts])].map((host) => route(name, processes, { host })),
    ...Object.keys(expose.routes)
      .sort()
      .map((key) => route(name, processes, { host, ...expose.routes[key] })),
  ];
  const way: Way = { hosts: [...new Set(routes.map(({ host }) => host))], routes, timeoutSeconds: expose.timeoutSeconds };
  if (expose.type === "gateway") {
    // The rules have refused a route without the name of its Gateway.
    const { name: gateway = "", namespace, sectionName } = expose.gateway ?? {};
    return { kind: "HTTPRoute", ...way, objects: objects(name, way), gateway: { name: gateway, namespace, sectionName } };
  }
  const { className, controller, annotations, maxBodyMegabytes, tls } = expose.ingress;
  const { preStopSeconds, socketsSeconds, httpSeconds } = web.drain;
  return {
    kind: "Ingress",
    ...way,
    className,
    controller,
    annotations,
    certificate: tls.enabled ? (tls.secretName ?? certificateName(name)) : undefined,
    issuer: tls.enabled ? issuer(tls) : undefined,
    maxBodyMegabytes,
    sticky: !isClustered(web, spec) && !web.singleton,
    backends: processes.map((process) => backend(name, process)).filter(({ service }) => routes.some((route) => route.service === service)),
    drainSeconds: Math.min(preStopSeconds + socketsSeconds + httpSeconds, drain(web, spec.kubernetesVersion).graceSeconds),
  };
}

function objects(name: string, { hosts, routes }: Way): GatewayEdge["objects"] {
  const byPlaces = new Map<string, { hosts: string[]; routes: readonly Route[] }>();
  for (const host of hosts) {
    const own = routes.filter((route) => route.host === host);
    const places = JSON.stringify(own.map(({ path, service, port }) => [path, service, port]));
    const group = byPlaces.get(places) ?? { hosts: [], routes: own };
    group.hosts.push(host);
    byPlaces.set(places, group);
  }
  return [...byPlaces.values()].map((group, index) => ({ name: routeName(name, index), ...group }));
}

const HTTP_SERVICE_PORT = 80;

function route(release: string, processes: readonly CompleteProcess[], written: Spec["expose"]["routes"][string] & { readonly host: string }): Route {
  const { host, path = "/", process = WEB, port = HTTP_PORT_NAME } = written;
  const { port: number = HTTP_SERVICE_PORT, servicePort = number } = processes.find(({ name }) => name === process)?.ports[port] ?? {};
  return { host, path, service: workloadName(release, process), port: { name: port, number: servicePort } };
}

const backend = (release: string, { name, health: { path, port, readiness } }: CompleteProcess): Backend => ({
  service: workloadName(release, name),
  health: { path: readiness.path ?? path, port: readiness.port ?? port },
});

/** Load balancers outside the cluster, which ask each pod by themselves. */
const askers: readonly Controller[] = ["alb", "gke"];

/** Ports that they ask, beside those that they lead to. */
export const askedPorts = (edge: Edge | undefined): number[] =>
  edge?.kind === "Ingress" && askers.includes(edge.controller) ? edge.backends.flatMap(({ health }) => health.port ?? []) : [];

function issuer({ issuer, clusterIssuer }: Spec["expose"]["ingress"]["tls"]): IngressEdge["issuer"] {
  if (issuer !== undefined) return { kind: "issuer", name: issuer };
  return clusterIssuer === undefined ? undefined : { kind: "cluster-issuer", name: clusterIssuer };
}
