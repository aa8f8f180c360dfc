import type { Build, Thing, Workload } from "../build.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { ofLabels } from "../selector.ts";
import { hostOf } from "../url.ts";
import { variablesOf } from "../variables.ts";
import { toService } from "./to-service.ts";

/** What a workload is told to talk to: a URL or host in its variables that is the name of a Service. */
export const calls: LinksOf = (build) => {
  const found = build.workloads.flatMap((workload) => variablesOf(build, workload).map(({ name, value }) => call(build, workload, name, value)));
  return { nodes: found.flatMap(({ nodes }) => nodes), links: found.flatMap(({ links }) => links) };
};

const nothing: { nodes: Addition[]; links: Link[] } = { nodes: [], links: [] };

function call(build: Build, workload: Workload, variable: string, value: string): typeof nothing {
  const address = hostOf(variable, value);
  const service = address && serviceAt(build, workload.namespace, address.host);
  // A URL of its own Service is what it calls itself.
  if (!service || build.selected(service.namespace, ofLabels(service.spec["selector"])).includes(workload)) return nothing;
  const why = `${variable} in ${workload.kind} ${workload.name}`;
  return toService(build, { from: workload.id, namespace: service.namespace, service: service.name, port: address.port, label: variable, why });
}

/** shop, shop.NAMESPACE, shop.NAMESPACE.svc and shop.NAMESPACE.svc.cluster.local are one Service; before it may stand a pod of a StatefulSet. */
export function serviceAt(build: Build, namespace: string, host: string): Thing | undefined {
  const labels = host.split(".");
  const services = build.all("Service");
  const at = (first: number): Thing | undefined => {
    const [name, elsewhere = namespace, svc = "svc"] = labels.slice(first);
    return svc === "svc" ? services.find((service) => service.name === name && service.namespace === elsewhere) : undefined;
  };
  return at(0) ?? (labels.length > 2 ? at(1) : undefined);
}
