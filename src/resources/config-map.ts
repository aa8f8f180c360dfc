import type { ConfigMap } from "kubernetes-types/core/v1.d.ts";
import type { Release } from "../release/release.ts";
import { metadata, NEEDS_HASH } from "./metadata.ts";

export function configMap(release: Release) {
  const { settings } = release;
  if (!settings) return [];
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata(release, settings.name, { annotations: NEEDS_HASH }),
      data: settings.data,
    } as const satisfies ConfigMap,
  ];
}
