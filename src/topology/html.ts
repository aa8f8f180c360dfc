import { escaped } from "./escape.ts";
import type { Access, Graph, Link, Node } from "./model.ts";
import { drawing, linkKinds, palette } from "./palette.ts";
import { called, described, picture } from "./svg.ts";

// One page that needs nothing: no script, no font, no image from anywhere. What the picture shows stands in words below it, for those who do
// not see it and for those who search. Boxes are links to their words, so that the keyboard reaches them.

/** Even if somebody smuggled markup into a name, a browser would load and run nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

export function html(graphs: readonly Graph[]): string {
  const title = `What runs in ${graphs.map(({ name }) => name).join(", ")}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
${palette}${drawing}${page}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<h1>${escaped(title)}</h1>
<p>Drawn from the final objects, whoever made them. Of Secrets only names and keys are shown.</p>
${graphs.length > 1 ? contents(graphs) : ""}</header>
<main id="main">
${graphs.map(section).join("")}</main>
</body>
</html>
`;
}

const contents = (graphs: readonly Graph[]): string =>
  `<nav aria-label="Environments">\n<ul>\n${graphs.map(({ name }, index) => `<li><a href="#e${index + 1}">${escaped(name)}</a></li>\n`).join("")}</ul>\n</nav>\n`;

function section(graph: Graph, index: number): string {
  const prefix = `e${index + 1}`;
  const numbers = new Map(graph.nodes.map(({ id }, number) => [id, `${prefix}-${number + 1}`]));
  // A box of several leads to the first of them.
  const target = ({ id }: Node): string => numbers.get(id.split("\n")[0] as string) as string;
  const { width, height, body } = picture(graph, target);
  return `<section aria-labelledby="${prefix}">
<h2 id="${prefix}">${escaped(graph.name)}</h2>
${problems(graph)}<div class="scroll" role="region" tabindex="0" aria-label="${escaped(`Picture of ${graph.name}`)}">
<svg class="picture" role="group" aria-labelledby="${prefix}-title ${prefix}-desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title id="${prefix}-title">${escaped(`What runs in ${graph.name}`)}</title>
<desc id="${prefix}-desc">${escaped(`${described(graph)} The tables below say the same in words.`)}</desc>
${body}</svg>
</div>
${links(graph, numbers)}${access(graph, numbers)}${things(graph, numbers)}${undrawn(graph)}</section>
`;
}

function problems({ links, nodes }: Graph): string {
  const found = links.filter(({ problem }) => problem !== undefined);
  if (found.length === 0) return "";
  const lines = found.map(({ from, to, problem = "" }) => `<li>${escaped(`${name(nodes, from)} does not reach ${name(nodes, to)}: ${problem}`)}</li>\n`);
  return `<div class="problems">\n<h3>What does not work</h3>\n<ul>\n${lines.join("")}</ul>\n</div>\n`;
}

const name = (nodes: readonly Node[], id: string): string => called(nodes.find((node) => node.id === id) as Node);

type Numbers = ReadonlyMap<string, string>;

const to = (nodes: readonly Node[], numbers: Numbers, id: string): string => `<a href="#${numbers.get(id)}">${escaped(name(nodes, id))}</a>`;

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[], ids: readonly string[] = []): string {
  if (rows.length === 0) return "";
  const row = (cells: readonly string[], index: number): string =>
    `<tr${ids[index] === undefined ? "" : ` id="${ids[index]}"`}><th scope="row">${cells[0]}</th>${cells
      .slice(1)
      .map((cell) => `<td>${cell}</td>`)
      .join("")}</tr>\n`;
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(caption)}">
<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join("")}</tr></thead>
<tbody>
${rows.map(row).join("")}</tbody>
</table>
</div>
`;
}

const links = ({ links, nodes }: Graph, numbers: Numbers): string =>
  table(
    "Who talks to whom",
    ["From", "How", "To", "Known from"],
    links.map((link) => [to(nodes, numbers, link.from), escaped(how(link)), to(nodes, numbers, link.to), escaped(link.why) + problem(link)]),
  );

function how({ kind, label }: Link): string {
  const { words } = linkKinds[kind];
  if (label.startsWith(words)) return label;
  return label === "" ? words : `${words}: ${label}`;
}

const problem = (link: Link): string => (link.problem === undefined ? "" : `<br><strong>Does not work: ${escaped(link.problem)}</strong>`);

/** Pods that no policy selects are open, which is worth a line. */
function access({ nodes }: Graph, numbers: Numbers): string {
  const rows = nodes
    .filter(({ column, ports }) => column === "workloads" && ports.length > 0)
    .flatMap((node) => {
      const own = to(nodes, numbers, node.id);
      return node.access.length > 0
        ? node.access.map((one) => [own, ...allowed(one)])
        : [[own, "every port", "everybody", "no NetworkPolicy selects these pods"]];
    });
  return table("Who may reach which port", ["Pods", "Ports", "From", "NetworkPolicy"], rows);
}

const allowed = ({ ports, from, policy }: Access): string[] =>
  [ports === undefined ? "every port" : ports.join(", ") || "none", from.join(", ") || "nobody", policy].map(escaped);

const things = ({ nodes }: Graph, numbers: Numbers): string =>
  table(
    "What is there",
    ["What", "Ports, hosts and paths", "More"],
    nodes.map((node) => [escaped(called(node)), list(node.ports.map(({ text }) => text)), list([...where(node), ...node.details])]),
    nodes.map(({ id }) => numbers.get(id) as string),
  );

function where({ namespace, origin, details }: Node): string[] {
  if (origin === "outside") return ["not in this build"];
  return namespace === "" || details[0] === `namespace ${namespace}` ? [] : [`namespace ${namespace}`];
}

const list = (lines: readonly string[]): string => lines.map(escaped).join("<br>");

const undrawn = ({ undrawn }: Graph): string => (undrawn.length === 0 ? "" : `<p>In the build, and not in the picture: ${escaped(undrawn.join(", "))}.</p>\n`);

const page = `body { margin: 0 auto; padding: 1rem; max-width: 120rem; background: var(--paper); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { margin-top: 2.5rem; font-size: 1.25rem; } h3 { font-size: 1rem; }
a { color: var(--traffic); } a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--traffic); outline-offset: 2px; }
.picture a:focus-visible { outline: none; } .picture a:focus-visible rect, .picture a:hover rect { stroke: var(--traffic); stroke-width: 3; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
.scroll { overflow-x: auto; margin: 1rem 0; } .picture { display: block; }
.problems { border-left: 4px solid var(--problem); padding-left: 1rem; } .problems ul { padding-left: 1.25rem; } .problems h3, td strong { color: var(--problem); }
table { border-collapse: collapse; min-width: 36rem; } caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem; border: 1px solid var(--edge); overflow-wrap: break-word; } th[scope=col] { background: var(--box); }
th[scope=row] { font-weight: normal; } tr:target { background: var(--mark); }
@media print { .skip, nav { display: none; } .scroll { overflow: visible; } .picture { max-width: 100%; height: auto; } tr { break-inside: avoid; } body { max-width: none; padding: 0; } }
`;
