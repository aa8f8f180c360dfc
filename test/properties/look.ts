// Ways to look at what was generated.

// biome-ignore lint/suspicious/noExplicitAny: objects of every kind
export type Anything = any;

/** What one spec became. */
export interface Output {
  readonly document: Anything;
  readonly resources: readonly Anything[];
  /** As they are printed, for people and for Kustomize. */
  readonly text: string;
}

export interface Pod {
  /** Kind/name of what makes it. */
  readonly owner: string;
  readonly kind: string;
  readonly oneOff: boolean;
  readonly template: Anything;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: Anything;
  /** Init containers too. */
  readonly containers: readonly Anything[];
}

export const nameOf = ({ kind, metadata }: Anything): string => `${kind}/${metadata.name}`;

export const ofKind = ({ resources }: Output, ...kinds: string[]): Anything[] => resources.filter(({ kind }) => kinds.includes(kind));

export const find = ({ resources }: Output, kind: string, name: string): Anything => resources.find((one) => one.kind === kind && one.metadata.name === name);

export function podsOf(output: Output): Pod[] {
  return ofKind(output, "Deployment", "StatefulSet", "Job", "CronJob").map((one) => {
    const template = one.kind === "CronJob" ? one.spec.jobTemplate.spec.template : one.spec.template;
    const { initContainers = [], containers } = template.spec;
    return {
      owner: nameOf(one),
      kind: one.kind,
      oneOff: one.kind === "Job" || one.kind === "CronJob",
      template,
      labels: template.metadata.labels ?? {},
      spec: template.spec,
      containers: [...initContainers, ...containers],
    };
  });
}

/** Of a container that runs beside the others: its own ports answer probes and Services. */
export const longRunning = ({ spec }: Pod): Anything[] => [
  ...(spec.initContainers ?? []).filter((one: Anything) => one.restartPolicy === "Always"),
  ...spec.containers,
];

export function matches({ matchLabels = {}, matchExpressions = [] }: Anything, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }: Anything) => {
      const there = Object.hasOwn(labels, key);
      if (operator === "Exists") return there;
      if (operator === "DoesNotExist") return !there;
      return values.includes(labels[key]) === (operator === "In");
    })
  );
}

/** Every string in a value, those of its keys too. */
export function stringsIn(value: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (inner: unknown): void => {
    if (typeof inner === "string") found.add(inner);
    else if (typeof inner === "object" && inner !== null) {
      for (const [key, part] of Object.entries(inner)) {
        found.add(key);
        visit(part);
      }
    }
  };
  visit(value);
  return found;
}

/** The value with the keys of all its maps sorted. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** The value with the keys of all its maps the other way round. */
export function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** Values that stand more than once. */
export const repeated = (values: readonly string[]): string[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
