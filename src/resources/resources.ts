import type { Release } from "../release/release.ts";
import { backendConfigs } from "./backend-config.ts";
import { configMaps } from "./config-map.ts";
import { cronJobs } from "./cron-job.ts";
import { deployments } from "./deployment.ts";
import { headlessServices } from "./headless-service.ts";
import { horizontalPodAutoscalers } from "./horizontal-pod-autoscaler.ts";
import { httpRoutes } from "./http-route.ts";
import { ingress } from "./ingress.ts";
import { jobs } from "./job.ts";
import { monitors } from "./monitors.ts";
import { networkPolicy } from "./network-policy.ts";
import { persistentVolumeClaims } from "./persistent-volume-claim.ts";
import { podDisruptionBudgets } from "./pod-disruption-budget.ts";
import type { Resource } from "./resource.ts";
import { role } from "./role.ts";
import { roleBinding } from "./role-binding.ts";
import { services } from "./service.ts";
import { serviceAccount } from "./service-account.ts";
import { statefulSets } from "./stateful-set.ts";

/** Spells one kind; empty: this release has none of it. */
type Spell = (release: Release) => readonly Resource[];

/** Every kind, in the order of the output: accounts, settings, Services, disks, workloads, what scales and protects them, the edge, monitors, Jobs. */
const kinds: readonly Spell[] = [
  serviceAccount,
  role,
  roleBinding,
  configMaps,
  services,
  headlessServices,
  persistentVolumeClaims,
  deployments,
  statefulSets,
  horizontalPodAutoscalers,
  podDisruptionBudgets,
  networkPolicy,
  backendConfigs,
  ingress,
  httpRoutes,
  monitors,
  jobs,
  cronJobs,
];

export const resources = (release: Release): Resource[] => kinds.flatMap((spell) => spell(release));
