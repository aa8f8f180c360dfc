import { columns, type Graph, type Link, type Node } from "./model.ts";

// The order in each column. A link over several columns has a place of its own in those between, so that it does not run through a box.

export interface Entry {
  /** Of a node, or of the place of a link. */
  readonly id: string;
  readonly node: Node | undefined;
}

export interface Layers {
  readonly columns: readonly (readonly Entry[])[];
  /** The entries through which each link goes, ends included. */
  readonly routes: ReadonlyMap<Link, readonly string[]>;
}

const SWEEPS = 12;

export function layers({ nodes, links }: Graph): Layers {
  const used = columns.filter((column) => nodes.some((node) => node.column === column));
  const entries: Entry[][] = used.map((column) => nodes.filter((node) => node.column === column).map((node) => ({ id: node.id, node })));
  const columnOf = new Map(nodes.map(({ id, column }) => [id, used.indexOf(column)]));
  const routes = new Map<Link, readonly string[]>();
  const places = new Set<string>();
  for (const link of links) {
    const [from, to] = [columnOf.get(link.from) as number, columnOf.get(link.to) as number];
    const step = from < to ? 1 : -1;
    const between: string[] = [];
    for (let column = from + step; Math.abs(to - from) > 1 && column !== to; column += step) {
      const id = ["place", column, link.from, link.to].join("\n");
      if (!places.has(id)) entries[column]?.push({ id, node: undefined });
      places.add(id);
      between.push(id);
    }
    routes.set(link, [link.from, ...between, link.to]);
  }
  return { columns: ordered(entries, neighbours(routes.values())), routes };
}

function neighbours(routes: Iterable<readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (one: string, other: string): void => void found.set(one, [...(found.get(one) ?? []), other]);
  for (const route of routes) {
    for (const [index, id] of route.entries()) {
      const next = route[index + 1];
      if (next === undefined) continue;
      add(id, next);
      add(next, id);
    }
  }
  return found;
}

/** Sweeps to and fro, by the mean place of neighbours, and keeps the order in which the fewest lines cross. */
function ordered(start: readonly (readonly Entry[])[], near: ReadonlyMap<string, readonly string[]>): readonly (readonly Entry[])[] {
  let [now, best, least] = [start, start, crossings(start, near)];
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    now = swept(now, near, sweep % 2 === 0 ? 1 : -1);
    const count = crossings(now, near);
    if (count < least) [best, least] = [now, count];
  }
  return best;
}

function swept(columns: readonly (readonly Entry[])[], near: ReadonlyMap<string, readonly string[]>, step: 1 | -1): readonly (readonly Entry[])[] {
  const result = [...columns];
  const first = step === 1 ? 1 : columns.length - 2;
  for (let column = first; column >= 0 && column < columns.length; column += step) {
    const fixed = places(result[column - step] as readonly Entry[]);
    const own = result[column] as readonly Entry[];
    const keys = new Map(
      own.map(({ id }, index) => [
        id,
        mean(
          (near.get(id) ?? []).flatMap((other) => fixed.get(other) ?? []),
          index,
        ),
      ]),
    );
    result[column] = [...own].sort((one, other) => (keys.get(one.id) as number) - (keys.get(other.id) as number));
  }
  return result;
}

const mean = (values: readonly number[], otherwise: number): number =>
  values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;

const places = (column: readonly Entry[]): ReadonlyMap<string, number> => new Map(column.map(({ id }, index) => [id, index]));

function crossings(columns: readonly (readonly Entry[])[], near: ReadonlyMap<string, readonly string[]>): number {
  return columns.slice(1).reduce((sum, column, index) => {
    const left = places(columns[index] as readonly Entry[]);
    const ends = column.map(({ id }) => (near.get(id) ?? []).flatMap((other) => left.get(other) ?? []).sort((one, other) => one - other));
    let count = 0;
    for (const [at, lower] of ends.entries()) for (const upper of ends.slice(0, at)) count += pairs(upper, lower);
    return sum + count;
  }, 0);
}

const pairs = (upper: readonly number[], lower: readonly number[]): number => upper.reduce((sum, one) => sum + lower.filter((other) => other < one).length, 0);
