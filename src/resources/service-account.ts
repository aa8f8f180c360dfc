import type { ServiceAccount } from "kubernetes-types/core/v1.d.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";

export function serviceAccount(release: Release) {
  const { name, annotations } = release.account;
  return [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: metadata(release, name, { annotations }),
      // Each pod says for itself whether it needs one.
      automountServiceAccountToken: false,
    } as const satisfies ServiceAccount,
  ];
}
