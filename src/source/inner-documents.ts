import { isScalar } from "yaml";
import type { Document } from "./document.ts";
import type { Position } from "./problem.ts";

/** Where offsets and lines of the text lie that holds the inner one. */
export interface Outer {
  readonly place: (offset: number) => Position;
  readonly line: (number: number) => string;
}

/** The documents in a text that stands inside another, as a patch does in a kustomization. Their positions are those of the other. */
export function innerDocuments(node: unknown, { place, line }: Outer, parse: (bytes: Buffer, file: string) => Document[]): Document[] {
  if (!isScalar(node) || typeof node.value !== "string" || !node.range) return [];
  const header = place(node.range[0]);
  // In a literal block the lines stand below the header as they are; elsewhere there is no telling which is where.
  const isLiteral = node.type === "BLOCK_LITERAL";
  const moved = (inner: Position): Position => {
    if (!isLiteral) return header;
    const number = header.line + inner.line;
    const text = line(number);
    return { file: header.file, line: number, column: inner.column + Math.max(0, text.indexOf(inner.text)), text };
  };
  return parse(Buffer.from(node.value), header.file).map((document) => ({
    ...document,
    find: (path, on) => {
      const found = document.find(path, on);
      return found && { ...found, position: moved(found.position) };
    },
  }));
}
