import type { Path } from "../source/problem.ts";
import type { EnvNames } from "./env-names.ts";
import type { Spec } from "./schema.ts";

// Names of environment variables that a user's own settings may meet.

/** What Kubernetes, or the node name, is made from; another value breaks it. */
export function isReserved(name: string, { podName, namespace, podIp, nodeName }: EnvNames): boolean {
  return ["HOSTNAME", "CLUSTER_SERVICE", "POD_TEMPLATE_HASH", podName, namespace, podIp, nodeName].includes(name) || name.startsWith("KUBERNETES_");
}

interface Owner {
  readonly field: string;
  readonly part: "always" | "http" | "database" | "cluster";
}

/** Variables that a field decides together with Kubernetes objects, so that both stay the same. */
export function ownerOf(name: string, names: EnvNames, { database }: Spec): Owner | undefined {
  const parts = Object.values(database.parts?.env ?? {}).map((variable) => [variable, { field: "database.parts", part: "database" }] as const);
  const owners: Readonly<Record<string, Owner>> = {
    [names.port]: { field: "http.port", part: "http" },
    [names.server]: { field: "http.enabled", part: "always" },
    [names.databaseUrl]: { field: "database.url", part: "database" },
    [names.poolSize]: { field: "database.pool", part: "database" },
    [names.cookie]: { field: "cluster.cookie", part: "cluster" },
    [names.distribution]: { field: "cluster.enabled", part: "cluster" },
    [names.node]: { field: "cluster.basename", part: "cluster" },
    [names.clusterQuery]: { field: "cluster.discovery", part: "cluster" },
    ...Object.fromEntries(parts),
    ERL_ZFLAGS: { field: "beam.flags", part: "always" },
    ERL_AFLAGS: { field: "cluster.distribution", part: "cluster" },
    ERL_EPMD_PORT: { field: "cluster.epmd.port", part: "cluster" },
  };
  return name !== "" && Object.hasOwn(owners, name) ? owners[name] : undefined;
}

const secretWords =
  /(^|_)(SECRET(_KEY)?(_BASE)?|PASS|PWD|PAT|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIALS?|COOKIE|SALT|DSN|APIKEY|(API|ACCESS|AUTH|ENCRYPTION|LICENSE|MASTER|PRIVATE|SIGNING)_KEY)$/;
/** $(PASSWORD) in its place is a reference, not the password. */
const credentialsInUrl = /^[a-z][-+.a-z0-9]*:\/\/[^/\s:@]*:(?!\$\([^)]*\)@)[^/\s@]+@/i;

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

/** Plain settings of work that is done once or by the clock, and where they stand. */
export const oneOffEnvs = ({ migrations, seed, cron }: Spec): { readonly path: Path; readonly env: Readonly<Record<string, string>> }[] => [
  { path: ["spec", "migrations", "env"], env: migrations.env },
  { path: ["spec", "seed", "env"], env: seed.env },
  ...Object.entries(cron).map(([name, { env }]) => ({ path: ["spec", "cron", name, "env"], env })),
];
