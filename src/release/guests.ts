import { hasNativeSidecars } from "../spec/kubernetes-version.ts";
import type { Spec } from "../spec/schema.ts";

// Containers that the user adds to the pods.

export interface Guest {
  readonly name: string;
  /** In Kubernetes' own shape. */
  readonly container: Readonly<Record<string, unknown>>;
}

export interface Guests {
  /** Run to their end before the release starts. */
  readonly initContainers: readonly Guest[];
  readonly sidecars: readonly Guest[];
  /** Whether Kubernetes knows sidecars that start before all others (1.29); otherwise they are plain containers. */
  readonly native: boolean;
}

type Written = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const guests = ({ initContainers, sidecars }: Spec["pod"], { kubernetesVersion }: Spec): Guests => ({
  initContainers: named(initContainers),
  sidecars: named(sidecars),
  native: hasNativeSidecars(kubernetesVersion),
});

/** Those without which a one-off pod could not do its work. */
export const oneOffGuests = ({ sidecars }: Spec["pod"], { kubernetesVersion }: Spec): Guests => ({
  initContainers: [],
  sidecars: named(Object.fromEntries(Object.entries(sidecars).filter(([, { oneOffs }]) => oneOffs === true))),
  native: hasNativeSidecars(kubernetesVersion),
});

function named(containers: Written): Guest[] {
  return Object.keys(containers)
    .sort()
    .map((name) => {
      const { oneOffs, ...container } = containers[name] as Written[string];
      return { name, container };
    });
}
