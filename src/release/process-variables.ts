import { envNames } from "../spec/env-names.ts";
import type { CompleteProcess } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";
import { beamVariables } from "./beam.ts";
import { distributionFlags, lonelyVariables, nodeVariables, queryVariables } from "./cluster.ts";
import { compute, SERVER } from "./compute.ts";
import { databaseVariables, poolSize } from "./database.ts";
import { environment, expandable, podVariables, secretSetting, setting, userVariables, type Variable } from "./environment.ts";
import type { Security } from "./security.ts";
import type { Settings } from "./settings.ts";
import { writableVariables } from "./tool.ts";

interface Surroundings {
  readonly name: string;
  readonly spec: Spec;
  readonly settings: Settings;
}

/** Of a server that runs the release. Downward API first, then the node, the VM, the endpoint, secrets: each uses only what stands above it. */
export function releaseVariables(own: CompleteProcess, { readOnlyRoot }: Security, joins: boolean, { name, spec, settings }: Surroundings): Variable[] {
  const names = envNames(spec);
  const { secretName, inline, shared } = settings;
  const ours: Variable[] = [
    ...podVariables(names),
    ...(joins ? nodeVariables(name, spec, own, secretName, names) : lonelyVariables(name, spec, secretName, names)),
    ...writableVariables(spec, readOnlyRoot, names),
    ...beamVariables(own.beam, compute(own.resources, SERVER), joins ? distributionFlags(spec.cluster, own.beam.flags) : undefined),
    ...(own.http.enabled ? [...setting(names.server, "true"), ...setting(names.port, String(own.http.port))] : []),
    ...(own.metrics.port === undefined ? [] : setting(names.metricsPort, String(own.metrics.port))),
    ...settings.host,
    ...(joins ? queryVariables(name, spec, names) : []),
    // runtime.exs raises without it, whatever the command. By name, so that the kubelet says so when the key is missing.
    ...secretSetting(names.secretKeyBase, secretName, names.secretKeyBase),
    ...databaseVariables(spec, secretName, names, { pool: poolSize(spec.database) }),
  ];
  return expandable(environment(ours, userVariables(own.secretEnv, inline, own.env, secretName), shared), names);
}

/** Of a process beside the release: no secret of the release reaches it unless it asks. */
export function foreignVariables(own: CompleteProcess, { readOnlyRoot }: Security, { spec, settings }: Omit<Surroundings, "name">): Variable[] {
  const ours = [
    ...podVariables(envNames(spec)),
    ...(readOnlyRoot ? setting("HOME", "/tmp") : []),
    ...(own.http.enabled ? setting("PORT", String(own.http.port)) : []),
  ];
  return environment(ours, userVariables(own.secretEnv, {}, own.env, settings.secretName), {});
}
