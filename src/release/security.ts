import type { Spec } from "../spec/schema.ts";

export interface Security {
  /** Whether the kubelet must prove that the user is not root. */
  readonly nonRoot: boolean;
  readonly user: number | undefined;
  readonly group: number | undefined;
  /** Default seccomp profile, no privilege escalation. */
  readonly confined: boolean;
  readonly dropCapabilities: boolean;
  readonly readOnlyRoot: boolean;
}

/** Group that owns the volumes of a pod, so that its user may write to disks and read files that others may not. */
export const volumeGroup = ({ group }: Security, isNeeded: boolean): number | undefined => (isNeeded ? group : undefined);

/** Debian's nobody and nogroup. The image says USER nobody, a name that the kubelet cannot check. */
const NOBODY = 65_534;

export function security({ profile, user, group, readOnlyRoot }: Spec["security"]): Security {
  const restricted = profile === "restricted";
  return {
    nonRoot: restricted,
    user: user ?? (restricted ? NOBODY : undefined),
    group: group ?? (restricted ? NOBODY : undefined),
    confined: profile !== "none",
    dropCapabilities: restricted,
    readOnlyRoot,
  };
}
