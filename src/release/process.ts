import { strategy } from "../spec/migrations.ts";
import { type CompleteProcess, holdsSqlite, isClustered, WEB } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";
import type { Account } from "./account.ts";
import { type Schedulers, schedulers } from "./beam.ts";
import { type Cluster, clusterFiles } from "./cluster.ts";
import { type Compute, compute, SERVER } from "./compute.ts";
import { type Drain, drain } from "./drain.ts";
import type { Bundle, Variable } from "./environment.ts";
import { fileMounts, needsGroup } from "./files.ts";
import { type Guests, guests } from "./guests.ts";
import { type Health, HTTP_PORT_NAME, health } from "./health.ts";
import { METRICS_PORT_NAME, type Metrics, metrics } from "./metrics.ts";
import { beforeStart, waitSeconds } from "./migrations.ts";
import { podsServiceName, workloadName } from "./names.ts";
import type { OneOff } from "./one-off.ts";
import { type NamedPort, namedPorts } from "./ports.ts";
import { foreignVariables, releaseVariables } from "./process-variables.ts";
import { type Rollout, rollout } from "./rollout.ts";
import { type Security, security, volumeGroup } from "./security.ts";
import { type ProcessService, service } from "./service.ts";
import { bundles, type Settings, settingsUnder, userBundles } from "./settings.ts";
import { claims, storageMounts } from "./storage.ts";
import { start } from "./tool.ts";
import { type Claim, type Mount, writableMounts } from "./volumes.ts";

export interface Autoscale {
  readonly min: number;
  readonly max: number;
  readonly cpuPercent: number;
}

/** One workload of the release. */
export interface Process {
  /** Also the name of the container. */
  readonly name: string;
  readonly kind: "Deployment" | "StatefulSet";
  readonly workload: string;
  /** Headless Service that gives the pods of a StatefulSet their names. */
  readonly podsService: { readonly name: string; readonly isOwn: boolean } | undefined;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly variables: readonly Variable[];
  readonly bundles: readonly Bundle[];
  readonly ports: readonly NamedPort[];
  readonly service: ProcessService | undefined;
  readonly clustered: boolean;
  /** Whether it runs the release, and so opens its database pools. */
  readonly isRelease: boolean;
  /** Undefined: an autoscaler decides. */
  readonly replicas: number | undefined;
  /** Never two pods at once. */
  readonly isSingleton: boolean;
  readonly holdsSqlite: boolean;
  readonly autoscale: Autoscale | undefined;
  readonly health: Health;
  readonly drain: Drain;
  readonly compute: Compute;
  readonly schedulers: Schedulers;
  readonly security: Security;
  /** Group that owns the volumes. */
  readonly volumeGroup: number | undefined;
  readonly mounts: readonly Mount[];
  readonly claims: readonly Claim[];
  readonly rollout: Rollout;
  /** Pods that a node drain may take at a time; undefined: there is only one, and nothing to protect. */
  readonly maxUnavailable: number | undefined;
  readonly spread: boolean;
  readonly metrics: Metrics | undefined;
  /** What each pod does before the process starts. */
  readonly initContainers: readonly OneOff[];
  readonly guests: Guests;
  readonly token: boolean;
  readonly pod: Spec["pod"];
}

interface Surroundings {
  readonly name: string;
  readonly spec: Spec;
  readonly settings: Settings;
  readonly cluster: Cluster | undefined;
  readonly account: Account;
}

export function process(own: CompleteProcess, { name, spec, settings, cluster, account }: Surroundings): Process {
  const joined = isClustered(own, spec) ? cluster : undefined;
  const secured = security(own.security);
  const probes = health(own, own.isRelease && strategy(spec) === "boot" ? spec.migrations.timeoutSeconds : undefined);
  const autoscale = own.autoscale.enabled ? own.autoscale : undefined;
  const needs = compute(own.resources, SERVER);
  const scraped = metrics(own);
  const rolling = rollout(own, spec.database, probes, own.isRelease ? waitSeconds(spec) : 0);
  const mounts = [
    ...writableMounts(secured.readOnlyRoot, own.writablePaths),
    ...fileMounts({ release: name, shared: settings.files, process: own.name }, { ...own.files, ...(joined && clusterFiles(spec)) }),
    ...storageMounts(name, own),
  ];
  const ports = namedPorts(own.ports);
  return {
    name: own.name,
    kind: own.stateful ? "StatefulSet" : "Deployment",
    workload: workloadName(name, own.name),
    podsService: own.stateful
      ? joined
        ? { name: joined.service, isOwn: false }
        : { name: podsServiceName(workloadName(name, own.name)), isOwn: true }
      : undefined,
    image: own.image ?? spec.image,
    command: own.command,
    args: own.args.length > 0 || own.command.length > 0 || own.image !== undefined || own.name === WEB ? own.args : start(name, spec),
    variables: own.isRelease
      ? releaseVariables(own, secured, joined !== undefined, { name, spec, settings })
      : foreignVariables(own, secured, { spec, settings }),
    bundles: own.isRelease ? bundles(name, own.envFrom, settings.secretName, settings.shared) : userBundles(own.envFrom),
    ports: [
      ...(own.http.enabled ? [{ name: HTTP_PORT_NAME, port: own.http.port, protocol: "TCP" } as const] : []),
      ...ports.map(({ name, port, protocol }) => ({ name, port, protocol })),
      ...(scraped?.ownPort ? [{ name: METRICS_PORT_NAME, port: scraped.port, protocol: "TCP" } as const] : []),
      ...(joined ? [joined.entry, ...joined.extraPorts] : []),
    ],
    service: service(workloadName(name, own.name), own, scraped),
    clustered: joined !== undefined,
    isRelease: own.isRelease,
    replicas: autoscale ? undefined : own.replicas,
    isSingleton: own.singleton,
    holdsSqlite: holdsSqlite(own, spec.database),
    autoscale,
    health: probes,
    drain: drain(own, spec.kubernetesVersion),
    compute: needs,
    schedulers: schedulers(own.beam, needs),
    security: secured,
    volumeGroup: volumeGroup(secured, Object.keys(own.storage).length > 0 || needsGroup(mounts)),
    mounts,
    claims: claims(name, own),
    rollout: rolling,
    maxUnavailable: own.singleton ? undefined : own.availability.maxUnavailable,
    spread: own.availability.spread === "soft",
    metrics: scraped,
    initContainers: own.isRelease ? beforeStart(name, spec, settingsUnder(secured, settings, spec)) : [],
    guests: guests(own.pod, spec),
    token: joined ? account.token.clustered : account.token.servers,
    pod: own.pod,
  };
}
