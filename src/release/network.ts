import type { CompleteProcess } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";
import { metrics } from "./metrics.ts";
import { namedPorts, type OpenPort } from "./ports.ts";

interface Peer {
  readonly namespaceSelector?: object;
  readonly podSelector?: object;
  readonly ipBlock?: { cidr: string; except?: string[] };
}

/** Ports, and who may reach them. */
export interface Opening {
  readonly ports: readonly OpenPort[];
  /** Empty: everybody. */
  readonly from: readonly Peer[];
}

/** Pods of the Kubernetes cluster, whatever their namespace: where Prometheus runs is not known. */
const ANY_POD: Peer = { namespaceSelector: {} };

/**
 * Who may reach the pods; undefined: everybody. Erlang distribution is not part of it.
 * @param asked ports of health checks from outside the cluster
 */
export function network({ networkPolicy }: Spec, processes: readonly CompleteProcess[], asked: readonly number[]): readonly Opening[] | undefined {
  if (!networkPolicy.enabled) return undefined;
  const ports = processes.flatMap((process) => namedPorts(process.ports));
  const scraped = processes.flatMap((process) => metrics(process) ?? []).filter(({ ownPort }) => ownPort);
  const scrapers = peers(networkPolicy.metrics.from);
  const openings: Opening[] = [
    {
      ports: [...processes.filter(({ http }) => http.enabled).map(({ http }) => http.port), ...asked].map((port) => ({ port, protocol: "TCP" })),
      from: peers(networkPolicy.http.from),
    },
    { ports: ports.filter(({ from }) => Object.keys(from).length === 0), from: [] },
    ...ports.filter(({ from }) => Object.keys(from).length > 0).map((port): Opening => ({ ports: [port], from: peers(port.from) })),
    { ports: scraped.map(({ port }) => ({ port, protocol: "TCP" })), from: scrapers.length > 0 ? scrapers : [ANY_POD] },
  ];
  return openings.map(({ ports, from }) => ({ ports: distinct(ports), from })).filter(({ ports }) => ports.length > 0);
}

const peers = (from: Readonly<Record<string, Peer>>): Peer[] =>
  Object.keys(from)
    .sort()
    .map((name) => from[name] as Peer);

/** Sorted, each port and protocol once. */
function distinct(ports: readonly OpenPort[]): OpenPort[] {
  const byKey = new Map(ports.map(({ port, protocol }) => [`${protocol} ${port}`, { port, protocol }]));
  return [...byKey.values()].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}
