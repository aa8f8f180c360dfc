import type { LinksOf } from "../model.ts";
import { text } from "../read.ts";

/** How many pods a PodDisruptionBudget lets a drained node take away. */
export const disruptions: LinksOf = (build) => ({
  nodes: build.all("PodDisruptionBudget").flatMap(({ namespace, spec }) => {
    const most = text(spec["maxUnavailable"]);
    const least = text(spec["minAvailable"]);
    const line = most === undefined ? (least === undefined ? undefined : `a drain leaves ${least}`) : `a drain takes at most ${most}`;
    return line === undefined ? [] : build.selected(namespace, spec["selector"] ?? {}).map(({ id }) => ({ id, details: [line] }));
  }),
});
