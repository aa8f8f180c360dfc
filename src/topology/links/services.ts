import type { Build, Thing, Workload } from "../build.ts";
import { asPort, targetOf } from "../container-ports.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { internet } from "../nodes.ts";
import { text } from "../read.ts";
import { ofLabels } from "../selector.ts";
import { isOfCluster } from "./cluster.ts";
import { servicePorts } from "./to-service.ts";

/** From the ports of Services to those of the pods that their selectors take. */
export const services: LinksOf = (build) => {
  const found = build.all("Service").map((service) => ofService(build, service));
  return { nodes: found.flatMap(({ nodes }) => nodes), links: found.flatMap(({ links }) => links) };
};

function ofService(build: Build, service: Thing): { nodes: Addition[]; links: Link[] } {
  const { id, name, namespace, spec } = service;
  const ports = servicePorts(service);
  const type = text(spec["type"]) ?? "ClusterIP";
  const selected = build.selected(namespace, ofLabels(spec["selector"]));
  const isOpen = type === "LoadBalancer" || type === "NodePort";
  const rows = ports.map(({ key, name: port, number, protocol }) => ({
    key,
    text: [port, number, protocol === "TCP" ? undefined : protocol].filter((part) => part !== undefined).join(" "),
  }));
  const links = isOfCluster(build, service) ? [] : selected.flatMap((workload) => ports.map((port) => toPods(service, port, workload)));
  return {
    nodes: [{ id, ports: rows, details: details(service, type, selected.length) }, ...(isOpen ? [internet] : []), ...links.flatMap(({ nodes }) => nodes)],
    links: [
      ...(isOpen
        ? ports.map(
            ({ key, number }): Link => ({
              kind: "traffic",
              from: internet.id,
              to: id,
              toPort: key,
              label: `${type} ${number}`,
              why: `type of Service ${name}`,
            }),
          )
        : []),
      ...links.map(({ link }) => link),
    ],
  };
}

function details({ spec }: Thing, type: string, selected: number): string[] {
  if (type === "ExternalName") return [`another name for ${text(spec["externalName"]) ?? "?"}`];
  const how = spec["clusterIP"] === "None" ? "headless" : type;
  if (ofLabels(spec["selector"]) === undefined) return [how, "no selector: its addresses come from elsewhere"];
  return [how, ...(selected === 0 ? ["selects no pod of this build"] : [])];
}

type ServicePort = ReturnType<typeof servicePorts>[number];

function toPods({ id, name }: Thing, { key, number, target, protocol }: ServicePort, workload: Workload): { link: Link; nodes: Addition[] } {
  const found = targetOf(workload, target, protocol);
  const link: Link = {
    kind: "traffic",
    from: id,
    fromPort: key,
    to: workload.id,
    label: found && found.number !== number ? `${number} to ${found.number}` : number,
    why: `selector and targetPort ${target} of Service ${name}`,
  };
  if (!found) return { link: { ...link, problem: `no container of ${workload.kind} ${workload.name} has a port ${target}` }, nodes: [] };
  const port = asPort(found);
  return { link: { ...link, toPort: port.key }, nodes: [{ id: workload.id, ports: [port] }] };
}
