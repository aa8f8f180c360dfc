import { processes } from "../spec/processes.ts";
import type { PhoenixRelease, Spec } from "../spec/schema.ts";
import { type Account, account } from "./account.ts";
import { type Cluster, cluster } from "./cluster.ts";
import { type Edge, edge } from "./edge.ts";
import { initContainers, type Migration, migration } from "./migrations.ts";
import { configMapName } from "./names.ts";
import { type Network, network } from "./network.ts";
import type { OneOff } from "./one-off.ts";
import { type Process, process } from "./process.ts";
import { settings } from "./settings.ts";

/** A PhoenixRelease in which everything is decided. Undefined means: this release has no such thing. */
export interface Release {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly pullPolicy: Spec["imagePullPolicy"];
  readonly pullSecrets: readonly string[];
  readonly account: Account;
  readonly settings: { readonly name: string; readonly data: Readonly<Record<string, string>> } | undefined;
  /** ConfigMaps that the spec says exist in the cluster. */
  readonly outsideConfigMaps: readonly string[];
  readonly cluster: Cluster | undefined;
  readonly processes: readonly Process[];
  /** What each pod of each process does before it starts. */
  readonly initContainers: readonly OneOff[];
  readonly migration: Migration | undefined;
  readonly edge: Edge | undefined;
  readonly network: Network | undefined;
}

/** Names of everything that is generated. */
export const ownNames = ({ name, account, settings, cluster, processes, migration }: Release): ReadonlySet<string> =>
  new Set(
    [name, account.name, settings?.name, cluster?.service, migration?.name, ...processes.map(({ workload }) => workload)].filter((one) => one !== undefined),
  );

export function release({ metadata, spec }: PhoenixRelease): Release {
  const { name } = metadata;
  const shared = settings(name, spec);
  const clustered = cluster(name, spec, shared.secretName);
  const complete = processes(spec);
  return {
    name,
    namespace: metadata.namespace,
    pullPolicy: spec.imagePullPolicy,
    pullSecrets: Object.keys(spec.imagePullSecrets).sort(),
    account: account(name, spec),
    settings: Object.keys(shared.shared).length > 0 ? { name: configMapName(name), data: shared.shared } : undefined,
    outsideConfigMaps: [spec, ...complete].flatMap(({ envFrom }) => Object.values(envFrom).flatMap(({ configMap }) => configMap ?? [])),
    cluster: clustered,
    processes: complete.map((own) => process(own, { name, spec, settings: shared, cluster: clustered })),
    initContainers: initContainers(name, spec, shared),
    migration: migration(name, spec, shared),
    edge: edge(name, spec, complete),
    network: network(spec, complete),
  };
}
