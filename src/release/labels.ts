export type Labels = Readonly<Record<string, string>>;

const NAME = "app.kubernetes.io/name";
const COMPONENT = "app.kubernetes.io/component";
const MANAGED_BY = "app.kubernetes.io/managed-by";
const PART_OF = "app.kubernetes.io/part-of";
const CLUSTER = "phoenix-release.dev/cluster";
/** What manages an object that was generated. */
export const GENERATOR = "phoenix-release";

/** Of everything that belongs to the release as a whole. No instance, which Argo CD owns, and no version, which would roll selectors. */
export const releaseLabels = (release: string): Labels => ({ [NAME]: release, [PART_OF]: release, [MANAGED_BY]: GENERATOR });

export const componentLabels = (release: string, component: string): Labels => ({
  [NAME]: release,
  [COMPONENT]: component,
  [PART_OF]: release,
  [MANAGED_BY]: GENERATOR,
});

/** The release that an object belongs to, and the part of it, as far as its labels are ours. */
export const releaseOf = (labels: Labels): string | undefined => labels[NAME];
export const componentOf = (labels: Labels): string | undefined => labels[COMPONENT];

export const isGenerated = (labels: Labels): boolean => labels[MANAGED_BY] === GENERATOR;

/** Selectors are immutable: only what never changes. One-off pods have components of their own, so that none of these matches them. */
export const componentSelector = (release: string, component: string): Labels => ({ [NAME]: release, [COMPONENT]: component });

/** All pods of the release, one-off pods too. */
export const releaseSelector = (release: string): Labels => ({ [NAME]: release });

/** The same as text, for libcluster's kubernetes_selector. */
export const clusterLabel = (release: string): string => `${CLUSTER}=${release}`;

/** Several components of a release. */
export const componentsSelector = (release: string, components: readonly string[]) => ({
  matchLabels: releaseSelector(release),
  matchExpressions: [{ key: COMPONENT, operator: "In", values: [...components] }],
});

/** Pods that form one Erlang cluster. */
export const clusterSelector = (release: string): Labels => ({ [CLUSTER]: release });
