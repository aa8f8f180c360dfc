import { componentLabels, type Labels, releaseLabels } from "../release/labels.ts";
import type { Release } from "../release/release.ts";
import { present } from "./resource.ts";

/** Kustomize appends a hash of the content to the name, and to all references. */
export const NEEDS_HASH = { "kustomize.config.k8s.io/needs-hash": "true" } as const;

interface Extra {
  /** Absent: the object belongs to the release as a whole. */
  readonly component?: string;
  readonly annotations?: Labels;
}

export function metadata({ name: release, namespace }: Release, name: string, { component, annotations }: Extra = {}) {
  return {
    name,
    ...present("namespace", namespace),
    labels: component === undefined ? releaseLabels(release) : componentLabels(release, component),
    ...present("annotations", annotations),
  };
}
