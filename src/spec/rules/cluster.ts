import type { Problem } from "../../source/problem.ts";
import { envNames } from "../env-names.ts";
import { nodeHost } from "../node-host.ts";
import { type CompleteProcess, isClustered } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const clusterRules: Rule = ({ spec }, processes) => {
  const nodes = processes.filter((process) => isClustered(process, spec));
  if (nodes.length === 0) return [];
  return [
    ...cookieless(spec),
    ...nameless(spec),
    ...hostnames(spec, nodes),
    ...isolated(spec, nodes),
    ...discovery(spec),
    ...epmdLess(spec),
    ...flags(spec, nodes),
  ];
};

function cookieless(spec: Spec): Problem[] {
  if (envNames(spec).cookie !== "") return [];
  return [
    {
      code: "PHX230",
      path: ["spec", "release", "envNames", "cookie"],
      message: "the cluster has no cookie: the one in the image changes with each build, so that old and new pods would refuse each other",
      help: "name the variable that the image reads the cookie from, or set cluster.enabled to false",
    },
  ];
}

/** The node name and the query are put together from variables of the pod. */
function nameless(spec: Spec): Problem[] {
  const names = envNames(spec);
  const { discovery } = spec.cluster;
  const byHostname = nodeHost(spec) === "hostname";
  const asksDns = (discovery === "dns" || discovery === "libcluster-dns") && names.clusterQuery !== "";
  const needed: readonly (readonly [field: "podIp" | "podName" | "namespace", needed: boolean])[] = [
    ["podIp", names.node !== "" && !byHostname],
    ["podName", names.node !== "" && byHostname],
    ["namespace", asksDns || (names.node !== "" && byHostname)],
  ];
  return needed
    .filter(([field, isNeeded]) => isNeeded && names[field] === "")
    .map(([field]) => ({
      code: "PHX231",
      path: ["spec", "release", "envNames", field],
      message: `spec.release.envNames.${field} is empty, but the node name or the query is made from it`,
      help: "give it any name; the image need not read it",
    }));
}

/** Pods of a Deployment have no DNS name. */
function hostnames(spec: Spec, nodes: readonly CompleteProcess[]): Problem[] {
  if (nodeHost(spec) !== "hostname") return [];
  return nodes
    .filter(({ stateful }) => !stateful)
    .map(({ name }) => ({
      code: "PHX232",
      path: ["spec", "cluster", spec.cluster.nodeHost === undefined ? "discovery" : "nodeHost"],
      message: `the nodes are called by their hostnames, and pods of ${name}, a Deployment, have none that DNS knows`,
      help: `set processes.${name}.stateful to true, or its cluster.enabled to false, or ${spec.cluster.nodeHost === undefined ? "take discovery dns" : "cluster.nodeHost to ip"}`,
    }));
}

function isolated(spec: Spec, nodes: readonly CompleteProcess[]): Problem[] {
  const { isolateVersions, discovery } = spec.cluster;
  if (!isolateVersions) return [];
  const path = ["spec", "cluster", "isolateVersions"];
  const reason =
    nodes.length > 1
      ? `${nodes.map(({ name }) => name).join(" and ")} are workloads of their own with hashes of their own: they would never meet`
      : discovery !== "dns"
        ? `with discovery ${discovery} nodes look for one fixed name, which no node would have`
        : envNames(spec).node === ""
          ? "the image makes its node name itself (envNames.node is empty)"
          : undefined;
  if (reason === undefined) return [];
  return [
    {
      code: "PHX233",
      path,
      message: `spec.cluster.isolateVersions cannot work here: ${reason}`,
      help: "delete it; keep messages between versions compatible, or give each version a cookie of its own",
    },
  ];
}

const LIBCLUSTER_DOMAIN = "cluster.local";

