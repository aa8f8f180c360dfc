import { alonePods } from "./finish/alone-pods.ts";
import { clusterService } from "./finish/cluster-service.ts";
import { connections } from "./finish/connections.ts";
import { containerImage } from "./finish/container-image.ts";
import { grace } from "./finish/grace.ts";
import { images } from "./finish/images.ts";
import { jobSelectors } from "./finish/job-selectors.ts";
import { otherReferences } from "./finish/other-references.ts";
import { outsideReferences } from "./finish/outside-references.ts";
import { type Check, Overlay } from "./finish/overlay.ts";
import { podReferences } from "./finish/pod-references.ts";
import { replicasBesideAutoscaler } from "./finish/replicas-beside-autoscaler.ts";
import { schedulers } from "./finish/schedulers.ts";
import { security } from "./finish/security.ts";
import { serviceReferences } from "./finish/service-references.ts";
import { shadowedKeys } from "./finish/shadowed-keys.ts";
import { shortSecret } from "./finish/short-secret.ts";
import { stamped } from "./finish/stamp.ts";
import { unusedSecret } from "./finish/unused-secret.ts";
import { variableOrder } from "./finish/variable-order.ts";
import { workloads } from "./finish/workloads.ts";
import { release } from "./release/release.ts";
import type { Item } from "./source/item.ts";
import type { Kustomization } from "./source/kustomization.ts";
import { refuse } from "./source/problem.ts";
import { validate } from "./spec/validate.ts";

const checks: readonly Check[] = [
  workloads,
  replicasBesideAutoscaler,
  containerImage,
  variableOrder,
  grace,
  clusterService,
  podReferences,
  outsideReferences,
  serviceReferences,
  otherReferences,
  shadowedKeys,
  schedulers,
  alonePods,
  jobSelectors,
  unusedSecret,
  (overlay) => shortSecret(overlay, overlay.release.secretKeyBase),
  security,
  connections,
  images,
];

/**
 * The last step of an overlay: its objects as they came, Jobs stamped. Throws InvalidInput when they cannot work together.
 * @param kustomization that lists us, where it can be read
 */
export function finish(value: unknown, items: readonly Item[], kustomization: Kustomization | undefined): Item[] {
  const { document, problems } = validate(value);
  refuse(problems);
  const overlay = new Overlay(release(document), items, kustomization);
  refuse(checks.flatMap((check) => check(overlay)));
  return items.map((item) => stamped(item, overlay));
}
