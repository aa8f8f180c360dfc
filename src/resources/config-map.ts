import type { ConfigMap } from "kubernetes-types/core/v1.d.ts";
import type { Release } from "../release/release.ts";
import { metadata, NEEDS_HASH } from "./metadata.ts";

/** Settings, and the contents of files. Their hash in the name rolls the pods when they change. */
export const configMaps = (release: Release) =>
  [release.settings, release.files]
    .filter((map) => map !== undefined)
    .map(
      ({ name, data }) =>
        ({
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: metadata(release, name, { annotations: NEEDS_HASH }),
          data,
        }) as const satisfies ConfigMap,
    );
