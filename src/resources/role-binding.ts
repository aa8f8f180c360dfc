import type { RoleBinding } from "kubernetes-types/rbac/v1.d.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";

/** Kubernetes refuses an account without a namespace. Kustomize puts that of the overlay in its place. */
const ANY_NAMESPACE = "default";

export function roleBinding(release: Release) {
  const { name, rules } = release.account;
  if (rules.length === 0) return [];
  return [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: metadata(release, release.name),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: release.name },
      subjects: [{ kind: "ServiceAccount", name, namespace: release.namespace ?? ANY_NAMESPACE }],
    } as const satisfies RoleBinding,
  ];
}
