import { InvalidInput } from "./problem.ts";
import { nearest } from "./suggest.ts";

const ANNOTATION = "phoenix-release.dev/phase";
const FINISH = "finish";

/** generate makes resources from the spec; finish checks all resources of an overlay. */
export type Phase = "generate" | "finish";

/** Told by the annotation alone. Lenient about everything else, which the schema judges later. */
export function phaseOf(value: unknown): Phase {
  const metadata = (value as { metadata?: { annotations?: Record<string, unknown> } } | null)?.metadata;
  const said = metadata?.annotations?.[ANNOTATION];
  if (said === undefined || said === null) return "generate";
  if (said === FINISH) return "finish";
  const guess = typeof said === "string" && nearest(said, [FINISH]);
  throw new InvalidInput([
    {
      code: "PHX006",
      path: ["metadata", "annotations", ANNOTATION],
      message: `${ANNOTATION} is ${JSON.stringify(said)}; the only phase is ${FINISH}${guess ? `; did you mean "${guess}"?` : ""}`,
      help: `write ${ANNOTATION}: ${FINISH} where the spec is listed under transformers:, and leave it out under generators:`,
    },
  ]);
}

/** Name in messages, before anything is validated. */
export function subjectOf(value: unknown): string {
  const name = (value as { metadata?: { name?: unknown } } | null)?.metadata?.name;
  return typeof name === "string" ? `PhoenixRelease/${name}` : "PhoenixRelease";
}
