import { type Expression, everyStatement, inside, lists, literal, pairOf, text } from "./elixir/terms.ts";
import type { Elixir } from "./elixir-files.ts";
import { type Fact, likely, type Place, sure } from "./fact.ts";
import type { Library } from "./mixfile.ts";
import { configured, resolved, type Setting } from "./settings.ts";
import { variableIn } from "./variables.ts";

// How nodes find each other.

type Discovery = "dns" | "libcluster-dns" | "libcluster-srv" | "libcluster-kubernetes" | "custom";

export interface Clustering {
  /** Absent: nothing in the project connects nodes. */
  readonly discovery: Fact<Discovery> | undefined;
  /** Name of the strategy, as the project has it. */
  readonly strategy: string | undefined;
  readonly queryVariable: Fact<string> | undefined;
  /** The name to ask for, where it is written into the code. */
  readonly query: Fact<string> | undefined;
  readonly basename: Fact<string> | undefined;
  readonly lookup: Fact<"pods"> | undefined;
  readonly selector: Fact<Readonly<Record<string, string>>> | undefined;
  /** A selector that is no list of labels that we could put on anything. */
  readonly otherSelector: Fact<string> | undefined;
  /** :hostname and :dns name nodes by more than their address. */
  readonly mode: Fact<string> | undefined;
  /** What cannot work in Kubernetes. */
  readonly unfit: Fact<string> | undefined;
}

const STRATEGIES: Readonly<Record<string, Discovery>> = {
  "Cluster.Strategy.DNSPoll": "libcluster-dns",
  "Cluster.Strategy.Kubernetes.DNS": "libcluster-dns",
  "Cluster.Strategy.Kubernetes.DNSSRV": "libcluster-srv",
  "Cluster.Strategy.Kubernetes": "libcluster-kubernetes",
};
/** Multicast, names written down, or nodes of one machine. */
const UNFIT = ["Cluster.Strategy.Gossip", "Cluster.Strategy.Epmd", "Cluster.Strategy.LocalEpmd", "Cluster.Strategy.ErlangHosts"];

const NONE: Clustering = {
  discovery: undefined,
  strategy: undefined,
  queryVariable: undefined,
  query: undefined,
  basename: undefined,
  lookup: undefined,
  selector: undefined,
  otherSelector: undefined,
  mode: undefined,
  unfit: undefined,
};

export function readClustering(elixir: Elixir, settings: readonly Setting[], library: Library): Clustering {
  const libcluster = library("libcluster");
  const topologies = libcluster ? findTopologies(elixir, settings) : [];
  const fit = topologies.find(({ strategy }) => !UNFIT.includes(strategy)) ?? topologies[0];
  if (fit) return ofTopology(fit);
  const dns = library("dns_cluster");
  if (dns?.at) return ofDnsCluster(elixir, settings, dns.at);
  if (libcluster?.at) return { ...NONE, discovery: likely("custom", libcluster.at, "libcluster without a topology that could be read") };
  return NONE;
}

function ofDnsCluster({ code }: Elixir, settings: readonly Setting[], at: Place): Clustering {
  const started = code.some(({ nodes }) =>
    everyStatement(nodes).some((statement) => statement.some((node) => node.kind === "alias" && node.text === "DNSCluster")),
  );
  const setting = configured(settings, ({ key }) => key === "dns_cluster_query").at(-1);
  const read = setting && variableIn(setting.value, setting.names);
  const literalQuery = setting && text(setting.value);
  return {
    ...NONE,
    discovery: started || setting ? sure("dns", at, "dns_cluster") : likely("dns", at, "dns_cluster is a dependency; no DNSCluster was found in lib/"),
    strategy: "dns_cluster",
    queryVariable: setting && read ? sure(read.name, { file: setting.at.file, line: read.line }, "dns_cluster_query") : undefined,
    query: setting && literalQuery !== undefined && literalQuery !== "ignore" ? sure(literalQuery, setting.at, "dns_cluster_query") : undefined,
  };
}

interface Topology {
  readonly strategy: string;
  readonly config: Expression;
  readonly names: ReadonlyMap<string, Expression>;
  readonly at: Place;
}

