import type { PodSecurityContext, SecurityContext } from "kubernetes-types/core/v1.d.ts";
import type { Security } from "../release/security.ts";
import { present } from "./resource.ts";

export function podSecurityContext({ nonRoot, user, group, confined }: Security, volumeGroup: number | undefined): PodSecurityContext {
  return {
    ...(nonRoot && { runAsNonRoot: true }),
    ...present("runAsUser", user),
    ...present("runAsGroup", group),
    // Not on every start: a large disk would take minutes.
    ...(volumeGroup !== undefined && { fsGroup: volumeGroup, fsGroupChangePolicy: "OnRootMismatch" }),
    ...(confined && { seccompProfile: { type: "RuntimeDefault" } }),
  };
}

export const securityContext = (security: Security): SecurityContext => ({
  ...guestSecurityContext(security),
  ...(security.readOnlyRoot && { readOnlyRootFilesystem: true }),
});

/** Of a container that the user adds: what the Pod Security level asks for, but its image may write where it likes. */
export const guestSecurityContext = ({ confined, dropCapabilities }: Security): SecurityContext => ({
  ...(confined && { allowPrivilegeEscalation: false }),
  ...(dropCapabilities && { capabilities: { drop: ["ALL"] } }),
});
