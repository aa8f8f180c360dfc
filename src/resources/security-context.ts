import type { PodSecurityContext, SecurityContext } from "kubernetes-types/core/v1.d.ts";
import type { Security } from "../release/security.ts";
import { present } from "./resource.ts";

export function podSecurityContext({ nonRoot, user, group, confined }: Security): PodSecurityContext {
  return {
    ...(nonRoot && { runAsNonRoot: true }),
    ...present("runAsUser", user),
    ...present("runAsGroup", group),
    ...(confined && { seccompProfile: { type: "RuntimeDefault" } }),
  };
}

export function securityContext({ confined, dropCapabilities, readOnlyRoot }: Security): SecurityContext {
  return {
    ...(confined && { allowPrivilegeEscalation: false }),
    ...(dropCapabilities && { capabilities: { drop: ["ALL"] } }),
    ...(readOnlyRoot && { readOnlyRootFilesystem: true }),
  };
}
