import type { Anything } from "../../kustomize.ts";
import type { Records } from "../world/dns.ts";
import type { Values } from "./environment.ts";

/** A pod as the Services see it. */
export interface Placed {
  readonly ip: string;
  readonly labels: Values;
  readonly hostname: string | undefined;
  readonly subdomain: string | undefined;
}

/** What CoreDNS says about the headless Services of a namespace that publish pods before they are ready: addresses, and a name for each pod. */
export function recordsOf(namespace: string, objects: readonly Anything[], pods: readonly Placed[]): Records {
  const headless = objects.filter(({ kind, spec }) => kind === "Service" && spec.clusterIP === "None" && spec.publishNotReadyAddresses);
  return Object.assign({}, ...headless.map((service) => recordsOfOne(service, namespace, pods)));
}

function recordsOfOne({ metadata, spec }: Anything, namespace: string, pods: readonly Placed[]): Records {
  const domain = `${metadata.name}.${namespace}.svc.cluster.local`;
  const selected = pods.filter(({ labels }) => Object.entries(spec.selector).every(([key, value]) => labels[key] === value));
  const hosts = selected.map(({ ip, hostname, subdomain }) => ({
    ip,
    name: `${subdomain === metadata.name ? hostname : ip.replaceAll(".", "-")}.${domain}`,
  }));
  const ports: { name: string; port: number; protocol?: string }[] = spec.ports ?? [];
  return {
    [domain]: { ...addresses(hosts.map(({ ip }) => ip)), srv: ports.flatMap(({ port }) => hosts.map(({ name }) => ({ port, host: name }))) },
    ...Object.fromEntries(hosts.map(({ ip, name }) => [name, addresses([ip])])),
    ...Object.fromEntries(
      ports.map(({ name: portName, port, protocol = "TCP" }) => [
        `_${portName}._${protocol.toLowerCase()}.${domain}`,
        { srv: hosts.map(({ name }) => ({ port, host: name })) },
      ]),
    ),
  };
}

const addresses = (ips: readonly string[]): Records[string] => ({ a: ips.filter((ip) => !ip.includes(":")), aaaa: ips.filter((ip) => ip.includes(":")) });
