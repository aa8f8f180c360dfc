import type { Graph, Link, Node } from "./model.ts";

// Ten workloads that read the same five Secrets are fifty lines, which hide the rest. In a picture what the same pods read in the same way
// is one box; the words beside it keep them apart.

export function folded(graph: Graph): Graph {
  const groups = new Map<string, Node[]>();
  for (const node of graph.nodes.filter(isSetting)) {
    const key = users(graph, node);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const together = [...groups.values()].filter((nodes) => nodes.length > 1);
  const boxes = new Map(together.flatMap((nodes) => nodes.map(({ id }) => [id, box(nodes)] as const)));
  const drawn = new Map(graph.nodes.map((node) => boxes.get(node.id) ?? node).map((node) => [node.id, node]));
  return { ...graph, nodes: [...drawn.values()], links: unique(graph.links.map((link) => ({ ...link, to: boxes.get(link.to)?.id ?? link.to }))) };
}

const isSetting = ({ kind }: Node): boolean => kind === "Secret" || kind === "ConfigMap";

const users = ({ links }: Graph, { id }: Node): string =>
  links
    .filter(({ to }) => to === id)
    .map(({ from }) => from)
    .join("\n");

const box = (nodes: readonly Node[]): Node => ({
  id: nodes.map(({ id }) => id).join("\n"),
  column: "data",
  kind: [...new Set(nodes.map(({ kind }) => `${kind}s`))].join(" and "),
  name: "read together",
  namespace: nodes[0]?.namespace ?? "",
  origin: nodes.every(({ origin }) => origin === "expected") ? "expected" : "build",
  ports: nodes.map(({ id, kind, name, origin }) => ({ key: id, text: `${kind} ${name}${origin === "expected" ? ", expected" : ""}` })),
  details: [],
  access: [],
});

function unique(links: readonly Link[]): Link[] {
  const found = new Map<string, Link>();
  for (const link of links) {
    const key = link.kind === "settings" ? [link.from, link.to].join("\t") : String(found.size);
    const before = found.get(key);
    const labels = new Set([...(before?.label.split(", ") ?? []), ...link.label.split(", ")]);
    found.set(key, { ...link, label: [...labels].join(", "), why: [before?.why, link.why].filter((why) => why !== undefined).join("; ") });
  }
  return [...found.values()];
}
