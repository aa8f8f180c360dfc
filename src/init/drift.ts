import { isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type { Place } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import { same } from "./decision.ts";
import { decide } from "./decisions.ts";

// What the project says now against the spec that somebody has written or changed since.

export interface Difference {
  readonly field: string;
  /** What holds in the spec; undefined: it does not mention it. */
  readonly spec: unknown;
  /** Line in the spec; absent where the field is not written, and its default holds. */
  readonly line?: number;
  readonly project: unknown;
  readonly at?: Place;
  readonly why: string;
}

/** Fields in which people are right, whatever the project says: it has only an example of them. */
const OWN = ["image", "host"];

/** At the end of a line: the difference is meant. */
const MEANT = /#.*\binit: mine\b/;

/**
 * @param text of the spec
 * @param others texts of the overlays, where a variable may have its place too
 * @returns undefined where the text is no spec
 */
export function drift(project: Project, text: string, others: readonly string[]): Difference[] | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
  const name = document.errors.length === 0 && isMap(document.contents) ? document.getIn(["metadata", "name"]) : undefined;
  if (typeof name !== "string") return undefined;
  const { spec } = decide(project, { name });
  const everything = [text, ...others].join("\n");
  return spec.flatMap(({ path, fact, default: usual, isOff }): Difference[] => {
    const field = path.join(".");
    if (isOff || fact.certainty === "guess" || OWN.includes(field)) return [];
    // A variable may be a key of env, of a Secret, or of an overlay: that it is mentioned is enough.
    if (path[0] === "secretEnv" || path[0] === "env") {
      const variable = path[1] as string;
      return mentions(everything, variable) ? [] : [{ field, spec: undefined, project: fact.value, ...(fact.at && { at: fact.at }), why: fact.why }];
    }
    const node = nodeAt(document.contents, ["spec", ...path]);
    const written = node?.toJSON() ?? undefined;
    const holds = written === undefined || written === null ? usual : written;
    if (same(holds, fact.value)) return [];
    const line = node?.range ? lines.linePos(node.range[0]).line : undefined;
    if (line !== undefined && MEANT.test(text.split("\n")[line - 1] as string)) return [];
    return [{ field, spec: holds, ...(line !== undefined && { line }), project: fact.value, ...(fact.at && { at: fact.at }), why: fact.why }];
  });
}

const mentions = (text: string, variable: string): boolean => new RegExp(`\\b${variable}\\b`).test(text);

function nodeAt(node: unknown, path: readonly string[]): Node | undefined {
  let inner = node;
  for (const key of path) {
    if (!isMap(inner)) return undefined;
    inner = inner.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value;
  }
  return (inner ?? undefined) as Node | undefined;
}
