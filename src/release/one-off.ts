import { envNames } from "../spec/env-names.ts";
import type { Spec } from "../spec/schema.ts";
import { beamVariables } from "./beam.ts";
import { lonelyVariables } from "./cluster.ts";
import { type Compute, compute, ONE_OFF } from "./compute.ts";
import { databaseVariables, MIGRATION_POOL, poolSize } from "./database.ts";
import { type Bundle, environment, expandable, podVariables, secretSetting, setting, userVariables, type Variable } from "./environment.ts";
import type { Security } from "./security.ts";
import type { Settings } from "./settings.ts";
import { type Args, writableVariables } from "./tool.ts";
import type { Mount } from "./volumes.ts";

/** A container of the release that does one thing and ends: a migration, or waiting for one. */
export interface OneOff {
  readonly name: string;
  readonly image: string;
  readonly command: Args;
  readonly args: Args;
  readonly variables: readonly Variable[];
  readonly bundles: readonly Bundle[];
  readonly compute: Compute;
  readonly security: Security;
  readonly mounts: readonly Mount[];
}

interface Task {
  readonly name: string;
  readonly args: Args;
  readonly command?: Args;
  readonly image?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly resources?: Spec["migrations"]["resources"];
  /** Whether it talks to the database as the migration does, past a pooler. */
  readonly migrates?: boolean;
}

/** It has the settings of the release, but no HTTP and no distribution: a node name of its own would collide with the server's. */
export function oneOff(release: string, spec: Spec, settings: Settings, task: Task): OneOff {
  const { name, args, command = [], image = spec.image, env = {}, resources = { requests: {}, limits: {} }, migrates = false } = task;
  const names = envNames(spec);
  const needs = compute(resources, ONE_OFF);
  const { secretName, shared, inline, security } = settings;
  const ours: Variable[] = [
    ...podVariables(names),
    // Also where the image has another name for it: it is the release's script that reads this one.
    ...(spec.release.tool === "mix" ? setting(names.distribution || "RELEASE_DISTRIBUTION", "none") : []),
    ...lonelyVariables(release, spec, secretName, names),
    ...writableVariables(spec, security.readOnlyRoot, names),
    ...beamVariables(spec.beam, needs),
    ...settings.host,
    ...secretSetting(names.secretKeyBase, secretName, names.secretKeyBase),
    ...databaseVariables(spec, secretName, names, migrates ? { pool: MIGRATION_POOL, bypass: spec.migrations.databaseUrl } : { pool: poolSize(spec.database) }),
  ];
  const users = userVariables(spec.secretEnv, inline, env, secretName);
  return {
    name,
    image,
    command,
    args,
    variables: expandable(environment(ours, users, shared), names),
    bundles: settings.bundles,
    compute: needs,
    security,
    mounts: settings.mounts,
  };
}
