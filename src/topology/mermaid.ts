import { folded } from "./fold.ts";
import type { Graph, Link, LinkKind, Node } from "./model.ts";

// Text that GitHub, GitLab and others draw by themselves. Names come from objects and may hold anything: in quotes, with the characters that
// Mermaid reads as its own written as entities.

/** One diagram for all: a frame for each environment. */
export function mermaid(graphs: readonly Graph[]): string {
  const frames = graphs.map((graph, index) => frame(folded(graph), graphs.length > 1 ? `e${index + 1}_` : ""));
  const links = numbered(frames.flatMap(({ links }) => links));
  return [
    "flowchart LR",
    `  accTitle: ${plain(`What runs in ${graphs.map(({ name }) => name).join(", ")}`)}`,
    `  accDescr: ${plain("From left to right: outside, edge, services, workloads, and what they read and keep.")}`,
    ...frames.flatMap(({ outside }) => outside.map((line) => `  ${line}`)),
    ...frames.flatMap(({ head, inside }) => [`  ${head}`, ...inside.map((line) => `    ${line}`), "  end"]),
    ...links.map(({ line }) => `  ${line}`),
    ...frames.flatMap(({ classes }) => classes.map((line) => `  ${line}`)),
    ...broken(links),
    "",
  ].join("\n");
}

/** What Mermaid draws unless it is told otherwise, and GitHub tells it nothing: maxTextSize and maxEdges. */
const MOST_CHARACTERS = 50_000;
const MOST_LINKS = 500;

/** Why it would not be drawn; undefined: it would. */
export function tooLarge(text: string): string | undefined {
  const links = text.split("\n").filter((line) => ARROW.test(line)).length;
  if (text.length <= MOST_CHARACTERS && links <= MOST_LINKS) return undefined;
  return `a diagram of ${links} links and ${text.length} characters; where nobody raises maxEdges and maxTextSize, Mermaid draws ${MOST_LINKS} and ${MOST_CHARACTERS}`;
}

const ARROW = /^ {2}\w+ (?:-->|<==>|-\.->|---)/;

interface Frame {
  readonly head: string;
  readonly outside: readonly string[];
  readonly inside: readonly string[];
  readonly links: readonly { readonly line: string; readonly broken: boolean }[];
  readonly classes: readonly string[];
}

function frame({ name, nodes, links }: Graph, prefix: string): Frame {
  const ids = identifiers(nodes, prefix);
  const id = (node: string): string => ids.get(node) as string;
  const line = (node: Node): string => `${id(node.id)}${shape(node)}`;
  const isOutside = ({ origin }: Node): boolean => origin === "outside";
  const absent = nodes.filter(({ origin }) => origin === "expected").map((node) => id(node.id));
  const namespaces = [...new Set(nodes.filter(({ origin }) => origin === "build").map(({ namespace }) => namespace))].filter(Boolean);
  return {
    head: `subgraph ${prefix}build["${escaped(namespaces.length === 1 ? `${name}: namespace ${namespaces[0]}` : name)}"]`,
    outside: nodes.filter(isOutside).map(line),
    inside: nodes.filter((node) => !isOutside(node)).map(line),
    links: merged(links).map((link) => ({ line: arrow(id(link.from), id(link.to), link), broken: link.problem !== undefined })),
    classes: absent.length > 0 ? [`classDef ${prefix}expected stroke-dasharray: 5 5`, `class ${absent.join(",")} ${prefix}expected`] : [],
  };
}

/** Links that would lie on each other are one, with all their labels. */
function merged(links: readonly Link[]): Link[] {
  const found = new Map<string, Link>();
  for (const link of links) {
    const key = [link.from, link.to, link.kind, link.problem].join("\n");
    const before = found.get(key);
    const label = before && !before.label.split(", ").includes(link.label) ? `${before.label}, ${link.label}` : (before?.label ?? link.label);
    found.set(key, { ...link, label });
  }
  return [...found.values()];
}

