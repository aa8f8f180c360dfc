import { JSDOM } from "jsdom";

/** What Mermaid's own parser makes of a flowchart. */
export interface Flowchart {
  /** Texts by identifier, with entities as what they stand for. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly links: readonly { readonly from: string; readonly to: string; readonly text: string }[];
}

interface Database {
  readonly getVertices: () => ReadonlyMap<string, { readonly id: string; readonly text: string }>;
  readonly getEdges: () => readonly { readonly start: string; readonly end: string; readonly text: string }[];
}

/** Throws where the text is no diagram. */
export async function flowchart(text: string): Promise<Flowchart> {
  const { mermaidAPI, parse } = await load();
  await parse(text);
  const db = (await mermaidAPI.getDiagramFromText(text)).db as unknown as Database;
  return {
    nodes: new Map([...db.getVertices().values()].map(({ id, text }) => [id, decoded(text)])),
    links: db.getEdges().map(({ start, end, text }) => ({ from: start, to: end, text: decoded(text) })),
  };
}

/** Of any kind. Throws where the text is none. */
export async function diagram(text: string): Promise<unknown> {
  return (await load()).parse(text);
}

/** It asks for a document before it parses, and for nothing of it. */
async function load(): Promise<typeof import("mermaid").default> {
  const { window } = new JSDOM();
  Object.assign(globalThis, { window, document: window.document });
  return (await import("mermaid")).default;
}

/** How Mermaid keeps #35; until it draws. */
const decoded = (text: string): string => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)));
