import type { Spec } from "./schema.ts";

/** What the image calls each variable that we set; empty: not set. */
export type EnvNames = Readonly<Record<keyof Spec["release"]["envNames"], string>>;

const mix: EnvNames = {
  port: "PORT",
  host: "PHX_HOST",
  server: "PHX_SERVER",
  secretKeyBase: "SECRET_KEY_BASE",
  databaseUrl: "DATABASE_URL",
  poolSize: "POOL_SIZE",
  ipv6: "ECTO_IPV6",
  node: "RELEASE_NODE",
  cookie: "RELEASE_COOKIE",
  distribution: "RELEASE_DISTRIBUTION",
  clusterQuery: "DNS_CLUSTER_QUERY",
  podIp: "POD_IP",
  podName: "POD_NAME",
  namespace: "POD_NAMESPACE",
  nodeName: "",
  metricsPort: "",
  tmp: "RELEASE_TMP",
};

/** Distillery's script reads NAME and COOKIE itself, for remote_console and the like; its vm.args can use them too. It has no name for the kind of distribution. */
const distillery: EnvNames = { ...mix, node: "NAME", cookie: "COOKIE", distribution: "", tmp: "RELEASE_MUTABLE_DIR" };

/** A DNS name is nothing that the other ways of discovery could use, and dns_cluster would ask for whatever it is given. */
const asksDns: readonly Spec["cluster"]["discovery"][] = ["dns", "libcluster-dns"];

export const envNames = ({ release: { tool, envNames }, cluster: { discovery } }: Spec): EnvNames => ({
  ...(tool === "distillery" ? distillery : mix),
  ...(!asksDns.includes(discovery) && { clusterQuery: "" }),
  ...envNames,
});