function findTopologies({ code }: Elixir, settings: readonly Setting[]): Topology[] {
  const inConfig = [...settings].reverse().flatMap(({ values, names, at }) =>
    values
      .flatMap((value) => [...value, ...value.flatMap((node) => (node.kind === "name" ? (names.get(node.text) ?? []) : []))])
      .flatMap((node) => lists([node]))
      .flatMap((list) => topology(list, names, at.file)),
  );
  // In the supervisor's arguments, or under a name before it.
  const inCode = code.flatMap(({ file, nodes }) => lists(nodes).flatMap((list) => topology(list, new Map(), file)));
  return [...inConfig, ...inCode];
}

function topology(options: Expression, names: ReadonlyMap<string, Expression>, file: string): Topology[] {
  const pair = pairOf(options, "strategy");
  const strategy = text(pair?.value)?.replace(/^Elixir\./, "");
  // Supervisors have a strategy too, and so has signing in with a provider.
  if (!pair || strategy === undefined || !/^[A-Z].*/.test(strategy) || !/cluster/i.test(strategy)) return [];
  return [{ strategy, config: inside(pairOf(options, "config")?.value, "[") ?? [], names, at: { file, line: pair.line } }];
}

function ofTopology({ strategy, config, names, at }: Topology): Clustering {
  const discovery = STRATEGIES[strategy] ?? "custom";
  const read = (...keys: readonly string[]) => {
    for (const key of keys) {
      const pair = pairOf(config, key);
      if (!pair) continue;
      const from = isComposed(pair.value, names) ? undefined : variableIn(pair.value, names);
      const written = literal(pair.value);
      return {
        variable: from && sure(from.name, { file: at.file, line: from.line }, key),
        written: typeof written === "string" ? sure(written, { file: at.file, line: pair.line }, key) : undefined,
        composed: isComposed(pair.value, names) ? sure("made of #{…}", { file: at.file, line: pair.line }, key) : undefined,
      };
    }
    return undefined;
  };
  const address = read("query", "service");
  const basename = read("node_basename", "application_name", "kubernetes_node_basename")?.written;
  const mode = read("mode")?.written;
  const lookup = read("kubernetes_ip_lookup_mode")?.written;
  const selector = read("kubernetes_selector")?.written;
  const labels = selector && labelsOf(selector.value);
  return {
    discovery: sure(discovery, at, strategy),
    strategy,
    queryVariable: address?.variable,
    query: address?.variable ? undefined : (address?.written ?? address?.composed),
    basename,
    lookup: lookup?.value === "pods" ? { ...lookup, value: "pods" } : undefined,
    selector: selector && labels ? { ...selector, value: labels } : undefined,
    otherSelector: labels ? undefined : selector,
    mode: mode && mode.value !== "ip" ? mode : undefined,
    unfit: UNFIT.includes(strategy) ? sure(strategy, at, "finds no pods") : undefined,
  };
}

/** "#{app}.internal" is made of a variable, but is not its value. */
const isComposed = (value: Expression, names: ReadonlyMap<string, Expression>): boolean =>
  resolved(value, names).some((node) => "code" in node && node.code !== undefined);

/** Labels of ours stay ours, and what Kubernetes does not take as a label is none. */
const LABEL =
  /^\s*(?!app\.kubernetes\.io\/(?:name|component|part-of|managed-by)\s*=|phoenix-release\.dev\/)((?:[a-z0-9][-a-z0-9.]*\/)?[A-Za-z0-9](?:[-\w.]*[A-Za-z0-9])?)\s*==?\s*([A-Za-z0-9](?:[-\w.]*[A-Za-z0-9])?)\s*$/;

/** app=shop,tier=web; more than equality is for another time. */
function labelsOf(selector: string): Readonly<Record<string, string>> | undefined {
  const found = selector.split(",").map((part) => LABEL.exec(part));
  return found.every((one) => one !== null) ? Object.fromEntries(found.map((one) => [one[1] as string, one[2] as string])) : undefined;
}