const numbered = <T>(links: readonly T[]): (T & { number: number })[] => links.map((link, number) => ({ ...link, number }));

const broken = (links: readonly { readonly number: number; readonly broken: boolean }[]): string[] => {
  const numbers = links.filter((link) => link.broken).map(({ number }) => number);
  return numbers.length > 0 ? [`  linkStyle ${numbers.join(",")} stroke:#d1242f,stroke-width:2px`] : [];
};

const arrows: Readonly<Record<LinkKind, string>> = {
  traffic: "-->",
  cluster: "<==>",
  metrics: "-->",
  waits: "-.->",
  settings: "-.->",
  storage: "---",
  rights: "-->",
};

function arrow(from: string, to: string, { kind, label, problem }: Link): string {
  const said = [label, ...(problem === undefined ? [] : [`NOT REACHED: ${problem}`])].filter(Boolean).join("<br>");
  return said === "" ? `${from} ${arrows[kind]} ${to}` : `${from} ${arrows[kind]}|"${lines(said)}"| ${to}`;
}

/** Brackets that make the shape. */
const shapes: Readonly<Record<string, readonly [string, string]>> = {
  Outside: ["((", "))"],
  Ingress: ["[/", "\\]"],
  Gateway: ["[/", "\\]"],
  HTTPRoute: ["[/", "\\]"],
  Service: ["([", "])"],
  Job: ["[[", "]]"],
  CronJob: ["[[", "]]"],
  Database: ["[(", ")]"],
  PersistentVolumeClaim: ["[(", ")]"],
  Secret: ["{{", "}}"],
  ConfigMap: ["{{", "}}"],
};

function shape(node: Node): string {
  const [open, close] = Object.hasOwn(shapes, node.kind) ? (shapes[node.kind] as readonly [string, string]) : ["[", "]"];
  return `${open}"${lines(words(node).join("<br>"))}"${close}`;
}

/** Of the details only those that a picture of this size can bear. */
function words({ kind, name, origin, details, ports }: Node): string[] {
  const first = kind === "Outside" || name === kind ? [] : [kind];
  if (kind === "Secret" || kind === "ConfigMap")
    return [...first, name, ...(origin === "expected" ? ["expected in the cluster"] : []), ...details.filter(isMade)];
  const shown = kind === "Ingress" || kind === "HTTPRoute" ? [] : ports.map(({ text }) => text);
  const said = details.filter((line) => !line.startsWith("image "));
  return [...first, name, ...(origin === "expected" && shown.length === 0 ? ["expected in the cluster"] : [...said, ...shown])];
}

const isMade = (line: string): boolean => /^(?:made by|namespace) /.test(line);

/** Of letters, digits and underscores, and never one of Mermaid's own words, since the kind comes first. */
function identifiers(nodes: readonly Node[], prefix: string): Map<string, string> {
  const taken = new Set<string>();
  const namespaces = new Set(nodes.map(({ namespace }) => namespace).filter(Boolean));
  return new Map(
    nodes.map(({ id, kind, name, namespace }) => {
      const parts = kind === "Outside" ? [name] : [kind, ...(namespaces.size > 1 ? [namespace] : []), name];
      const wanted = prefix + parts.join("_").replace(/[^A-Za-z0-9]+/g, "_");
      let own = wanted;
      for (let number = 2; taken.has(own); number++) own = `${wanted}_${number}`;
      taken.add(own);
      return [id, own] as const;
    }),
  );
}

const lines = (text: string): string => text.split("<br>").map(escaped).join("<br>");

/** Control characters would end the line. */
const escaped = (text: string): string => text.replace(/[^\P{Cc}]/gu, " ").replace(/["#%;&<>`{}|[\]()\\]/g, (character) => `#${character.codePointAt(0)};`);

/** For what stands outside of quotes, to the end of its line. */
const plain = (text: string): string => text.replace(/[^\P{Cc}]/gu, " ").replace(/[#;%{}"<>&]/g, " ");
