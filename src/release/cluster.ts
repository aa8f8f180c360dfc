import type { EnvNames } from "../spec/env-names.ts";
import { nodeHost } from "../spec/node-host.ts";
import type { CompleteProcess } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";
import { secretSetting, setting, type Variable } from "./environment.ts";
import { clusterLabel } from "./labels.ts";
import { clusterServiceName, releaseName } from "./names.ts";
import { type NamedPort, namedPorts } from "./ports.ts";

/** Erlang distribution between the pods of a release. */
export interface Cluster {
  /** Name of the headless Service. */
  readonly service: string;
  readonly ipFamily: "IPv4" | "IPv6" | undefined;
  /** Where other nodes knock first: epmd, or the distribution port itself. SRV records need a port with a name. */
  readonly entry: NamedPort;
  /** What nodes listen on for each other, both ends included. */
  readonly distribution: { readonly min: number; readonly max: number };
  readonly extraPorts: readonly NamedPort[];
  /** What the nodes read through the API to find each other. */
  readonly reads: "endpoints" | "pods" | undefined;
  /** By which they look, beside our own label. */
  readonly selector: Readonly<Record<string, string>>;
}

/** Pod annotation that holds the name of the headless Service. */
export const CLUSTER_SERVICE_ANNOTATION = "phoenix-release.dev/cluster-service";
const CLUSTER_SERVICE = "CLUSTER_SERVICE";
const VERSION = "POD_TEMPLATE_HASH";
const EPMD_PORT = 4369;

export function cluster(name: string, { cluster }: Spec): Cluster | undefined {
  if (!cluster.enabled) return undefined;
  const { epmd, distribution, ipFamily, discovery, lookup, selector, extraPorts } = cluster;
  return {
    service: clusterServiceName(name),
    ipFamily,
    entry: epmd.enabled ? { name: "epmd", port: epmd.port, protocol: "TCP" } : { name: "distribution", port: distribution.min, protocol: "TCP" },
    distribution: listensOnce(cluster) ? { min: distribution.min, max: distribution.min } : { min: distribution.min, max: distribution.max },
    extraPorts: namedPorts(extraPorts),
    reads: discovery === "libcluster-kubernetes" ? lookup : undefined,
    selector,
  };
}

/** Without epmd each node is where the others expect it. */
const listensOnce = ({ epmd, distribution }: Spec["cluster"]): boolean => !epmd.enabled && distribution.managed;

/**
 * Flags of distribution; undefined: nothing to say. They take the place of what the image has in ERL_AFLAGS: Fly's template puts inet6_tcp
 * there, and a carrier that is given twice counts as none.
 * @param userFlags whose carrier, for example inet6_tls, is the one that counts
 */
export function distributionFlags({ epmd, distribution: { managed, min, max }, ipFamily }: Spec["cluster"], userFlags: string): string[] | undefined {
  const ports = epmd.enabled ? `-kernel inet_dist_listen_min ${min} inet_dist_listen_max ${max}` : `-start_epmd false -erl_epmd_port ${min}`;
  const carrier = ipFamily === "IPv6" && !userFlags.includes("-proto_dist ") ? ["-proto_dist inet6_tcp"] : [];
  const flags = [...(managed ? [ports] : []), ...carrier];
  return flags.length > 0 || ipFamily !== undefined ? flags : undefined;
}

const clusterService: Variable = { name: CLUSTER_SERVICE, field: `metadata.annotations['${CLUSTER_SERVICE_ANNOTATION}']` };

/** Where remote and rpc, which start a node of their own, are told not to listen: the one port is taken. */
const REMOTE_ARGS = "/etc/phoenix-release/remote.vm.args";
export const clusterFiles = ({ cluster }: Spec): Spec["files"] =>
  cluster.enabled && listensOnce(cluster) ? { [REMOTE_ARGS]: { content: "-dist_listen false\n" } } : {};

/** What a node needs to know about itself, in an order in which nothing is used before it is defined. */
export function nodeVariables(name: string, spec: Spec, { stateful }: CompleteProcess, secretName: string, names: EnvNames): Variable[] {
  const { epmd, isolateVersions, domain } = spec.cluster;
  const host = nodeHost(spec) === "ip" ? `$(${names.podIp})` : `$(${names.podName}).${serviceHost(names, domain)}`;
  // Each ReplicaSet and each revision of a StatefulSet has a hash of its own, and its pods a label with it.
  const version: Variable = { name: VERSION, field: `metadata.labels['${stateful ? "controller-revision-hash" : "pod-template-hash"}']` };
  return [
    clusterService,
    ...(isolateVersions ? [version] : []),
    ...setting(names.distribution, "name"),
    ...setting(names.node, `${basename(name, spec)}${isolateVersions ? `-$(${VERSION})` : ""}@${host}`),
    ...cookie(spec, secretName, names),
    ...(epmd.enabled && epmd.port !== EPMD_PORT ? setting("ERL_EPMD_PORT", String(epmd.port)) : []),
    ...(listensOnce(spec.cluster) ? setting("RELEASE_REMOTE_VM_ARGS", REMOTE_ARGS) : []),
  ];
}

/** Distillery fills its vm.args from variables: name and cookie must have a value also where nobody joins. */
export function lonelyVariables(name: string, spec: Spec, secretName: string, names: EnvNames): Variable[] {
  if (spec.release.tool !== "distillery") return [];
  return [...setting(names.node, `${basename(name, spec)}@127.0.0.1`), ...cookie(spec, secretName, names)];
}

function cookie({ cluster }: Spec, secretName: string, names: EnvNames): Variable[] {
  return secretSetting(names.cookie, cluster.cookie.secretName ?? secretName, cluster.cookie.key ?? names.cookie);
}

const basename = (name: string, { cluster, release }: Spec): string => cluster.basename ?? release.name ?? releaseName(name);

/** How the nodes find each other, in the words of the library that does it. */
export function queryVariables(name: string, { cluster: { discovery, domain, selector } }: Spec, names: EnvNames): Variable[] {
  // Kustomize renames the Service and, through a name reference, the annotation; it cannot rename a part of an env value.
  // So the name reaches the node by way of the annotation, and a prefix or suffix leaves the cluster whole.
  if (discovery === "dns" || discovery === "libcluster-dns") return setting(names.clusterQuery, serviceHost(names, domain));
  if (discovery === "libcluster-srv") return setting(names.clusterQuery, `$(${CLUSTER_SERVICE})`);
  if (discovery === "libcluster-kubernetes") return setting(names.clusterQuery, asText(selector) || clusterLabel(name));
  return [];
}

const asText = (labels: Readonly<Record<string, string>>): string =>
  Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`)
    .join(",");

const serviceHost = ({ namespace }: EnvNames, domain: string): string => `$(${CLUSTER_SERVICE}).$(${namespace}).svc.${domain}`;
