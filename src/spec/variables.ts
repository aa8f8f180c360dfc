// Names of environment variables that a user's own settings may meet.

/** What Kubernetes, or the node name, is made from; another value breaks it. */
const reserved = new Set(["HOSTNAME", "POD_NAME", "POD_NAMESPACE", "POD_IP", "CLUSTER_SERVICE"]);

export const isReserved = (name: string): boolean => reserved.has(name) || name.startsWith("KUBERNETES_");

/** Variables that a field decides together with Kubernetes objects, so that both stay the same. */
export const fieldOf: Readonly<Record<string, { readonly field: string; readonly part: "always" | "http" | "database" | "cluster" }>> = {
  PORT: { field: "http.port", part: "http" },
  PHX_SERVER: { field: "http.enabled", part: "always" },
  ERL_ZFLAGS: { field: "beam.flags", part: "always" },
  DATABASE_URL: { field: "database.url", part: "database" },
  POOL_SIZE: { field: "database.pool", part: "database" },
  RELEASE_COOKIE: { field: "cluster.cookie", part: "cluster" },
  RELEASE_DISTRIBUTION: { field: "cluster.enabled", part: "cluster" },
  RELEASE_NODE: { field: "cluster.basename", part: "cluster" },
  DNS_CLUSTER_QUERY: { field: "cluster.discovery", part: "cluster" },
  ERL_EPMD_PORT: { field: "cluster.epmd.port", part: "cluster" },
};

const secretWords =
  /(^|_)(SECRET(_KEY)?(_BASE)?|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIALS?|COOKIE|SALT|DSN|APIKEY|(API|ACCESS|AUTH|ENCRYPTION|LICENSE|MASTER|PRIVATE|SIGNING)_KEY)$/;
const credentialsInUrl = /^[a-z][-+.a-z0-9]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/** Whether a plain setting is probably a secret: by the end of its name, or a password inside a URL. */
export function looksSecret(name: string, value: string): boolean {
  return credentialsInUrl.test(value) || secretWords.test(name.toUpperCase());
}

/** Whether Kubernetes would expand something in the value; a ConfigMap does not expand. */
export const expands = (value: string): boolean => value.includes("$(");

/** Names of variables that a value uses: $(NAME), but not the escaped $$(NAME). */
export function uses(value: string): string[] {
  return [...value.matchAll(/\$\$|\$\(([^)]*)\)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
