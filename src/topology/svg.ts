import { escaped } from "./escape.ts";
import { folded } from "./fold.ts";
import { type Box, CHARACTER, type Curve, LINE, layout, MARGIN, PADDING } from "./layout.ts";
import type { Graph, Link, LinkKind, Node } from "./model.ts";
import { drawing, linkKinds, palette } from "./palette.ts";
import { columnsOf } from "./wrap.ts";

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

/** An image by itself, for a README: pictures under each other, dark where the reader's screen is. */
export function svg(graphs: readonly Graph[]): string {
  const pictures = graphs.map((graph) => picture(graph));
  const width = Math.max(...pictures.map((one) => one.width));
  let y = 0;
  const bodies = pictures.map(({ height, body }, index) => {
    const top = y + TITLE;
    y = top + height;
    const title = `<text class="name" x="${MARGIN}" y="${top - 8}">${escaped((graphs[index] as Graph).name)}</text>`;
    return `${title}\n<g transform="translate(0 ${top})">\n${body}</g>\n`;
  });
  const name = graphs.map((graph) => graph.name).join(", ");
  return `<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-labelledby="title desc" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}">
<title id="title">${escaped(`What runs in ${name}`)}</title>
<desc id="desc">${escaped(graphs.map(described).join(" "))}</desc>
<style>
${palette}${drawing}</style>
<rect width="100%" height="100%" fill="var(--paper)"/>
${bodies.join("")}</svg>
`;
}

const TITLE = 30;

export const described = ({ nodes, links }: Graph): string =>
  `${nodes.length} things and ${links.length} links between them, from left to right: ${[...new Set(nodes.map(({ column }) => column))].join(", ")}.`;

/** @param target of a node, to which its box leads */
export function picture(graph: Graph, target?: (node: Node) => string): Picture {
  const drawn = folded(graph);
  const { width, height, headings, boxes, curves } = layout(drawn);
  const keys = legend(drawn.links, drawn.nodes, Math.max(width, NARROW), height);
  return {
    width: Math.max(width, NARROW),
    height: height + keys.height,
    body: [
      ...headings.map(({ text, x }) => `<text class="heading" x="${x}" y="${MARGIN + 10}">${escaped(text)}</text>\n`),
      `<g class="lines">\n${curves.map((curve) => line(curve, drawn.nodes)).join("")}</g>\n`,
      ...boxes.map((box) => boxed(box, target)),
      keys.body,
    ].join(""),
  };
}

const NARROW = 360;

function boxed({ node, x, y, width, height, lines }: Box, target?: (node: Node) => string): string {
  const shape = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${node.origin === "outside" ? 14 : 4}"/>`;
  const texts = lines.map(
    ({ text, style }, index) => `<text class="${style}" x="${x + PADDING}" y="${y + PADDING + index * LINE + 13}">${escaped(text)}</text>`,
  );
  const inside = `<title>${escaped(called(node))}</title>${shape}${texts.join("")}`;
  const css = `box ${node.origin}`;
  return target ? `<a class="${css}" href="#${target(node)}" aria-label="${escaped(called(node))}">${inside}</a>\n` : `<g class="${css}">${inside}</g>\n`;
}

export const called = ({ kind, name, origin }: Node): string =>
  `${kind === "Outside" || kind === name ? name : `${kind} ${name}`}${origin === "expected" ? ", expected in the cluster" : ""}`;

const round = (value: number): number => Math.round(value * 10) / 10;

