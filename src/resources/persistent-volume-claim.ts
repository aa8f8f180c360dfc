import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "kubernetes-types/core/v1.d.ts";
import type { Release } from "../release/release.ts";
import type { Claim } from "../release/volumes.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

export const persistentVolumeClaims = (release: Release) =>
  release.claims.map(
    (claim) =>
      ({
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        // Many classes make the volume only once a pod wants it: Argo CD would wait for it before it starts the pod.
        metadata: metadata(release, claim.name, { isLate: true }),
        spec: claimSpec(claim),
      }) as const satisfies PersistentVolumeClaim,
  );

export const claimSpec = ({ size, accessMode, class: storageClass }: Claim): PersistentVolumeClaimSpec => ({
  accessModes: [accessMode],
  ...present("storageClassName", storageClass),
  resources: { requests: { storage: size } },
});
