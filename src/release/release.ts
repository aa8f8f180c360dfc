import { envNames } from "../spec/env-names.ts";
import { type CompleteProcess, isClustered, processes } from "../spec/processes.ts";
import type { PhoenixRelease, Spec } from "../spec/schema.ts";
import { type Account, account } from "./account.ts";
import { type Cluster, cluster } from "./cluster.ts";
import { type Cron, crons } from "./cron.ts";
import type { Budget } from "./database.ts";
import { askedPorts, type Edge, edge } from "./edge.ts";
import { fileContents, needsGroup } from "./files.ts";
import { type Guests, oneOffGuests } from "./guests.ts";
import type { Job } from "./job.ts";
import { type Monitor, monitors } from "./metrics.ts";
import { comesInWaves, migration } from "./migrations.ts";
import { configMapName, filesName } from "./names.ts";
import { network, type Opening } from "./network.ts";
import { type Process, process } from "./process.ts";
import { type Security, volumeGroup } from "./security.ts";
import { seed } from "./seed.ts";
import { type Settings, settings } from "./settings.ts";
import type { Claim } from "./volumes.ts";

interface Data {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
}

/** A PhoenixRelease in which everything is decided. Undefined means: this release has no such thing. */
export interface Release {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly pullPolicy: Spec["imagePullPolicy"];
  readonly pullSecrets: readonly string[];
  readonly account: Account;
  readonly settings: Data | undefined;
  /** Contents of files. */
  readonly files: Data | undefined;
  /** What the spec says exists in the cluster. */
  readonly outside: { readonly configMaps: readonly string[]; readonly claims: readonly string[] };
  readonly secretName: string;
  /** Variable and key that sign sessions. */
  readonly secretKeyBase: string;
  readonly cluster: Cluster | undefined;
  readonly processes: readonly Process[];
  readonly claims: readonly Claim[];
  readonly jobs: readonly Job[];
  readonly crons: readonly Cron[];
  /** What pods of Jobs and CronJobs have in common. */
  readonly oneOffs: { readonly pod: Spec["pod"]; readonly guests: Guests; readonly security: Security; readonly volumeGroup: number | undefined };
  readonly edge: Edge | undefined;
  readonly network: readonly Opening[] | undefined;
  readonly monitors: readonly Monitor[];
  /** Whether Argo CD brings what needs the database one wave after the migration. */
  readonly comesInWaves: boolean;
  readonly budget: Budget;
}

export function release({ metadata, spec }: PhoenixRelease): Release {
  const { name } = metadata;
  const shared = settings(name, spec);
  const complete = processes(spec);
  const clustered = complete.some((own) => isClustered(own, spec)) ? cluster(name, spec) : undefined;
  const runsAs = account(name, spec, clustered);
  const way = edge(name, spec, complete);
  const decided = complete.map((own) => process(own, { name, spec, settings: shared, cluster: clustered, account: runsAs }));
  return {
    name,
    namespace: metadata.namespace,
    pullPolicy: spec.imagePullPolicy,
    pullSecrets: Object.keys(spec.imagePullSecrets).sort(),
    account: runsAs,
    settings: data(configMapName(name), shared.shared),
    files: data(filesName(name), contents(name, shared, complete)),
    outside: {
      configMaps: [spec, ...complete].flatMap(({ envFrom, files }) =>
        [...Object.values(envFrom), ...Object.values(files)].flatMap(({ configMap }) => configMap ?? []),
      ),
      claims: complete.flatMap(({ storage }) => Object.values(storage).flatMap(({ existingClaim }) => existingClaim ?? [])),
    },
    secretName: shared.secretName,
    secretKeyBase: envNames(spec).secretKeyBase,
    cluster: clustered,
    processes: decided,
    claims: decided.flatMap(({ claims }) => claims),
    jobs: [migration(name, spec, shared), seed(name, spec, shared)].filter((job) => job !== undefined),
    crons: crons(name, spec, shared),
    oneOffs: {
      pod: spec.pod,
      guests: oneOffGuests(spec.pod, spec),
      security: shared.security,
      volumeGroup: volumeGroup(shared.security, needsGroup(shared.mounts)),
    },
    edge: way,
    network: network(spec, complete, askedPorts(way)),
    monitors: monitors(decided),
    comesInWaves: comesInWaves(spec),
    budget: { database: spec.database, poolVariable: envNames(spec).poolSize },
  };
}

const data = (name: string, data: Readonly<Record<string, string>>): Data | undefined => (Object.keys(data).length > 0 ? { name, data } : undefined);

function contents(name: string, { files }: Settings, processes: readonly CompleteProcess[]): Record<string, string> {
  const all = {
    ...fileContents({ release: name, shared: files }, files),
    ...Object.assign({}, ...processes.map((process) => fileContents({ release: name, shared: files, process: process.name }, process.files))),
  };
  return Object.fromEntries(Object.entries<string>(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}
