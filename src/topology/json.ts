import type { Graph } from "./model.ts";

const VERSION = 1;

/** For programs; docs/topology.schema.json describes it. */
export const json = (graphs: readonly Graph[]): string =>
  `${JSON.stringify({ version: VERSION, environments: graphs.map(({ name, nodes, links, undrawn }) => ({ path: name, nodes, links, undrawn })) }, null, 2)}\n`;
