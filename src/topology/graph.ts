import type { KubernetesObject } from "../source/item.ts";
import { buildOf } from "./build.ts";
import { autoscalers } from "./links/autoscalers.ts";
import { calls } from "./links/calls.ts";
import { cluster } from "./links/cluster.ts";
import { databases } from "./links/databases.ts";
import { disruptions } from "./links/disruptions.ts";
import { edge } from "./links/edge.ts";
import { metrics } from "./links/metrics.ts";
import { policies } from "./links/policies.ts";
import { rights } from "./links/rights.ts";
import { routes } from "./links/routes.ts";
import { services } from "./links/services.ts";
import { settings } from "./links/settings.ts";
import { storage } from "./links/storage.ts";
import { waits } from "./links/waits.ts";
import { type Addition, columns, type Graph, type Link, type LinksOf, type Node } from "./model.ts";
import { keys, nodes, pods, undrawn } from "./nodes.ts";
import { once } from "./read.ts";
import { unreachable } from "./unreachable.ts";

/** A file each. What a node comes from stands before what adds to it. */
const kinds: readonly LinksOf[] = [
  nodes,
  pods,
  keys,
  edge,
  routes,
  services,
  cluster,
  calls,
  databases,
  waits,
  settings,
  storage,
  metrics,
  rights,
  policies,
  autoscalers,
  disruptions,
];

/** What runs and who talks to whom, from the final objects alone. */
export function graph(name: string, objects: readonly KubernetesObject[]): Graph {
  const build = buildOf(objects);
  const parts = kinds.map((kind) => kind(build));
  const merged = mergedNodes(parts.flatMap(({ nodes = [] }) => nodes));
  const links = parts.flatMap(({ links = [] }) => links).filter(({ from, to }) => merged.has(from) && merged.has(to));
  const inColumns = withNamespaces([...merged.values()]).sort((one, other) => columns.indexOf(one.column) - columns.indexOf(other.column));
  return { name, nodes: inColumns, links: unreachable(merged, distinct(links)), undrawn: undrawn(build) };
}

/** Where there is more than one, a name alone does not say which is meant. */
function withNamespaces(nodes: readonly Node[]): Node[] {
  const several = new Set(nodes.map(({ namespace }) => namespace).filter(Boolean)).size > 1;
  return nodes.map((node) => (several && node.namespace !== "" ? { ...node, details: [`namespace ${node.namespace}`, ...node.details] } : node));
}

/** The first says what a node is; the others add to it. */
function mergedNodes(additions: readonly Addition[]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const addition of additions) {
    const before = found.get(addition.id);
    if (before) found.set(addition.id, added(before, addition));
    else if ("kind" in addition) found.set(addition.id, added({ ports: [], details: [], access: [], ...addition }, { id: addition.id }));
  }
  return found;
}

function added(node: Node, { ports = [], details = [], access }: Addition): Node {
  const known = new Set(node.ports.map(({ key }) => key));
  return {
    ...node,
    ports: [...node.ports, ...ports.filter(({ key }) => !known.has(key))],
    details: once([...node.details, ...details]),
    access: [...node.access, ...(access ?? [])],
  };
}

function distinct(links: readonly Link[]): Link[] {
  const seen = new Map(links.map((link) => [[link.kind, link.from, link.fromPort, link.to, link.toPort, link.label].join("\n"), link]));
  return [...seen.values()];
}
