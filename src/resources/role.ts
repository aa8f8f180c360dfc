import type { Role } from "kubernetes-types/rbac/v1.d.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

export function role(release: Release) {
  const { rules } = release.account;
  if (rules.length === 0) return [];
  return [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: metadata(release, release.name),
      rules: rules.map(({ apiGroups, resources, resourceNames, verbs }) => ({
        apiGroups: [...apiGroups],
        resources: [...resources],
        ...present("resourceNames", [...resourceNames]),
        verbs: [...verbs],
      })),
    } as const satisfies Role,
  ];
}
