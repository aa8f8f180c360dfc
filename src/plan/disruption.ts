import type { Objects } from "../finish/overlay.ts";
import { type Share, shareOf } from "../finish/pods.ts";
import type { KubernetesObject } from "../source/item.ts";
import { computed, type Figure, given, unknown } from "./figure.ts";

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key?: string; readonly operator?: string; readonly values?: readonly string[] }[];
}
interface BudgetSpec {
  readonly selector?: Selector;
  readonly maxUnavailable?: Share;
  readonly minAvailable?: Share;
}

/** Pods that the drain of a node may take at a time, of so many. Kubernetes rounds both percentages up. */
export function disruption(objects: Objects, labels: Readonly<Record<string, string>>, pods: number): Figure {
  const budgets = objects.objects("PodDisruptionBudget").filter(({ spec }) => selects((spec as BudgetSpec | undefined)?.selector, labels));
  const [budget, second] = budgets;
  if (second) return unknown(`${budgets.length} PodDisruptionBudgets select it: Kubernetes refuses to evict its pods`);
  if (!budget) return given(pods, "no PodDisruptionBudget: all that the node has, at once");
  const { maxUnavailable, minAvailable } = (budget.spec ?? {}) as BudgetSpec;
  if (minAvailable !== undefined) {
    const kept = shareOf(minAvailable, pods, Math.ceil);
    return computed(Math.max(0, pods - kept), `${pods} pods - minAvailable ${minAvailable}`);
  }
  const most = maxUnavailable === undefined ? 0 : shareOf(maxUnavailable, pods, Math.ceil);
  return given(Math.min(pods, most), `maxUnavailable ${maxUnavailable ?? 0} of the PodDisruptionBudget ${nameOf(budget)}`);
}

const nameOf = ({ metadata }: KubernetesObject): string => metadata?.name ?? "";

/** In policy/v1 an empty selector is for all pods, and none for nothing. */
function selects(selector: Selector | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (!selector) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key = "", operator, values = [] }) => {
      const value = labels[key];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const isIn = value !== undefined && values.includes(value);
      return operator === "NotIn" ? !isIn : isIn;
    })
  );
}
