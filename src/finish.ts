import { clusterService } from "./finish/cluster-service.ts";
import { containerImage } from "./finish/container-image.ts";
import { grace } from "./finish/grace.ts";
import { type Check, Overlay } from "./finish/overlay.ts";
import { references } from "./finish/references.ts";
import { replicasBesideAutoscaler } from "./finish/replicas-beside-autoscaler.ts";
import { shadowedKeys } from "./finish/shadowed-keys.ts";
import { stamped } from "./finish/stamp.ts";
import { variableOrder } from "./finish/variable-order.ts";
import { workloads } from "./finish/workloads.ts";
import { release } from "./release/release.ts";
import type { Item } from "./source/item.ts";
import { refuse } from "./source/problem.ts";
import { validate } from "./spec/validate.ts";

const checks: readonly Check[] = [workloads, replicasBesideAutoscaler, containerImage, variableOrder, grace, clusterService, references, shadowedKeys];

/** The last step of an overlay: its objects as they came, Jobs stamped. Throws InvalidInput when they cannot work together. */
export function finish(value: unknown, items: readonly Item[]): Item[] {
  const { document, problems } = validate(value);
  refuse(problems);
  const overlay = new Overlay(release(document), items);
  refuse(checks.flatMap((check) => check(overlay)));
  return items.map((item) => stamped(item, overlay));
}
