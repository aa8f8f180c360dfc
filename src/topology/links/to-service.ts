import { type Build, idOf, type Thing } from "../build.ts";
import { portKey } from "../container-ports.ts";
import type { Addition, Link } from "../model.ts";
import { expected } from "../nodes.ts";
import { fields, list, text } from "../read.ts";

interface ServicePort {
  readonly name: string | undefined;
  readonly number: string;
  readonly target: string;
  readonly protocol: string;
  readonly key: string;
}

export const servicePorts = ({ spec }: Thing): ServicePort[] =>
  list(spec["ports"])
    .map(fields)
    .flatMap((port) => {
      const number = text(port["port"]);
      if (number === undefined) return [];
      const protocol = text(port["protocol"]) ?? "TCP";
      return [{ name: text(port["name"]), number, target: text(port["targetPort"]) ?? number, protocol, key: portKey(number, protocol) }];
    });

interface Reference extends Pick<Link, "from" | "fromPort" | "label" | "why"> {
  readonly namespace: string;
  readonly service: string;
  /** Name or number; undefined: which is not said. */
  readonly port: string | undefined;
}

/** A link to a port of a Service, which may not be there. */
export function toService(build: Build, { namespace, service, port, ...rest }: Reference): { nodes: Addition[]; links: Link[] } {
  const id = idOf("Service", namespace, service);
  const found = build.find("Service", namespace, service);
  const link: Link = { kind: "traffic", to: id, ...rest };
  if (!found) return { nodes: [expected(id, "Service", namespace, service)], links: [link] };
  const ports = servicePorts(found);
  const target = port === undefined && ports.length === 1 ? ports[0] : ports.find(({ name, number }) => name === port || number === port);
  if (target) return { nodes: [], links: [{ ...link, toPort: target.key }] };
  // Behind a headless Service each port of a pod is reached, also one that it does not name.
  const isOpen = found.spec["type"] === "ExternalName" || (found.spec["clusterIP"] === "None" && build.workloads.some(({ id }) => id === rest.from));
  const lacks = port === undefined || isOpen ? undefined : `Service ${service} has no port ${port}`;
  return { nodes: [], links: [{ ...link, problem: lacks }] };
}
