import type { Container, Template } from "../finish/overlay.ts";
import type { Quantity } from "../spec/quantity.ts";
import { inOrder, parsed, printed } from "./amounts.ts";
import { type Figure, given, none, unknown } from "./figure.ts";

/** What one pod takes of a node. */
export interface Needs {
  /** What the scheduler reserves, by resource. */
  readonly requests: Readonly<Record<string, Figure>>;
  /** What the kubelet allows; none: as much as the node has. */
  readonly limits: Readonly<Record<string, Figure>>;
}

type Kind = "requests" | "limits";
type Quantities = Readonly<Record<string, Quantity>>;

interface PodResources {
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
  readonly overhead?: Quantities;
}

/**
 * As the scheduler counts (KEP-753): what runs together is added, native sidecars too; an init container runs alone, beside the sidecars that
 * stand above it; the larger of the two counts.
 */
export function needs(template: Template): Needs {
  const names = inOrder([
    "cpu",
    "memory",
    ...containers(template).flatMap(({ resources }) => [...Object.keys(resources?.requests ?? {}), ...Object.keys(resources?.limits ?? {})]),
  ]);
  const of = (kind: Kind): Record<string, Figure> => Object.fromEntries(names.map((name) => [name, need(template, name, kind)]));
  return { requests: of("requests"), limits: of("limits") };
}

const containers = ({ spec }: Template): Container[] => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];

/** Restarted for as long as the pod lives: a sidecar that starts before all others. */
export const isSidecar = (container: Container): boolean => container["restartPolicy"] === "Always";

interface Part {
  readonly name: string;
  /** Undefined: nothing is said. */
  readonly units: number | undefined;
}

function need(template: Template, name: string, kind: Kind): Figure {
  const { resources, overhead } = (template.spec ?? {}) as PodResources;
  const whole = own(resources?.[kind], name) ?? (kind === "requests" ? own(resources?.limits, name) : undefined);
  if (whole !== undefined) return given(String(whole), `resources.${kind} of the pod as a whole`);
  const strange = containers(template).find((container) => asked(container, name, kind) !== undefined && unitsOf(container, name, kind) === undefined);
  if (strange) return unknown(`${strange.name} has ${JSON.stringify(asked(strange, name, kind))}, which is no quantity`);
  const running = together(template, name, kind);
  const open = running.parts.filter(({ units }) => units === undefined).map((part) => part.name);
  if (kind === "limits" && open.length > 0) return none(`${open.join(", ")} ${open.length > 1 ? "have" : "has"} no limit: what the node has`);
  const extra = kind === "requests" ? (parsed(name, own(overhead, name) ?? 0) ?? 0) : 0;
  return larger(name, running, largest(template, name, kind), { name: "overhead", units: extra });
}

/** @param extra that comes on top, whatever runs */
function larger(name: string, running: Together, before: Together, extra: Part): Figure {
  const isBefore = before.units > running.units;
  const { parts } = isBefore ? before : running;
  const words = [...parts, extra].flatMap(({ name: container, units = 0 }) => (units === 0 ? [] : [`${container} ${printed(name, units)}`]));
  const value = printed(name, Math.max(before.units, running.units) + (extra.units ?? 0));
  if (words.length === 0) return given(value, "no container asks for any");
  const sum = words.length > 1 ? `${words.join(" + ")} = ${value}` : words.join();
  const why = isBefore ? ` before it starts, more than the ${printed(name, running.units)} when it runs` : "";
  return { value, how: sum + why, isSum: words.length > 1 || isBefore };
}

interface Together {
  readonly parts: readonly Part[];
  readonly units: number;
}

function together({ spec }: Template, name: string, kind: Kind): Together {
  return sum([...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter(isSidecar)], name, kind);
}

/** Of the init containers that run to their end, each with the sidecars that run already. */
function largest({ spec }: Template, name: string, kind: Kind): Together {
  const all = spec?.initContainers ?? [];
  const moments = all.flatMap((container, index) => (isSidecar(container) ? [] : [sum([container, ...all.slice(0, index).filter(isSidecar)], name, kind)]));
  return moments.reduce<Together>((most, one) => (one.units > most.units ? one : most), { parts: [], units: 0 });
}

function sum(all: readonly Container[], name: string, kind: Kind): Together {
  const parts = all.map((container) => ({ name: container.name ?? "", units: unitsOf(container, name, kind) }));
  return { parts, units: parts.reduce((total, { units = 0 }) => total + units, 0) };
}

/** Kubernetes takes a limit for the request where only that is given. */
const asked = ({ resources }: Container, name: string, kind: Kind): Quantity | undefined =>
  own(resources?.[kind], name) ?? (kind === "requests" ? own(resources?.limits, name) : undefined);

/** Not what every object of the language has, such as toString. */
const own = (quantities: Quantities | undefined, name: string): Quantity | undefined =>
  quantities && Object.hasOwn(quantities, name) ? quantities[name] : undefined;

function unitsOf(container: Container, name: string, kind: Kind): number | undefined {
  const quantity = asked(container, name, kind);
  return quantity === undefined ? undefined : parsed(name, quantity);
}
