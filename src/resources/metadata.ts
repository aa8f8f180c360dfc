import { componentLabels, type Labels, releaseLabels } from "../release/labels.ts";
import type { Release } from "../release/release.ts";
import { present } from "./resource.ts";

/** Kustomize appends a hash of the content to the name, and to all references. */
export const NEEDS_HASH = { "kustomize.config.k8s.io/needs-hash": "true" } as const;

/** Argo CD applies what has no wave first (wave 0, with the migration in it), and goes on when all of that is healthy. */
const LATE = { "argocd.argoproj.io/sync-wave": "1" } as const;

interface Extra {
  /** Absent: the object belongs to the release as a whole. */
  readonly component?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** Whether it starts pods that need the database, or waits for them. */
  readonly isLate?: boolean;
}

export function metadata({ name: release, namespace, comesInWaves }: Release, name: string, { component, labels, annotations, isLate = false }: Extra = {}) {
  return {
    name,
    ...present("namespace", namespace),
    labels: { ...labels, ...(component === undefined ? releaseLabels(release) : componentLabels(release, component)) },
    ...present("annotations", { ...(isLate && comesInWaves && LATE), ...annotations }),
  };
}
