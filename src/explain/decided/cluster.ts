import { envNames } from "../../spec/env-names.ts";
import { assigned, type Decision, listed, variablesNamed } from "../decision.ts";

export const cluster: readonly Decision[] = [
  {
    fields: ["cluster"],
    tell: ({ release: { cluster, processes } }) => {
      if (!cluster) return [{ what: "Erlang cluster", value: "none", why: "cluster.enabled is false, or no process takes part" }];
      const { service, ipFamily, entry, distribution, extraPorts, reads, selector } = cluster;
      return [
        { what: "processes in the Erlang cluster", value: listed(processes.filter(({ clustered }) => clustered).map(({ name }) => name)) },
        { what: "headless Service, which answers with the addresses of the pods", value: service },
        { what: "port that other nodes ask first", value: `${entry.name} ${entry.port}` },
        {
          what: "distribution ports",
          value: `${distribution.min} to ${distribution.max}`,
          why: "remote and rpc start a node of their own in the pod; without epmd there is only the first",
        },
        { what: "further ports between nodes", value: listed(extraPorts.map(({ name, port, protocol }) => `${name} ${port}/${protocol}`)) },
        ...(ipFamily === undefined ? [] : [{ what: "IP family of the headless Service", value: ipFamily }]),
        ...(reads === undefined ? [] : [{ what: "what nodes may read through the API", value: reads }]),
        ...(Object.keys(selector).length === 0 ? [] : [{ what: "labels by which they look for each other", value: assigned(selector) }]),
      ];
    },
  },
  {
    fields: ["cluster", "release.name", "release.envNames"],
    tell: ({ release, spec }) => {
      const names = envNames(spec);
      return variablesNamed(release, [
        names.distribution,
        names.node,
        names.cookie,
        names.clusterQuery,
        "CLUSTER_SERVICE",
        "ERL_EPMD_PORT",
        "RELEASE_REMOTE_VM_ARGS",
      ]);
    },
  },
];
