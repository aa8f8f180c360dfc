import { type Path, type Problem, pathText } from "../../source/problem.ts";
import { type CompleteProcess, isClustered } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const portRules: Rule = ({ spec }, processes) => [
  ...distribution(spec),
  ...extraNames(spec, processes),
  ...processes.flatMap((process) => [...names(process, spec), ...clashes(process, spec), ...serviceClashes(process), ...outlets(process)]),
];

function distribution({ cluster }: Spec): Problem[] {
  const { min, max, managed } = cluster.distribution;
  // Where the image sets the port, or each node has just one without epmd, one is enough.
  const oneIsEnough = !managed || !cluster.epmd.enabled;
  if (!cluster.enabled || min < max || (oneIsEnough && min === max)) return [];
  return [
    {
      code: "PHX209",
      path: ["spec", "cluster", "distribution"],
      message:
        min === max
          ? `spec.cluster.distribution has the single port ${min}: remote and rpc start a second node in the pod and fail with eaddrinuse`
          : `spec.cluster.distribution.min is ${min}, above max, ${max}`,
      help: min === max ? "give at least two ports, such as min: 4370, max: 4379" : "exchange the two",
    },
  ];
}

function names(process: CompleteProcess, spec: Spec): Problem[] {
  const { name, ports, metrics } = process;
  const { epmd, extraPorts } = spec.cluster;
  const taken: Readonly<Record<string, string>> = {
    http: "the endpoint's port is http.port; give another port another name",
    ...(metrics.port !== undefined && { metrics: "the metrics port is metrics.port; give another port another name" }),
    ...(isClustered(process, spec) && {
      [epmd.enabled ? "epmd" : "distribution"]: "clustering uses it; give the port another name",
      ...Object.fromEntries(Object.keys(extraPorts).map((port) => [port, "cluster.extraPorts has a port of this name; give one of the two another"])),
    }),
  };
  return Object.keys(ports)
    .filter((port) => Object.hasOwn(taken, port))
    .map((port) => ({
      code: "PHX210",
      path: ["spec", "processes", name, "ports", port],
      on: "key",
      message: `the port name ${port} is taken`,
      help: taken[port] as string,
    }));
}

/** A port between nodes is on each of them, beside the ports that they have already. */
function extraNames(spec: Spec, processes: readonly CompleteProcess[]): Problem[] {
  const nodes = processes.filter((process) => isClustered(process, spec));
  const entry = spec.cluster.epmd.enabled ? "epmd" : "distribution";
  const taken = [
    entry,
    ...(nodes.some(({ http }) => http.enabled) ? ["http"] : []),
    ...(nodes.some(({ metrics }) => metrics.port !== undefined) ? ["metrics"] : []),
  ];
  return Object.keys(nodes.length > 0 ? spec.cluster.extraPorts : {})
    .filter((port) => taken.includes(port))
    .map((port) => ({
      code: "PHX210",
      path: ["spec", "cluster", "extraPorts", port],
      on: "key",
      message: `the port name ${port} is taken`,
      help: "give the port between the nodes another name",
    }));
}

interface Listener {
  readonly label: string;
  readonly port: number;
  readonly protocol: string;
  readonly path: Path;
}

/** Two listeners on one port: the second does not start. */
function clashes(process: CompleteProcess, spec: Spec): Problem[] {
  const { name } = process;
  const clustered = isClustered(process, spec);
  const { epmd, distribution, extraPorts } = spec.cluster;
  const last = epmd.enabled || !distribution.managed ? distribution.max : distribution.min;
  const taken = [...listeners(process), ...(clustered ? nodePorts(extraPorts) : [])];
  return taken.flatMap(({ label, port, protocol, path }, index): Problem[] => {
    const other = taken.slice(0, index).find((earlier) => earlier.port === port && earlier.protocol === protocol)?.label;
    const isTcp = clustered && protocol === "TCP";
    const erlang = isTcp && epmd.enabled && port === epmd.port ? "epmd" : isTcp && port >= distribution.min && port <= last ? "Erlang distribution" : undefined;
    const clash = other ?? erlang;
    return clash
      ? [{ code: "PHX210", path, message: `port ${port} of ${name} is used twice, by ${clash} and by ${label}`, help: "give each listener a port of its own" }]
      : [];
  });
}

function listeners({ name, http, ports, metrics }: CompleteProcess): Listener[] {
  return [
    ...(http.enabled ? [{ label: "http", port: http.port, protocol: "TCP", path: ["spec", "http", "port"] }] : []),
    ...Object.keys(ports)
      .sort()
      .map((label): Listener => {
        const { port, protocol } = ports[label] as CompleteProcess["ports"][string];
        return { label, port, protocol, path: ["spec", "processes", name, "ports", label] };
      }),
    ...(metrics.port === undefined ? [] : [{ label: "metrics", port: metrics.port, protocol: "TCP", path: ["spec", "metrics", "port"] }]),
  ];
}

const nodePorts = (ports: Spec["cluster"]["extraPorts"]): Listener[] =>
  Object.keys(ports)
    .sort()
    .map((label) => ({ label, ...(ports[label] as Spec["cluster"]["extraPorts"][string]), path: ["spec", "cluster", "extraPorts", label] }));

const HTTP_SERVICE_PORT = 80;

/** Kubernetes refuses a Service with one port twice. */
function serviceClashes({ name, http, ports }: CompleteProcess): Problem[] {
  const seen = new Map(http.enabled ? [[`${HTTP_SERVICE_PORT} TCP`, { label: "http", port: http.port }]] : []);
  return Object.keys(ports)
    .sort()
    .filter((port) => ports[port]?.service === undefined)
    .flatMap((label): Problem[] => {
      const { port, servicePort = port, protocol } = ports[label] as CompleteProcess["ports"][string];
      const other = seen.get(`${servicePort} ${protocol}`);
      seen.set(`${servicePort} ${protocol}`, { label, port });
      // Two listeners on one port are told already.
      if (other === undefined || other.port === port) return [];
      return [
        {
          code: "PHX210",
          path: ["spec", "processes", name, "ports", label],
          message: `port ${servicePort} of the Service of ${name} is used twice, by ${other.label} and by ${label}`,
          help: "set another servicePort",
        },
      ];
    });
}

function outlets({ name, ports }: CompleteProcess): Problem[] {
  return Object.entries(ports).flatMap(([port, { service }]): Problem[] => {
    if (service?.type !== "NodePort") return [];
    const path = ["spec", "processes", name, "ports", port, "service"];
    const field = service.loadBalancerClass !== undefined ? "loadBalancerClass" : service.sourceRanges.length > 0 ? "sourceRanges" : undefined;
    if (field === undefined) return [];
    return [
      {
        code: "PHX228",
        path: [...path, field],
        message: `${pathText([...path, field])} is for load balancers, and Kubernetes refuses it with type NodePort`,
        help: "delete it, or set type to LoadBalancer",
      },
    ];
  });
}
