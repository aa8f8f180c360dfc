import type { Spec } from "../spec/schema.ts";
import { beamVariables } from "./beam.ts";
import { type Compute, compute, ONE_OFF } from "./compute.ts";
import { databaseVariables } from "./database.ts";
import { type Bundle, environment, POD, type Variable } from "./environment.ts";
import type { Security } from "./security.ts";
import { type Settings, secretKeyBase } from "./settings.ts";
import { type Volume, writableVariables } from "./volumes.ts";

/** A container of the release that does one thing and ends: a migration, or waiting for one. */
export interface OneOff {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly variables: readonly Variable[];
  readonly bundles: readonly Bundle[];
  readonly compute: Compute;
  readonly security: Security;
  readonly volumes: readonly Volume[];
}

interface Work {
  readonly name: string;
  readonly args: readonly string[];
  readonly command?: readonly string[];
  readonly resources?: Spec["migrations"]["resources"];
}

/** It has the settings of the release, but no HTTP and no distribution: a node name of its own would collide with the server's. */
export function oneOff(spec: Spec, settings: Settings, { name, args, command = [], resources = { requests: {}, limits: {} } }: Work): OneOff {
  const needs = compute(resources, ONE_OFF);
  const ours: Variable[] = [
    ...POD,
    { name: "RELEASE_DISTRIBUTION", value: "none" },
    ...writableVariables(settings.security.readOnlyRoot),
    ...beamVariables(spec.beam, needs, []),
    ...settings.host,
    secretKeyBase(settings.secretName),
    ...databaseVariables(spec, settings.secretName),
  ];
  return {
    name,
    image: spec.image,
    command,
    args,
    variables: environment(ours, settings.variables, settings.shared),
    bundles: settings.bundles,
    compute: needs,
    security: settings.security,
    volumes: settings.volumes,
  };
}
