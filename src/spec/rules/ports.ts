import type { Path, Problem } from "../../source/problem.ts";
import type { CompleteProcess } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

const ownNames: readonly string[] = ["http", "epmd"];

export const portRules: Rule = ({ spec }, processes) => [
  ...distribution(spec),
  ...processes.flatMap((process) => [...names(process), ...clashes(process, spec)]),
];

function distribution({ cluster }: Spec): Problem[] {
  const { min, max } = cluster.distribution;
  if (!cluster.enabled || min < max) return [];
  return [
    {
      code: "PHX209",
      path: ["spec", "cluster", "distribution"],
      message:
        min === max
          ? `spec.cluster.distribution has the single port ${min}: remote and rpc start a second node in the pod and fail with eaddrinuse`
          : `spec.cluster.distribution.min is ${min}, above max, ${max}`,
      help: "give at least two ports, such as min: 4370, max: 4379",
    },
  ];
}

function names({ name, ports }: CompleteProcess): Problem[] {
  return Object.keys(ports)
    .filter((port) => ownNames.includes(port))
    .map((port) => ({
      code: "PHX210",
      path: ["spec", "processes", name, "ports", port],
      on: "key",
      message: `the port name ${port} is taken`,
      help: port === "http" ? "the endpoint's port is http.port; give another port another name" : "clustering uses it; give the port another name",
    }));
}

/** Two listeners on one TCP port: the second does not start. */
function clashes({ name, http, ports, cluster }: CompleteProcess, spec: Spec): Problem[] {
  const clustered = cluster.enabled && spec.cluster.enabled;
  const { epmd, distribution } = spec.cluster;
  const taken: [label: string, port: number, path: Path][] = [
    ...(http.enabled ? [["http", http.port, ["spec", "http", "port"]] as [string, number, Path]] : []),
    ...Object.keys(ports)
      .filter((port) => ports[port]?.protocol === "TCP")
      .sort()
      .map((port): [string, number, Path] => [port, ports[port]?.port as number, ["spec", "processes", name, "ports", port]]),
  ];
  return taken.flatMap(([label, port, path], index) => {
    const other = taken.slice(0, index).find(([, earlier]) => earlier === port)?.[0];
    const erlang =
      clustered && port === epmd.port ? "epmd" : clustered && port >= distribution.min && port <= distribution.max ? "Erlang distribution" : undefined;
    const clash = other ?? erlang;
    return clash
      ? [{ code: "PHX210", path, message: `port ${port} of ${name} is used twice, by ${clash} and by ${label}`, help: "give each listener a port of its own" }]
      : [];
  });
}
