import type { Container, Workload } from "../finish/overlay.ts";
import { isRolling, surgeOf, unavailableOf } from "../finish/pods.ts";
import { startupSeconds } from "../release/health.ts";
import { progress } from "../release/rollout.ts";
import { computed, type Figure, given, none, seconds, unknown } from "./figure.ts";
import { isSidecar } from "./pod.ts";

/** How a new version takes the place of the old one, at the most pods. */
export interface Rollout {
  readonly surge: Figure;
  readonly unavailable: Figure;
  readonly waves: Figure;
  readonly quickest: Figure;
  readonly slowest: Figure;
  readonly deadline: Figure;
  /** Seconds that one pod may take; undefined: nobody knows. */
  readonly needed: number | undefined;
  /** Old pods that still end while new ones have started already. */
  readonly draining: Figure;
  /** All pods that can exist at once. */
  readonly peak: Figure;
}

interface Spec {
  readonly minReadySeconds?: number;
  readonly progressDeadlineSeconds?: number;
  readonly updateStrategy?: { readonly type?: string };
}

// Kubernetes' defaults.
const PERIOD = 10;
const FAILURES = 3;
const GRACE = 30;
const DEADLINE = 600;

interface Probe {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
}

export const graceOf = ({ template }: Workload): number => template.spec?.terminationGracePeriodSeconds ?? GRACE;

export const mainOf = ({ template, process }: Workload): Container | undefined =>
  template.spec?.containers?.find(({ name }) => name === process?.name) ?? template.spec?.containers?.[0];

export function rollout(workload: Workload, most: number): Rollout {
  const { object } = workload;
  const surge = surgeOf(object, most);
  const unavailable = unavailableOf(object, most);
  const pace: Pace = { most, surge, unavailable, grace: graceOf(workload), each: eachOf(workload), pause: pauseOf(workload) };
  if (isByHand(workload)) return byHand(pace);
  const draining = drainingAt(workload, pace);
  const waves = wavesOf(workload, pace);
  return {
    surge: given(surge, isRolling(object) ? "rollingUpdate.maxSurge" : "no pod above the wanted number"),
    unavailable: missingAt(workload, pace),
    waves,
    ...durations(workload, pace, Number(waves.value)),
    draining,
    peak: peakOf(most, surge, Number(draining.value)),
  };
}

function peakOf(most: number, ...more: readonly number[]): Figure {
  const parts = [most, ...more.filter((pods) => pods > 0)];
  return parts.length === 1
    ? given(most, "never more than are wanted")
    : computed(
        parts.reduce((sum, pods) => sum + pods, 0),
        parts.join(" + "),
      );
}

interface Pace {
  readonly most: number;
  readonly surge: number;
  readonly unavailable: number;
  readonly grace: number;
  readonly each: Each;
  /** Seconds that the container sleeps before it is told to end. */
  readonly pause: number;
}

/** Seconds that one new pod takes once its containers start. */
interface Each {
  readonly startup: number;
  /** Until its first probe has been asked. */
  readonly firstStartup: number;
  readonly readiness: number;
  readonly minReady: number;
}

function eachOf(workload: Workload): Each {
  const main = mainOf(workload);
  const { minReadySeconds = 0 } = (workload.object.spec ?? {}) as Spec;
  const startup = main?.["startupProbe"] as Probe | undefined;
  const readiness = main?.["readinessProbe"] as Probe | undefined;
  const { initialDelaySeconds = 0, periodSeconds = PERIOD, failureThreshold = FAILURES } = startup ?? {};
  return {
    startup: startup ? initialDelaySeconds + startupSeconds({ startup: { periodSeconds, failureThreshold } }) : 0,
    firstStartup: startup ? initialDelaySeconds + periodSeconds : 0,
    readiness: readiness ? (readiness.initialDelaySeconds ?? 0) + (readiness.periodSeconds ?? PERIOD) : 0,
    minReady: minReadySeconds,
  };
}

function pauseOf(workload: Workload): number {
  const { preStop } = (mainOf(workload)?.["lifecycle"] ?? {}) as { preStop?: { sleep?: { seconds?: number }; exec?: { command?: readonly string[] } } };
  const [program, time] = preStop?.exec?.command ?? [];
  return preStop?.sleep?.seconds ?? (program === "sleep" && Number.isFinite(Number(time)) ? Number(time) : 0);
}

const isByHand = ({ object }: Workload): boolean => object.kind === "StatefulSet" && (object.spec as Spec | undefined)?.updateStrategy?.type === "OnDelete";

function byHand({ most }: Pace): Rollout {
  const why = none("updateStrategy OnDelete: nobody replaces pods but you");
  const nothing = given(0, why.how);
  return {
    surge: nothing,
    unavailable: nothing,
    waves: why,
    quickest: why,
    slowest: why,
    deadline: why,
    needed: undefined,
    draining: nothing,
    peak: given(most, why.how),
  };
}

