import type { Build, Thing, Workload } from "../build.ts";
import { targetOf } from "../container-ports.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { at, text } from "../read.ts";
import { ofLabels } from "../selector.ts";
import { variablesOf } from "../variables.ts";
import { servicePorts } from "./to-service.ts";

// Erlang distribution: nodes find each other through a headless Service, and then every node talks to every other. One node of the picture
// stands in the middle of them, since a line for each pair would hide the rest.

/** Pod annotation that holds the name of the headless Service. */
const CLUSTER_SERVICE_ANNOTATION = "phoenix-release.dev/cluster-service";

export const cluster: LinksOf = (build) => {
  const found = build.all("Service").flatMap((service) => {
    const members = membersOf(build, service);
    return members.length > 0 ? [ofCluster(build, service, members)] : [];
  });
  return { nodes: found.flatMap(({ nodes }) => nodes), links: found.flatMap(({ links }) => links) };
};

export const isOfCluster = (build: Build, service: Thing): boolean => membersOf(build, service).length > 0;

const membersOf = (build: Build, { spec, namespace, name }: Thing): Workload[] =>
  spec["clusterIP"] === "None"
    ? build
        .selected(namespace, ofLabels(spec["selector"]))
        .filter((workload) => at(workload.podAnnotations, CLUSTER_SERVICE_ANNOTATION) === name || isDistributed(build, workload))
    : [];

const isDistributed = (build: Build, workload: Workload): boolean =>
  variablesOf(build, workload).some(({ name, value }) => name === "RELEASE_DISTRIBUTION" && (value === "name" || value === "sname"));

function ofCluster(build: Build, service: Thing, members: readonly Workload[]): { nodes: Addition[]; links: Link[] } {
  const named = servicePorts(service);
  const rows = members.map((workload) => {
    const range = distribution(build, workload);
    const entries = named.map((port) => ({ name: port.name, number: targetOf(workload, port.target, port.protocol)?.number ?? port.target }));
    // Without epmd the Service names the distribution port itself.
    const own = range !== undefined && !entries.some(({ number }) => number === range) ? [{ key: range, text: `distribution ${range}` }] : [];
    const ports = [...entries.map(({ name, number }) => ({ key: `${number}/TCP`, text: [name, number].filter(Boolean).join(" ") })), ...own];
    return { workload, range, ports, numbers: [...entries.map(({ number }) => number), ...own.map(({ key }) => key)] };
  });
  return {
    nodes: [
      {
        id: service.id,
        details: ["the nodes find each other here", ...(members.some((member) => isEncrypted(build, member)) ? ["distribution is encrypted"] : [])],
      },
      ...rows.map(({ workload, ports }) => ({ id: workload.id, ports })),
    ],
    links: rows.map(({ workload, ports, numbers }) => ({
      kind: "cluster",
      from: service.id,
      to: workload.id,
      toPort: ports.at(-1)?.key,
      needs: numbers,
      label: `cluster ${numbers.join(", ")}`,
      why: `headless Service ${service.name}, ${ports.map(({ text }) => text).join(", ")}: every node of the cluster talks to every other`,
    })),
  };
}

/** "4370-4379": from the flags of the BEAM; undefined: they do not say. */
function distribution(build: Build, workload: Workload): string | undefined {
  const flags = flagsOf(build, workload);
  const [min, max] = ["min", "max"].map((end) => new RegExp(`inet_dist_listen_${end} (\\d+)`).exec(flags)?.[1]);
  if (min !== undefined) return max === undefined || max === min ? min : `${min}-${max}`;
  return /-erl_epmd_port (\d+)/.exec(flags)?.[1];
}

const isEncrypted = (build: Build, workload: Workload): boolean => /-proto_dist inet6?_tls/.test(flagsOf(build, workload));

const flagsOf = (build: Build, workload: Workload): string =>
  variablesOf(build, workload)
    .filter(({ name }) => /^(ERL_[A-Z]*FLAGS|ELIXIR_ERL_OPTIONS)$/.test(name))
    .map(({ value }) => text(value) ?? "")
    .join(" ");
