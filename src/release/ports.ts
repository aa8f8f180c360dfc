export interface OpenPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

export interface NamedPort extends OpenPort {
  readonly name: string;
}

/** By name: the order of a map does not count. */
export function namedPorts<P extends OpenPort>(ports: Readonly<Record<string, P>>): (P & NamedPort)[] {
  return Object.keys(ports)
    .sort()
    .map((name) => ({ ...(ports[name] as P), name }));
}
