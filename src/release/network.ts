import type { CompleteProcess } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";

interface Peer {
  readonly namespaceSelector?: object;
  readonly podSelector?: object;
  readonly ipBlock?: { cidr: string; except?: string[] };
}

export interface OpenPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

/** Who may reach the pods; undefined: everybody. */
export interface Network {
  readonly http: { readonly ports: readonly OpenPort[]; readonly from: readonly Peer[] };
  /** Ports that anybody may reach. */
  readonly open: readonly OpenPort[];
}

export function network({ networkPolicy }: Spec, processes: readonly CompleteProcess[]): Network | undefined {
  if (!networkPolicy.enabled) return undefined;
  const from = networkPolicy.http.from;
  return {
    http: {
      ports: distinct(processes.filter(({ http }) => http.enabled).map(({ http }) => ({ port: http.port, protocol: "TCP" }))),
      from: Object.keys(from)
        .sort()
        .map((name) => from[name] as Peer),
    },
    open: distinct(processes.flatMap(({ ports }) => Object.values(ports))),
  };
}

/** Sorted, each port and protocol once. */
function distinct(ports: readonly OpenPort[]): OpenPort[] {
  const byKey = new Map(ports.map(({ port, protocol }) => [`${protocol} ${port}`, { port, protocol }]));
  return [...byKey.values()].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}
