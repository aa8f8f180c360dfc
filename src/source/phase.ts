import { InvalidInput } from "./problem.ts";
import { nearest } from "./suggest.ts";

const ANNOTATION = "phoenix-release.dev/phase";
const FINISH = "finish";

/** generate makes resources from the spec; finish checks all resources of an overlay. */
export type Phase = "generate" | "finish";

/** The annotation, leniently: the schema judges the rest later. */
function said(value: unknown): unknown {
  return (value as { metadata?: { annotations?: Record<string, unknown> } } | null)?.metadata?.annotations?.[ANNOTATION];
}

export const isFinish = (value: unknown): boolean => said(value) === FINISH;

/** Told by the annotation alone, never by where the document came from. */
export function phaseOf(value: unknown): Phase {
  const phase = said(value);
  if (phase === undefined || phase === null) return "generate";
  if (phase === FINISH) return "finish";
  const guess = typeof phase === "string" && nearest(phase, [FINISH]);
  throw new InvalidInput([
    {
      code: "PHX006",
      path: ["metadata", "annotations", ANNOTATION],
      message: `${ANNOTATION} is ${JSON.stringify(phase)}; the only phase is ${FINISH}${guess ? `; did you mean "${guess}"?` : ""}`,
      help: `write ${ANNOTATION}: ${FINISH} where the spec is listed under transformers:, and leave it out under generators:`,
    },
  ]);
}

/** Name in messages, before anything is validated. */
export function subjectOf(value: unknown): string {
  const name = (value as { metadata?: { name?: unknown } } | null)?.metadata?.name;
  return typeof name === "string" ? `PhoenixRelease/${name}` : "PhoenixRelease";
}