const isStateful = ({ object }: Workload): boolean => object.kind === "StatefulSet";

function missingAt(workload: Workload, { most, unavailable }: Pace): Figure {
  if (isStateful(workload)) return given(Math.min(1, most), "a StatefulSet replaces one pod after the other");
  return isRolling(workload.object) ? given(unavailable, "rollingUpdate.maxUnavailable") : given(most, "strategy Recreate: the old pods end first");
}

function wavesOf(workload: Workload, { most, surge, unavailable }: Pace): Figure {
  if (isStateful(workload)) return given(most, "one pod after the other");
  if (!isRolling(workload.object)) return given(Math.min(1, most), "all pods at once, after the old ones have ended");
  const pace = Math.min(most, surge + unavailable);
  if (most === 0) return given(0, "no pods");
  const why = surge > 0 && unavailable > 0 && surge + unavailable <= most ? ` (surge ${surge} + maxUnavailable ${unavailable})` : "";
  return given(Math.ceil(most / pace), `${most} ${most === 1 ? "pod" : "pods"}, ${pace} at a time${why}`);
}

const wordsOf = (parts: readonly (readonly [name: string, seconds: number])[]): string =>
  parts
    .filter(([, time]) => time > 0)
    .map(([name, time]) => `${name} ${time}`)
    .join(" + ") || "0";
const total = (parts: readonly (readonly [name: string, seconds: number])[]): number => parts.reduce((sum, [, time]) => sum + time, 0);

type Times = Pick<Rollout, "quickest" | "slowest" | "deadline" | "needed">;

function durations(workload: Workload, { grace, each, pause }: Pace, waves: number): Times {
  const first = isRolling(workload.object) ? [] : ([["preStop", pause]] as const).filter(([, time]) => time > 0);
  const last = isRolling(workload.object) ? [] : ([["grace", grace]] as const);
  const ready = [
    ["readiness", each.readiness],
    ["minReady", each.minReady],
  ] as const;
  const quick = [...first, ["startup", each.firstStartup], ...ready] as const;
  const own = workload.process && progress(workload.process.rollout.waitSeconds, each.startup, each.minReady);
  const slow = [...last, ["startup", each.startup], ...ready] as const;
  return {
    quickest: seconds(computed(waves * total(quick), times(waves, quick))),
    slowest: slowest(workload, waves, slow),
    deadline: deadline(workload, own),
    needed: own?.seconds,
  };
}

const times = (waves: number, parts: readonly (readonly [name: string, seconds: number])[]): string =>
  waves === 1 ? wordsOf(parts) : `${waves} x (${wordsOf(parts)})`;

/** The last moment at which it still succeeds: each pod is ready just before it would be given up. */
function slowest(workload: Workload, waves: number, parts: readonly (readonly [name: string, seconds: number])[]): Figure {
  const { process, template } = workload;
  const before = (template.spec?.initContainers ?? []).filter((container) => !isSidecar(container)).map(({ name = "" }) => name);
  const own = process?.initContainers.map(({ name }) => name) ?? [];
  const strange = before.filter((name) => !own.includes(name));
  if (strange.length > 0) return unknown(`the time that ${strange.join(", ")} takes is not in the objects`);
  const wait = before.length > 0 ? (process?.rollout.waitSeconds ?? 0) : 0;
  const words = times(waves, parts);
  return seconds(computed(wait + waves * total(parts), wait > 0 ? `migrations ${wait} + ${words}` : words));
}

function deadline({ object }: Workload, own: ReturnType<typeof progress> | undefined): Figure {
  if (object.kind === "StatefulSet") return none("a StatefulSet has none: its rollout waits for ever");
  const { progressDeadlineSeconds: written } = (object.spec ?? {}) as Spec;
  const value = written ?? DEADLINE;
  if (own?.seconds === value) return seconds(computed(value, own.words));
  return seconds(given(value, written === undefined ? "Kubernetes' default" : "progressDeadlineSeconds"));
}

/**
 * A Deployment starts the next wave while old pods still end, and does not count them. Never more than there are old ones without a new one
 * above the wanted number: with all of those ended there is nothing left to surge for.
 */
function drainingAt(workload: Workload, { most, surge, unavailable, grace, each }: Pace): Figure {
  if (!isRolling(workload.object)) return given(0, "an old pod has ended before a new one starts");
  const rest = Math.max(0, most - surge);
  const wave = each.firstStartup + each.readiness + each.minReady;
  if (rest === 0) return given(0, "all old pods are replaced in one wave");
  if (wave === 0) return computed(rest, `${most} - ${surge}`);
  const overlapping = Math.ceil(grace / wave);
  return computed(Math.min(rest, (surge + unavailable) * overlapping), `min(${most} - ${surge}, ${surge + unavailable} x ceil(grace ${grace} / wave ${wave}))`);
}
