import { type CompleteProcess, WEB } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";
import { beamVariables } from "./beam.ts";
import { type Cluster, clusterService } from "./cluster.ts";
import { type Compute, compute, SERVER } from "./compute.ts";
import { databaseVariables } from "./database.ts";
import { type Drain, drain } from "./drain.ts";
import { type Bundle, environment, POD, userVariables, type Variable } from "./environment.ts";
import { type Health, HTTP_PORT_NAME, health } from "./health.ts";
import { strategy, waitSeconds } from "./migrations.ts";
import { releaseName, workloadName } from "./names.ts";
import type { OpenPort } from "./network.ts";
import { type Rollout, rollout } from "./rollout.ts";
import { type Security, security } from "./security.ts";
import { bundles, type Settings, secretKeyBase } from "./settings.ts";
import { type Volume, volumes, writableVariables } from "./volumes.ts";

export interface NamedPort extends OpenPort {
  readonly name: string;
}

export interface ProcessService {
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer";
  readonly annotations: Readonly<Record<string, string>>;
  readonly http: boolean;
  readonly ports: readonly NamedPort[];
}

export interface Autoscale {
  readonly min: number;
  readonly max: number;
  readonly cpuPercent: number;
}

/** One workload of the release. */
export interface Process {
  /** Also the name of the container. */
  readonly name: string;
  readonly workload: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly variables: readonly Variable[];
  readonly bundles: readonly Bundle[];
  readonly ports: readonly NamedPort[];
  readonly service: ProcessService | undefined;
  readonly clustered: boolean;
  /** Undefined: an autoscaler decides. */
  readonly replicas: number | undefined;
  readonly autoscale: Autoscale | undefined;
  readonly health: Health;
  readonly drain: Drain;
  readonly compute: Compute;
  readonly security: Security;
  readonly volumes: readonly Volume[];
  readonly rollout: Rollout;
  readonly maxUnavailable: number;
  readonly spread: boolean;
  readonly pod: Spec["pod"];
}

/** The rest of the release that a process depends on. */
export interface Surroundings {
  readonly name: string;
  readonly spec: Spec;
  readonly settings: Settings;
  readonly cluster: Cluster | undefined;
}

export function process(own: CompleteProcess, { name, spec, settings, cluster }: Surroundings): Process {
  const joined = own.cluster.enabled ? cluster : undefined;
  const needs = compute(own.resources, SERVER);
  const secured = security(own.security);
  const probes = health(own, strategy(spec) === "boot");
  const extra = namedPorts(own.ports);
  const autoscale = own.autoscale.enabled ? own.autoscale : undefined;
  const ours: Variable[] = [
    ...POD,
    ...(joined ? [clusterService, ...joined.variables] : []),
    ...writableVariables(secured.readOnlyRoot),
    ...beamVariables(own.beam, needs, joined?.kernelFlags ?? []),
    ...(own.http.enabled ? httpVariables(own.http.port) : []),
    ...settings.host,
    ...(joined?.query ?? []),
    secretKeyBase(settings.secretName),
    ...databaseVariables(spec, settings.secretName),
  ];
  return {
    name: own.name,
    workload: workloadName(name, own.name),
    image: own.image ?? spec.image,
    command: own.command,
    args: own.args.length > 0 || own.command.length > 0 || own.image !== undefined ? own.args : defaultArgs(own.name, name, spec),
    variables: environment(ours, userVariables(own.secretEnv, { ...settings.inline, ...own.env }, settings.secretName), settings.shared),
    bundles: bundles(name, own.envFrom, settings.secretName, settings.shared),
    ports: [
      ...(own.http.enabled ? [{ name: HTTP_PORT_NAME, port: own.http.port, protocol: "TCP" } as const] : []),
      ...extra,
      ...(joined ? [{ name: "epmd", port: joined.epmdPort, protocol: "TCP" } as const] : []),
    ],
    service: own.http.enabled || extra.length > 0 ? { ...own.service, http: own.http.enabled, ports: extra } : undefined,
    clustered: joined !== undefined,
    replicas: autoscale ? undefined : own.replicas,
    autoscale,
    health: probes,
    drain: drain(own, spec.kubernetesVersion),
    compute: needs,
    security: secured,
    volumes: volumes(secured.readOnlyRoot, own.writablePaths),
    rollout: rollout(own, probes, waitSeconds(spec)),
    maxUnavailable: own.availability.maxUnavailable,
    spread: own.availability.spread === "soft",
    pod: own.pod,
  };
}

const httpVariables = (port: number): Variable[] => [
  { name: "PHX_SERVER", value: "true" },
  { name: "PORT", value: String(port) },
];

function namedPorts(ports: CompleteProcess["ports"]): NamedPort[] {
  return Object.keys(ports)
    .sort()
    .map((name) => ({ name, ...(ports[name] as CompleteProcess["ports"][string]) }));
}

/** The image's own command starts the server; for other work the release is started without it. */
function defaultArgs(process: string, name: string, { release }: Spec): string[] {
  return process === WEB ? [] : [`${release.root}/bin/${release.name ?? releaseName(name)}`, "start"];
}