function discovery({ cluster: { discovery, nodeHost, domain, ipFamily, lookup, selector } }: Spec): Problem[] {
  if ((discovery === "dns" || discovery === "libcluster-dns") && nodeHost === "hostname") {
    return [
      {
        code: "PHX234",
        path: ["spec", "cluster", "nodeHost"],
        message: `with discovery ${discovery} nodes dial the addresses that DNS gives, and no node is called by its address: they would never meet`,
        help: "delete nodeHost, or take discovery libcluster-srv, which finds the names",
      },
    ];
  }
  if (discovery === "libcluster-srv" && domain !== LIBCLUSTER_DOMAIN) {
    return [
      {
        code: "PHX234",
        path: ["spec", "cluster", "domain"],
        message: `libcluster's Kubernetes.DNSSRV asks below ${LIBCLUSTER_DOMAIN} whatever the domain is: no node would be found below ${domain}`,
        help: "take discovery dns or libcluster-dns",
      },
    ];
  }
  if (discovery === "libcluster-dns" && ipFamily === "IPv6") {
    return [
      {
        code: "PHX234",
        path: ["spec", "cluster", "ipFamily"],
        message: "libcluster asks DNS for IPv4 addresses only: no node would be found over IPv6",
        help: "take discovery dns (dns_cluster), which asks for both",
      },
    ];
  }
  if (discovery !== "libcluster-kubernetes" && Object.keys(selector).length > 0) {
    return [
      {
        code: "PHX234",
        path: ["spec", "cluster", "selector"],
        message: `spec.cluster.selector is what libcluster-kubernetes looks for (lookup: ${lookup}), and the discovery is ${discovery}`,
        help: "delete it, or set discovery to libcluster-kubernetes",
      },
    ];
  }
  return [];
}

function epmdLess({ cluster: { epmd, distribution }, release }: Spec): Problem[] {
  if (epmd.enabled || !distribution.managed || release.tool !== "distillery") return [];
  return [
    {
      code: "PHX235",
      path: ["spec", "cluster", "epmd", "enabled"],
      message: "Distillery's remote_console cannot be told not to listen: without epmd it would fail with eaddrinuse",
      help: "set cluster.epmd.enabled to true, or cluster.distribution.managed to false where the image sets its port itself",
    },
  ];
}

/** Of these flags the VM takes the first, or, given twice, none. */
function flags(spec: Spec, nodes: readonly CompleteProcess[]): Problem[] {
  const { epmd, distribution, ipFamily } = spec.cluster;
  const ours = [...(distribution.managed && !epmd.enabled ? ["-start_epmd", "-erl_epmd_port"] : []), ...(distribution.managed ? ["inet_dist_listen_min"] : [])];
  return nodes.flatMap(({ name, beam }): Problem[] => {
    const path = spec.processes[name]?.beam?.flags === undefined ? ["spec", "beam", "flags"] : ["spec", "processes", name, "beam", "flags"];
    const twice = ours.find((flag) => beam.flags.includes(flag));
    const carrier = /-proto_dist\s+(\S+)/.exec(beam.flags)?.[1];
    if (twice !== undefined) {
      return [
        {
          code: "PHX236",
          path,
          message: `beam.flags has ${twice}, which cluster.epmd and cluster.distribution set: ${twice.startsWith("-") ? "the VM takes it, given twice, for not given" : "of two the VM takes the first, which is not yours"}`,
          help: "delete it and set cluster.distribution.min and max, or set cluster.distribution.managed to false and say it all",
        },
      ];
    }
    const repeated = ["-proto_dist", "-ssl_dist_optfile"].find((flag) => beam.flags.split(flag).length > 2);
    if (repeated !== undefined) {
      return [
        {
          code: "PHX236",
          path,
          message: `beam.flags has ${repeated} twice: the VM takes it for not given, and nodes talk in clear text without a word`,
          help: "keep one of them",
        },
      ];
    }
    if (ipFamily === "IPv6" && carrier !== undefined && !carrier.startsWith("inet6_")) {
      return [
        {
          code: "PHX236",
          path,
          message: `beam.flags has -proto_dist ${carrier}, which listens on IPv4, and cluster.ipFamily is IPv6: no node would reach another`,
          help: `write -proto_dist inet6_${carrier.replace(/^inet_/, "")}`,
        },
      ];
    }
    return [];
  });
}
