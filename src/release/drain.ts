import { hasNativeSleep } from "../spec/kubernetes-version.ts";
import type { CompleteProcess } from "../spec/processes.ts";

/** How a pod ends. */
export interface Drain {
  /** Seconds; Kubernetes kills the container after them. */
  readonly graceSeconds: number;
  /** Seconds of all parts, which may be fewer. */
  readonly totalSeconds: number;
  /** Seconds before SIGTERM. Zero: no pause. */
  readonly preStopSeconds: number;
  /** Whether the kubelet can sleep by itself (Kubernetes 1.30), or the image's sleep must do it. */
  readonly nativeSleep: boolean;
  /** The sum in words, for messages. */
  readonly sum: string;
}

const MIN_GRACE = 30;

/** The parts stop one after another: sockets, then HTTP, then the rest of the supervision tree. */
export function drain({ drain, http }: CompleteProcess, kubernetesVersion: string): Drain {
  const edge: readonly (readonly [string, number])[] = [
    ["preStop", drain.preStopSeconds],
    ["sockets", drain.socketsSeconds],
    ["http", drain.httpSeconds],
  ];
  const inside: readonly (readonly [string, number])[] = [
    ["jobs", drain.jobsSeconds],
    ["margin", drain.marginSeconds],
  ];
  const parts = http.enabled ? [...edge, ...inside] : inside;
  const total = parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  return {
    graceSeconds: Math.max(MIN_GRACE, total),
    totalSeconds: total,
    preStopSeconds: http.enabled ? drain.preStopSeconds : 0,
    nativeSleep: hasNativeSleep(kubernetesVersion),
    sum: `${parts.map(([name, seconds]) => `${name} ${seconds}`).join(" + ")} = ${total} s${total < MIN_GRACE ? `, at least ${MIN_GRACE} s` : ""}`,
  };
}
