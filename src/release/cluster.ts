import type { Spec } from "../spec/schema.ts";
import type { Variable } from "./environment.ts";
import { clusterServiceName, releaseName } from "./names.ts";

/** Erlang distribution between the pods of a release. */
export interface Cluster {
  /** Name of the headless Service. */
  readonly service: string;
  readonly epmdPort: number;
  readonly distribution: { readonly min: number; readonly max: number };
  /** What a clustered container needs to know, in an order in which nothing is used before it is defined. */
  readonly variables: readonly Variable[];
  readonly query: readonly Variable[];
  /** Parameters of the kernel application. */
  readonly kernelFlags: readonly string[];
}

/** Pod annotation that holds the name of the headless Service. */
export const CLUSTER_SERVICE_ANNOTATION = "phoenix-release.dev/cluster-service";
const CLUSTER_SERVICE = "CLUSTER_SERVICE";
const EPMD_PORT = 4369;

export function cluster(name: string, spec: Spec, secretName: string): Cluster | undefined {
  if (!spec.cluster.enabled) return undefined;
  const { basename = spec.release.name ?? releaseName(name), cookie, epmd, distribution, domain } = spec.cluster;
  return {
    service: clusterServiceName(name),
    epmdPort: epmd.port,
    distribution,
    variables: [
      { name: "RELEASE_DISTRIBUTION", value: "name" },
      { name: "RELEASE_NODE", value: `${basename}@$(POD_IP)` },
      { name: "RELEASE_COOKIE", secret: { secretName: cookie.secretName ?? secretName, key: cookie.key, optional: false } },
      ...(epmd.port === EPMD_PORT ? [] : [{ name: "ERL_EPMD_PORT", value: String(epmd.port) }]),
    ],
    // Kustomize renames the Service and, through a name reference, the annotation; it cannot rename a part of an env value.
    // So the name reaches the node by way of the annotation, and a prefix or suffix leaves the cluster whole.
    query: [{ name: "DNS_CLUSTER_QUERY", value: `$(${CLUSTER_SERVICE}).$(POD_NAMESPACE).svc.${domain}` }],
    kernelFlags: [`-kernel inet_dist_listen_min ${distribution.min} inet_dist_listen_max ${distribution.max}`],
  };
}

export const clusterService: Variable = { name: CLUSTER_SERVICE, field: `metadata.annotations['${CLUSTER_SERVICE_ANNOTATION}']` };
