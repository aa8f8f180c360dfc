import { inOrder, parsed, printed } from "./amounts.ts";
import { computed, type Figure, given, unknown } from "./figure.ts";
import type { Needs } from "./pod.ts";
import type { Ending, Scaled } from "./scaled.ts";

/** What the scheduler must find on the nodes, by resource. */
export type Reserved = Readonly<Record<string, Figure>>;

export interface Capacity {
  readonly least: Reserved;
  readonly most: Reserved;
  /** With the surge, old pods that still end, and what runs once or by the clock. */
  readonly rollout: Reserved;
  /** What the pods may use at most; none: as much as the nodes have. */
  readonly limits: Reserved;
}

/** @param nameOf a workload in the formulas */
export function capacity(scaled: readonly Scaled[], ending: readonly Ending[], nameOf: (one: Scaled | Ending) => string): Capacity {
  const pods = (count: (one: Scaled) => readonly number[]): Pods[] => scaled.map((one) => ({ name: nameOf(one), needs: one.plan.needs, count: count(one) }));
  const once = ending.map((one): Pods => ({ name: nameOf(one), needs: one.plan.needs, count: [Number(one.plan.pods.value)] }));
  const least = pods(({ range }) => [range.least]);
  const most = pods(({ range }) => [range.most]);
  const peak = pods(({ range, plan: { rollout } }) => [range.most, Number(rollout.surge.value), Number(rollout.draining.value)]);
  return {
    least: reserved(least, "requests"),
    most: reserved(most, "requests"),
    rollout: reserved([...peak, ...once], "requests"),
    limits: reserved(most, "limits"),
  };
}

/** Pods that need the same. */
interface Pods {
  readonly name: string;
  readonly needs: Needs;
  /** In parts, which the words show. */
  readonly count: readonly number[];
}

function reserved(all: readonly Pods[], kind: "requests" | "limits"): Reserved {
  const names = inOrder(["cpu", "memory", ...all.flatMap(({ needs }) => Object.keys(needs[kind]))]);
  return Object.fromEntries(names.map((name) => [name, sum(name, all, kind)]));
}

function sum(name: string, all: readonly Pods[], kind: "requests" | "limits"): Figure {
  const here = all.filter(({ needs, count }) => needs[kind][name] !== undefined && podsIn(count) > 0);
  const open = here.find(({ needs }) => unitsOf(name, needs[kind][name]) === undefined);
  if (open) {
    const figure = open.needs[kind][name] as Figure;
    return figure.value === "none" ? { ...figure, how: `${open.name} has none` } : unknown(`${open.name}: ${figure.how}`);
  }
  const shares = here.map(({ name: pod, needs, count }) => {
    const units = unitsOf(name, needs[kind][name]) as number;
    return { units: units * podsIn(count), words: `${pod} ${counted(count)} x ${printed(name, units)}` };
  });
  const asking = shares.filter(({ units }) => units > 0);
  if (asking.length === 0) return given(printed(name, 0), "no pod asks for any");
  const total = asking.reduce((units, share) => units + share.units, 0);
  return computed(printed(name, total), asking.map(({ words }) => words).join(" + "));
}

const podsIn = (count: readonly number[]): number => count.reduce((pods, one) => pods + one, 0);

function counted(count: readonly number[]): string {
  const parts = count.filter((one, index) => index === 0 || one > 0);
  return parts.length === 1 ? String(parts[0]) : `(${parts.join(" + ")})`;
}

function unitsOf(name: string, figure: Figure | undefined): number | undefined {
  return figure?.value === undefined || figure.value === "none" ? undefined : parsed(name, figure.value);
}