function line({ link, points, loop }: Curve, nodes: readonly Node[]): string {
  const name = (id: string): string => called(nodes.find((node) => node.id === id) as Node);
  const said = `${name(link.from)} ${linkKinds[link.kind].words} ${name(link.to)}: ${link.problem ?? link.why}`;
  const [first, last] = [points[0], points.at(-1)] as [Point, Point];
  const before = points.at(-2) as Point;
  const isProblem = link.problem !== undefined;
  const css = isProblem ? "problem" : link.kind;
  // A head points into its box, and the line ends where it begins, so that no thick line sticks out.
  const [start, end] = [loop || (points[1] as Point).x > first.x ? 1 : -1, loop || before.x > last.x ? -1 : 1];
  const both = link.kind === "cluster" && !isProblem;
  const [from, to] = [both ? { x: first.x + start * HEAD, y: first.y } : first, { x: last.x - end * HEAD, y: last.y }];
  const path = loop ? bulge(from, to) : pieces([from, ...points.slice(1, -1), to]);
  const heads = [head(last, end, css), ...(both ? [head(first, -start, css)] : [])];
  const cross = isProblem ? crossed(middle(first, points[1] as Point, loop)) : "";
  return `<g><title>${escaped(said)}</title><path class="${css}" d="${path}${cross}"/>${heads.join("")}</g>\n`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const HEAD = 8;

const head = ({ x, y }: Point, heading: number, css: string): string => `<path class="${css}-head" d="M${round(x)} ${round(y)}l${-heading * HEAD} -4v8z"/>`;

/** Flat at its ends, and flat through the columns between. */
function pieces(points: readonly Point[]): string {
  const [first, ...rest] = points as [Point, ...Point[]];
  let before = first;
  const drawn = rest.map((point) => {
    const half = (before.x + point.x) / 2;
    const piece =
      before.y === point.y ? `H${round(point.x)}` : `C${round(half)} ${round(before.y)} ${round(half)} ${round(point.y)} ${round(point.x)} ${round(point.y)}`;
    before = point;
    return piece;
  });
  return `M${round(first.x)} ${round(first.y)}${drawn.join("")}`;
}

const BULGE = 60;
const reach = (from: Point, to: Point): number => Math.min(BULGE, 28 + Math.abs(to.y - from.y) / 12);

function bulge(from: Point, to: Point): string {
  const x = from.x + reach(from, to);
  return `M${round(from.x)} ${round(from.y)}C${round(x)} ${round(from.y)} ${round(x)} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
}

const middle = (from: Point, to: Point, loop: boolean): Point => ({ x: loop ? from.x + 0.75 * reach(from, to) : (from.x + to.x) / 2, y: (from.y + to.y) / 2 });

const crossed = ({ x, y }: Point): string => `M${round(x - 6)} ${round(y - 6)}l12 12m0 -12l-12 12`;

/** What occurs, as many side by side as the picture is wide. */
function legend(links: readonly Link[], nodes: readonly Node[], width: number, top: number): { height: number; body: string } {
  const kinds = (Object.keys(linkKinds) as LinkKind[]).filter((kind) => links.some((link) => link.kind === kind && link.problem === undefined));
  const samples = [
    ...kinds.map((kind) => ({ text: linkKinds[kind].words, sample: stroke(kind, kind === "cluster") })),
    ...(links.some(({ problem }) => problem !== undefined)
      ? [
          {
            text: "does not work",
            sample: (x: number, y: number) => `${stroke("problem", false)(x, y)}<path class="problem" d="${crossed({ x: x + 12, y })}"/>`,
          },
        ]
      : []),
    ...(nodes.some(({ origin }) => origin === "expected")
      ? [
          {
            text: "expected in the cluster",
            sample: (x: number, y: number) => `<g class="box expected"><rect x="${x}" y="${y - 6}" width="28" height="12" rx="3"/></g>`,
          },
        ]
      : []),
  ];
  let [x, y] = [MARGIN, top + LINE];
  const body = samples.map(({ text, sample }) => {
    const size = SAMPLE + columnsOf(text) * CHARACTER + MARGIN;
    if (x > MARGIN && x + size > width) [x, y] = [MARGIN, y + LINE + 4];
    const drawn = `<g class="lines">${sample(x, y)}</g><text class="detail" x="${x + SAMPLE}" y="${y + 4}">${escaped(text)}</text>\n`;
    x += Math.ceil(size);
    return drawn;
  });
  return { height: y - top + MARGIN, body: `<g class="legend">\n${body.join("")}</g>\n` };
}

const SAMPLE = 38;

const stroke =
  (css: string, both: boolean) =>
  (x: number, y: number): string =>
    `<path class="${css}" d="M${x} ${y}h${28 - HEAD}"/>${head({ x: x + 28, y }, 1, css)}${both ? head({ x, y }, -1, css) : ""}`;
