import type { Build, Thing, Workload } from "../build.ts";
import { asPort, targetOf } from "../container-ports.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { place } from "../nodes.ts";
import { at, fields, list, text } from "../read.ts";
import { matches } from "../selector.ts";
import { servicePorts } from "./to-service.ts";

/** Who reads metrics: monitors of the Prometheus operator, and annotations for a Prometheus without it. */
export const metrics: LinksOf = (build) => {
  const found = [
    ...build.all("ServiceMonitor").map((monitor) => ofServices(build, monitor)),
    ...build.all("PodMonitor").map((monitor) => ofPods(build, monitor)),
    ...build.workloads.flatMap(ofAnnotations),
  ];
  return { nodes: found.flatMap(({ nodes }) => nodes), links: found.flatMap(({ links }) => links) };
};

interface Found {
  readonly nodes: Addition[];
  readonly links: Link[];
}

const monitorNode = (monitor: Thing): Addition => ({ ...place(monitor), column: "outside", origin: "build", details: ["Prometheus reads metrics"] });

function endpoints(value: unknown): { port: string; path: string }[] {
  return list(value).map((endpoint) => ({
    port: text(at(endpoint, "port")) ?? text(at(endpoint, "targetPort")) ?? "?",
    path: text(at(endpoint, "path")) ?? "/metrics",
  }));
}

/** The namespaces that a monitor looks at: its own, unless it says more. */
function sees(monitor: Thing, namespace: string): boolean {
  const selector = monitor.spec["namespaceSelector"];
  const names = list(at(selector, "matchNames"));
  return at(selector, "any") === true || (names.length > 0 ? names.includes(namespace) : namespace === monitor.namespace);
}

function ofServices(build: Build, monitor: Thing): Found {
  const services = build
    .all("Service")
    .filter(({ object, namespace }) => sees(monitor, namespace) && matches(monitor.spec["selector"] ?? {}, fields(at(object, "metadata", "labels"))));
  const links = services.flatMap((service) =>
    endpoints(monitor.spec["endpoints"]).map(({ port, path }): Link => {
      const found = servicePorts(service).find(({ name }) => name === port);
      return {
        ...scrape(monitor, service.id, found?.number ?? port, path),
        toPort: found?.key,
        problem: found ? undefined : `Service ${service.name} has no port ${port}`,
      };
    }),
  );
  return { nodes: [monitorNode(monitor)], links };
}

function ofPods(build: Build, monitor: Thing): Found {
  const workloads = build.workloads.filter(({ namespace, podLabels }) => sees(monitor, namespace) && matches(monitor.spec["selector"] ?? {}, podLabels));
  const links = workloads.flatMap((workload) =>
    endpoints(monitor.spec["podMetricsEndpoints"]).map(({ port, path }): Link => {
      const found = targetOf(workload, port);
      const problem = found ? undefined : `no container of ${workload.kind} ${workload.name} has a port ${port}`;
      return { ...scrape(monitor, workload.id, found?.number ?? port, path), toPort: found && asPort(found).key, problem };
    }),
  );
  return { nodes: [monitorNode(monitor)], links };
}

const scrape = ({ id, kind, name }: Thing, to: string, port: string, path: string): Link => ({
  kind: "metrics",
  from: id,
  to,
  label: `${port} ${path}`,
  why: `selector of ${kind} ${name}`,
});

function ofAnnotations(workload: Workload): Found[] {
  const { podAnnotations, id, kind, name } = workload;
  if (at(podAnnotations, "prometheus.io/scrape") !== "true") return [];
  const port = text(at(podAnnotations, "prometheus.io/port"));
  const path = text(at(podAnnotations, "prometheus.io/path")) ?? "/metrics";
  const found = port === undefined ? undefined : targetOf(workload, port);
  const ports = found ? [asPort(found)] : [];
  return [
    {
      nodes: [
        { id: "Prometheus", column: "outside", kind: "Outside", name: "Prometheus", namespace: "", origin: "outside", details: ["Prometheus reads metrics"] },
        { id, ports },
      ],
      links: [
        {
          kind: "metrics",
          from: "Prometheus",
          to: id,
          toPort: ports[0]?.key,
          label: `${port ?? "each port"} ${path}`,
          why: `annotations prometheus.io of ${kind} ${name}`,
        },
      ],
    },
  ];
}
