import type { Spec } from "../spec/schema.ts";
import type { Cluster } from "./cluster.ts";

/** What the pods may do with the API. */
interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly verbs: readonly string[];
}

export interface Account {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly rules: readonly AccessRule[];
  /** Whether each kind of pod gets a token; it is not mounted where nothing needs it. */
  readonly token: { readonly servers: boolean; readonly clustered: boolean; readonly cron: boolean; readonly jobs: boolean };
}

export function account(name: string, { serviceAccount }: Spec, cluster: Cluster | undefined): Account {
  const { annotations, rules, token } = serviceAccount;
  const own = Object.keys(rules)
    .sort()
    .map((rule): AccessRule => {
      const { apiGroups = [""], resources, resourceNames = [], verbs } = rules[rule] as (typeof rules)[string];
      return { apiGroups, resources, resourceNames, verbs };
    });
  // One GET of the collection is all that libcluster does.
  const discovery: AccessRule[] = cluster?.reads ? [{ apiGroups: [""], resources: [cluster.reads], resourceNames: [], verbs: ["list"] }] : [];
  const servers = token ?? own.length > 0;
  return {
    name: serviceAccount.name ?? name,
    annotations,
    rules: [...own, ...discovery],
    token: { servers, clustered: token ?? (servers || discovery.length > 0), cron: servers, jobs: token ?? false },
  };
}
