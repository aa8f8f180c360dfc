import { tops } from "./lanes.ts";
import { type Entry, type Layers, layers } from "./layers.ts";
import type { Graph, Link, Node } from "./model.ts";
import { columnsOf, wrap } from "./wrap.ts";

// Boxes in columns, in the direction in which a request goes. All text is in a font whose characters are equally wide, so that its size is
// known without drawing it; everything is in pixels.

/** Of 12 pixels; the widest fonts of this kind have 0.602 of their size. */
export const CHARACTER = 7.3;
export const LINE = 17;
export const PADDING = 10;
const WIDEST = 32;
const NARROWEST = 12;
const GUTTER = 72;
/** For many lines beside each other. */
const MORE = 72;
const GAP = 18;
export const MARGIN = 16;
const HEADING = 30;
/** Of a link that passes a column. */
const PLACE = 6;
const ROUNDS = 16;

interface Line {
  readonly text: string;
  readonly style: "kind" | "name" | "detail" | "port";
}

export interface Box {
  readonly node: Node;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A curve, as the pieces between its points. */
export interface Curve {
  readonly link: Link;
  readonly points: readonly Point[];
  /** Begins and ends at the right of the same column. */
  readonly loop: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly headings: readonly { readonly text: string; readonly x: number }[];
  readonly boxes: readonly Box[];
  readonly curves: readonly Curve[];
}

export function layout(graph: Graph): Layout {
  const found = layers(graph);
  const boxes = placed(found);
  return {
    width: Math.max(...[...boxes.values()].map(({ x, width }) => x + width)) + MARGIN,
    height: Math.max(...[...boxes.values()].map(({ y, height }) => y + height)) + MARGIN,
    headings: found.columns.map((column) => ({
      text: column.find(({ node }) => node)?.node?.column ?? "",
      x: (boxes.get(column[0]?.id as string) as Placed).x,
    })),
    boxes: [...boxes.values()].flatMap((box) => (box.node ? [{ ...box, node: box.node }] : [])),
    curves: curves(found, boxes),
  };
}

interface Placed extends Omit<Box, "node"> {
  readonly node: Node | undefined;
}

function linesOf(node: Node): Line[] {
  const { kind, name, origin, details, ports } = node;
  const lines = (style: Line["style"], text: string): Line[] => wrap(text, WIDEST).map((line) => ({ text: line, style }));
  return [
    ...(kind === "Outside" ? [] : lines("kind", kind)),
    ...lines("name", name),
    ...(origin === "expected" && ports.length === 0 ? lines("detail", "expected in the cluster") : []),
    ...details.flatMap((detail) => lines("detail", detail)),
    ...ports.flatMap(({ text }) => lines("port", text)),
  ];
}

function placed({ columns, routes }: Layers): ReadonlyMap<string, Placed> {
  const lines = new Map(columns.flat().map(({ id, node }) => [id, node ? linesOf(node) : []]));
  const heightOf = ({ id, node }: Entry): number => (node ? (lines.get(id) as Line[]).length * LINE + 2 * PADDING : PLACE);
  const middles = settled(columns, routes, heightOf);
  const top = Math.min(...columns.flat().map((entry) => (middles.get(entry.id) as number) - heightOf(entry) / 2));
  const boxes = new Map<string, Placed>();
  const columnOf = new Map(columns.flatMap((column, index) => column.map(({ id }) => [id, index] as const)));
  const crossing = (left: number): number =>
    [...routes.values()].filter((route) => route.some((id, at) => Math.min(columnOf.get(id) as number, columnOf.get(route[at + 1] ?? "") ?? Infinity) === left))
      .length;
  const gutters = (left: number): number => GUTTER + Math.min(MORE, 3 * crossing(left));
  let x = MARGIN;
  for (const [index, column] of columns.entries()) {
    const longest = Math.max(NARROWEST, ...column.flatMap(({ id }) => (lines.get(id) as Line[]).map(({ text }) => columnsOf(text))));
    const width = Math.ceil(longest * CHARACTER) + 2 * PADDING;
    for (const entry of column) {
      const height = heightOf(entry);
      const y = Math.round((middles.get(entry.id) as number) - height / 2 - top + MARGIN + HEADING);
      boxes.set(entry.id, { node: entry.node, x, y, width, height, lines: lines.get(entry.id) as Line[] });
    }
    x += width + gutters(index);
  }
  return boxes;
}

/** Middles of all entries: each column goes to where its neighbours are, to and fro. */
function settled(columns: Layers["columns"], routes: Layers["routes"], heightOf: (entry: Entry) => number): ReadonlyMap<string, number> {
  const near = new Map<string, string[]>();
  for (const route of routes.values()) {
    for (const [index, id] of route.entries()) {
      const next = route[index + 1];
      if (next === undefined) continue;
      near.set(id, [...(near.get(id) ?? []), next]);
      near.set(next, [...(near.get(next) ?? []), id]);
    }
  }
  const middles = new Map<string, number>();
  const settle = (column: readonly Entry[]): void => {
    const slots = column.map((entry) => {
      const others = (near.get(entry.id) ?? []).flatMap((id) => middles.get(id) ?? []);
      const wish = others.length > 0 ? others.reduce((sum, middle) => sum + middle, 0) / others.length : (middles.get(entry.id) ?? 0);
      return { height: heightOf(entry), wish, weight: entry.node ? 1 : 3 };
    });
    for (const [index, top] of tops(slots, GAP).entries()) middles.set((column[index] as Entry).id, top + (slots[index] as { height: number }).height / 2);
  };
  for (const column of columns) settle(column);
  for (let round = 0; round < ROUNDS; round++) for (const column of round % 2 === 0 ? [...columns].reverse() : columns) settle(column);
  return middles;
}

type Side = "left" | "right";

/** An end of a link at a box, where the other end is, and the line of text at which it has to be. */
interface End {
  readonly link: Link;
  readonly which: "from" | "to";
  readonly side: Side;
  readonly towards: number;
  readonly line: number | undefined;
}

function curves({ routes }: Layers, boxes: ReadonlyMap<string, Placed>): Curve[] {
  const box = (id: string): Placed => boxes.get(id) as Placed;
  const ends = new Map<string, End[]>();
  for (const [link, route] of routes) {
    const loop = box(link.from).x === box(link.to).x;
    for (const which of ["from", "to"] as const) {
      const own = link[which];
      const next = route[which === "from" ? 1 : route.length - 2] as string;
      const side: Side = loop || box(next).x > box(own).x ? "right" : "left";
      const towards = box(next).y + box(next).height / 2;
      const end = { link, which, side, towards, line: lineOf(box(own), which === "from" ? link.fromPort : link.toPort) };
      ends.set(own, [...(ends.get(own) ?? []), end]);
    }
  }
  const anchors = new Map<Link, { from?: Point; to?: Point }>();
  for (const [id, own] of ends) {
    for (const side of ["left", "right"] as const) {
      const here = own.filter((end) => end.side === side);
      for (const { end, y } of spread(box(id), here)) {
        const x = side === "left" ? box(id).x : box(id).x + box(id).width;
        anchors.set(end.link, { ...anchors.get(end.link), [end.which]: { x, y } });
      }
    }
  }
  return [...routes].map(([link, route]) => {
    const { from, to } = anchors.get(link) as { from: Point; to: Point };
    const between = route.slice(1, -1).flatMap((id) => {
      const { x, y, width, height } = box(id);
      const middle = y + height / 2;
      const [left, right] = [
        { x, y: middle },
        { x: x + width, y: middle },
      ];
      return from.x < to.x ? [left, right] : [right, left];
    });
    return { link, points: [from, ...between, to], loop: box(link.from).x === box(link.to).x };
  });
}

/** The first line of the port; undefined: it is of the whole box. */
function lineOf({ node, lines }: Placed, port: string | undefined): number | undefined {
  const index = node?.ports.findIndex(({ key }) => key === port) ?? -1;
  if (!node || port === undefined || index === -1) return undefined;
  const first = lines.findIndex(({ style }) => style === "port");
  return first + node.ports.slice(0, index).reduce((sum, { text }) => sum + wrap(text, WIDEST).length, 0);
}

/** Ends with a line stand at it; the others share the head of the box, in the order of what they lead to, those of a kind at one point. */
function spread(box: Placed, ends: readonly End[]): { end: End; y: number }[] {
  const groups = new Map<string, End[]>();
  for (const end of ends.filter(({ line }) => line === undefined)) {
    const key = `${end.which} ${end.link.kind}${end.link.problem === undefined ? "" : " problem"}`;
    groups.set(key, [...(groups.get(key) ?? []), end]);
  }
  const middle = (group: readonly End[]): number => group.reduce((sum, { towards }) => sum + towards, 0) / group.length;
  const free = [...groups.values()].sort((one, other) => middle(one) - middle(other));
  const head = box.lines.filter(({ style }) => style !== "port").length * LINE;
  return [
    ...free.flatMap((group, index) => group.map((end) => ({ end, y: box.y + PADDING + (head * (index + 1)) / (free.length + 1) }))),
    ...ends.flatMap((end) => (end.line === undefined ? [] : [{ end, y: box.y + PADDING + (end.line + 0.5) * LINE }])),
  ];
}
