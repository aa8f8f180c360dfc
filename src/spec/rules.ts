import type { Problem } from "../source/problem.ts";
import { type CompleteProcess, processes } from "./processes.ts";
import { clusterRules } from "./rules/cluster.ts";
import { databaseRules } from "./rules/database.ts";
import { edgeRules } from "./rules/edge.ts";
import { environmentRules } from "./rules/environment.ts";
import { fileRules } from "./rules/files.ts";
import { hostRules } from "./rules/hosts.ts";
import { metricsRules } from "./rules/metrics.ts";
import { podRules } from "./rules/pods.ts";
import { portRules } from "./rules/ports.ts";
import { processRules } from "./rules/processes.ts";
import { resourceRules } from "./rules/resources.ts";
import { securityRules } from "./rules/security.ts";
import { variableReferenceRules } from "./rules/variable-references.ts";
import { workRules } from "./rules/work.ts";
import type { PhoenixRelease } from "./schema.ts";
import { waived } from "./waivers.ts";

/** What a schema cannot say: fields that contradict each other. */
export type Rule = (release: PhoenixRelease, processes: readonly CompleteProcess[]) => readonly Problem[];

const rules: readonly Rule[] = [
  processRules,
  workRules,
  environmentRules,
  variableReferenceRules,
  fileRules,
  databaseRules,
  clusterRules,
  hostRules,
  edgeRules,
  portRules,
  metricsRules,
  resourceRules,
  securityRules,
  podRules,
];

/** @param more problems, for which a waiver may stand in the spec too */
export function brokenRules(release: PhoenixRelease, more: readonly Problem[]): Problem[] {
  const complete = processes(release.spec);
  return waived(release, [...rules.flatMap((rule) => rule(release, complete)), ...more]);
}
