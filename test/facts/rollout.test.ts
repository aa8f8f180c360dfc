import { describe, expect, test } from "vitest";
import type { Workload } from "../../src/finish/overlay.ts";
import { rollout } from "../../src/plan/rollout.ts";

// The formulas of a plan against a Deployment that is rolled second by second, as Kubernetes' controller does it: new pods up to the wanted number and
// the surge, old ones down as far as enough are available. Pods that still end are not counted by it, and are there all the same.

interface Given {
  readonly pods: number;
  readonly surge: number;
  readonly unavailable: number;
  readonly wave: number;
  readonly grace: number;
}

/** @returns the most pods that exist at once, and the second in which all new ones are available */
function rolled({ pods, surge, unavailable, wave, grace }: Given): { readonly peak: number; readonly seconds: number } {
  const started: number[] = [];
  let ending: number[] = [];
  let old = pods;
  let peak = pods;
  for (let now = 0; ; now += 1) {
    ending = ending.filter((since) => now - since < grace);
    const available = started.filter((since) => now - since >= wave).length;
    if (available === pods) return { peak, seconds: now };
    const start = (): void => {
      for (let more = Math.min(pods + surge - started.length - old, pods - started.length); more > 0; more -= 1) started.push(now);
    };
    start();
    const gone = Math.min(old, Math.max(0, available + old - (pods - unavailable)));
    old -= gone;
    ending.push(...Array.from({ length: gone }, () => now));
    start();
    peak = Math.max(peak, started.length + old + ending.length);
  }
}

/** A pod that is available one readiness period after its start. */
const deployment = ({ pods, surge, unavailable, wave, grace }: Given): Workload => {
  const object = { kind: "Deployment", spec: { replicas: pods, strategy: { rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } } } };
  const containers = [{ name: "web", readinessProbe: { periodSeconds: wave } }];
  return { label: "Deployment/shop", object, template: { spec: { terminationGracePeriodSeconds: grace, containers } }, process: undefined };
};

const some = [1, 2, 3, 5, 8].flatMap((pods) =>
  [
    [1, 0],
    [0, 1],
    [2, 1],
    [4, 0],
    [9, 0],
  ].flatMap(([surge = 0, unavailable = 0]) =>
    [3, 12, 40].flatMap((wave) => [1, 30, 75].map((grace): Given => ({ pods, surge, unavailable: Math.min(pods, unavailable), wave, grace }))),
  ),
);

describe("a Deployment", () => {
  test("never has more pods than the plan says, and mostly as many", () => {
    const outcomes = some.map((given) => ({ given, said: rollout(deployment(given), given.pods).peak.value as number, is: rolled(given).peak }));
    expect(outcomes.filter(({ said, is }) => is > said)).toEqual([]);
    expect(outcomes.filter(({ said, is }) => is === said).length).toBeGreaterThan(0.8 * some.length);
  });

  test("is rolled in the seconds that the plan says", () => {
    for (const given of some) expect([given, rollout(deployment(given), given.pods).quickest.value]).toEqual([given, rolled(given).seconds]);
  });

  test("without any number has a quarter of its pods more, and a quarter fewer", () => {
    const { surge, unavailable, waves } = rollout(
      { ...deployment({ pods: 10, surge: 0, unavailable: 0, wave: 1, grace: 1 }), object: { kind: "Deployment" } },
      10,
    );
    expect([surge.value, unavailable.value, waves.value]).toEqual([3, 2, 2]);
  });

  test("that neither number lets move loses one pod at a time", () => {
    const { unavailable, waves } = rollout(deployment({ pods: 3, surge: 0, unavailable: 0, wave: 1, grace: 1 }), 3);
    expect([unavailable.value, waves.value]).toEqual([1, 3]);
  });

  test("of no pods has nothing to roll", () => {
    const { waves, quickest, peak } = rollout(deployment({ pods: 0, surge: 1, unavailable: 0, wave: 1, grace: 1 }), 0);
    expect([waves.value, quickest.value, peak.value]).toEqual([0, 0, 0]);
  });
});
