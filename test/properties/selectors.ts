import { type Anything, matches, nameOf, type Output, ofKind, podsOf } from "./look.ts";

const OURS = /^(app\.kubernetes\.io\/(name|component|part-of|managed-by)|phoenix-release\.dev\/.*)$/;

interface Selector {
  readonly where: string;
  readonly selector: Anything;
}

/** All selectors of pods that we make; those of the user in a NetworkPolicy or an affinity are the user's. */
function podSelectors(output: Output): Selector[] {
  return [
    ...ofKind(output, "Service").map((one) => ({ where: nameOf(one), selector: { matchLabels: one.spec.selector } })),
    ...ofKind(output, "PodDisruptionBudget", "Deployment", "StatefulSet", "PodMonitor").map((one) => ({ where: nameOf(one), selector: one.spec.selector })),
    ...ofKind(output, "NetworkPolicy").flatMap((one) =>
      (one.spec.ingress ?? [])
        .flatMap(({ from = [] }: Anything) => from)
        .filter(({ podSelector }: Anything) => Object.keys(podSelector?.matchLabels ?? {}).some((key) => OURS.test(key)))
        .map(({ podSelector }: Anything) => ({ where: `a peer of ${nameOf(one)}`, selector: podSelector })),
    ),
    ...podsOf(output).flatMap(({ owner, spec }) =>
      (spec.topologySpreadConstraints ?? []).map(({ labelSelector }: Anything) => ({ where: `the spread of ${owner}`, selector: labelSelector })),
    ),
  ];
}

export function selectors(output: Output): string[] {
  const pods = podsOf(output);
  return podSelectors(output).flatMap(({ where, selector }) => {
    const found = pods.filter(({ labels }) => matches(selector, labels));
    const oneOff = found.filter((pod) => pod.oneOff).map(({ owner }) => `${where} selects the pods of ${owner}`);
    return found.length > 0 ? oneOff : [`${where} selects no pod`];
  });
}

export function workloads(output: Output): string[] {
  const pods = podsOf(output);
  return ofKind(output, "Deployment", "StatefulSet").flatMap((one) => {
    const found = pods.filter(({ labels }) => matches(one.spec.selector, labels)).map(({ owner }) => owner);
    return found.length === 1 && found[0] === nameOf(one) ? [] : [`${nameOf(one)} selects the pods of ${found.join(", ") || "nobody"}`];
  });
}
