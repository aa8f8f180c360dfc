import type { Release } from "../release/release.ts";
import { configMap } from "./config-map.ts";
import { deployments } from "./deployment.ts";
import { headlessService } from "./headless-service.ts";
import { horizontalPodAutoscalers } from "./horizontal-pod-autoscaler.ts";
import { ingress } from "./ingress.ts";
import { jobs } from "./job.ts";
import { networkPolicy } from "./network-policy.ts";
import { podDisruptionBudgets } from "./pod-disruption-budget.ts";
import type { Resource } from "./resource.ts";
import { services } from "./service.ts";
import { serviceAccount } from "./service-account.ts";

/** Spells one kind; empty: this release has none of it. */
type Spell = (release: Release) => readonly Resource[];

/** Every kind, in the order of the output: accounts, settings, Services, workloads, what scales and protects them, the edge, Jobs. */
const kinds: readonly Spell[] = [
  serviceAccount,
  configMap,
  services,
  headlessService,
  deployments,
  horizontalPodAutoscalers,
  podDisruptionBudgets,
  networkPolicy,
  ingress,
  jobs,
];

export const resources = (release: Release): Resource[] => kinds.flatMap((spell) => spell(release));
