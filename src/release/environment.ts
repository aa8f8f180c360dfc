import type { EnvNames } from "../spec/env-names.ts";
import { inOrderOfUse } from "../spec/graph.ts";
import { expands, uses } from "../spec/variables.ts";

/** One key of a Secret. */
interface SecretKey {
  readonly secretName: string;
  readonly key: string;
  readonly optional: boolean;
}

/** One environment variable of a container. */
export type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secret: SecretKey }
  | { readonly name: string; readonly field: string };

/** A ConfigMap or Secret whose keys all become variables. */
export interface Bundle {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly prefix: string;
  readonly optional: boolean;
}

type Values = Readonly<Record<string, string>>;

/** What the pod tells about itself. */
export const podVariables = ({ podName, namespace, podIp, nodeName }: EnvNames): Variable[] =>
  (
    [
      [podName, "metadata.name"],
      [namespace, "metadata.namespace"],
      [podIp, "status.podIP"],
      [nodeName, "spec.nodeName"],
    ] as const
  )
    .filter(([name]) => name !== "")
    .map(([name, field]) => ({ name, field }));

/** A variable, unless the image has no name for it. */
export const setting = (name: string, value: string): Variable[] => (name === "" ? [] : [{ name, value }]);

export const secretSetting = (name: string, secretName: string, key: string): Variable[] =>
  name === "" ? [] : [{ name, secret: { secretName, key, optional: false } }];

/**
 * The variables of a container: ours, downward API before all, then the user's. A variable that the user sets takes the place of ours.
 * Kubernetes expands $(X) only from entries above, so each stands after those it uses, whoever has written them.
 */
export function environment(ours: readonly Variable[], user: readonly Variable[], shared: Values): Variable[] {
  const taken = new Set([...user.map(({ name }) => name), ...Object.keys(shared)]);
  const variables = [...ours.filter(({ name }) => !taken.has(name)), ...user];
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  return inOrderOfUse(variables, (variable) => ("value" in variable ? uses(variable.value).flatMap((name) => byName.get(name) ?? []) : []));
}

type Secrets = Readonly<Record<string, { secretName?: string; key?: string; optional: boolean }>>;

/** The user's own variables: secrets first, then plain values. What is nearer to the container wins. */
export function userVariables(secretEnv: Secrets, inherited: Values, own: Values, secretName: string): Variable[] {
  const secrets = Object.keys(secretEnv)
    .sort()
    .filter((name) => !Object.hasOwn(own, name))
    .map((name): Variable => {
      const { secretName: other, key, optional } = secretEnv[name] as Secrets[string];
      return { name, secret: { secretName: other ?? secretName, key: key ?? name, optional } };
    });
  const values = { ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !Object.hasOwn(secretEnv, name))), ...own };
  const plain = Object.keys(values)
    .sort()
    .map((name): Variable => ({ name, value: literal(values[name] as string) }));
  return [...secrets, ...plain];
}

/** Values that the ConfigMap can hold, and those that must stand in the container. */
export function split(values: Values): { readonly shared: Values; readonly inline: Values } {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    shared: Object.fromEntries(entries.filter(([, value]) => !expands(value))),
    inline: Object.fromEntries(entries.filter(([, value]) => expands(value))),
  };
}

/** In a container Kubernetes reads $$ as $, in a ConfigMap it does not: the same value must mean the same in both. */
const literal = (value: string): string => (expands(value) ? value : value.replaceAll("$$", () => "$$$$"));

/** A value made of what this container does not have, such as the port of a server, would stay the text $(PORT): it is left out. */
export function expandable(variables: readonly Variable[], { port, server, metricsPort, clusterQuery, node }: EnvNames): Variable[] {
  const known = new Set(variables.map(({ name }) => name));
  const missing = new Set([port, server, metricsPort, clusterQuery, node, "CLUSTER_SERVICE"].filter((name) => name !== "" && !known.has(name)));
  const kept: Variable[] = [];
  for (const variable of variables) {
    if ("value" in variable && uses(variable.value).some((used) => missing.has(used))) missing.add(variable.name);
    else kept.push(variable);
  }
  return kept;
}
