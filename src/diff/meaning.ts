import { startupSeconds } from "../release/health.ts";
import { componentOf, releaseOf } from "../release/labels.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import { progress } from "../release/rollout.ts";
import type { KubernetesObject } from "../source/item.ts";
import { own } from "./lists.ts";
import { type Steps, written } from "./steps.ts";

/** How a number was decided that stands in an object now, where the specs tell; not where a patch has set it. */
export function meaning(path: Steps, { kind, metadata }: KubernetesObject, value: unknown, releases: readonly Release[]): string | undefined {
  const labels = metadata?.labels ?? {};
  const [release, second] = releases.filter(({ name }) => name === releaseOf(labels));
  if (!release || second) return undefined;
  const process = release.processes.find((one) => one.kind === kind && one.name === componentOf(labels));
  const decided = process && own(sums, written(path))?.(process);
  return decided?.value === value ? decided?.words : undefined;
}

interface Sum {
  readonly value: number;
  readonly words: string;
}

const sums: Readonly<Record<string, (process: Process) => Sum>> = {
  "spec.template.spec.terminationGracePeriodSeconds": ({ drain }) => ({ value: drain.graceSeconds, words: drain.sum }),
  "spec.progressDeadlineSeconds": ({ rollout, health }) => {
    const { seconds, words } = progress(rollout.waitSeconds, startupSeconds(health), rollout.minReadySeconds);
    return { value: seconds, words: `${words} = ${seconds} s` };
  },
};
