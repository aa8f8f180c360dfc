import type { Spec } from "../spec/schema.ts";
import { type Bundle, split, userVariables, type Variable } from "./environment.ts";
import { configMapName, secretsName } from "./names.ts";
import { type Security, security } from "./security.ts";
import { type Volume, volumes } from "./volumes.ts";

/** What all containers of the release share unless a process says otherwise. */
export interface Settings {
  readonly secretName: string;
  /** Data of the ConfigMap; empty: there is none. */
  readonly shared: Readonly<Record<string, string>>;
  /** The user's settings that a ConfigMap cannot hold. */
  readonly inline: Readonly<Record<string, string>>;
  readonly variables: readonly Variable[];
  readonly bundles: readonly Bundle[];
  readonly host: readonly Variable[];
  readonly security: Security;
  readonly volumes: readonly Volume[];
}

export function settings(name: string, spec: Spec): Settings {
  const secretName = spec.secretName ?? secretsName(name);
  const { shared, inline } = split(spec.env);
  const secured = security(spec.security);
  return {
    secretName,
    shared,
    inline,
    variables: userVariables(spec.secretEnv, inline, secretName),
    bundles: bundles(name, spec.envFrom, secretName, shared),
    host: spec.host === undefined ? [] : [{ name: "PHX_HOST", value: spec.host }],
    security: secured,
    volumes: volumes(secured.readOnlyRoot, spec.writablePaths),
  };
}

/** The ConfigMap, then the Secret, then the user's by name: later ones win in Kubernetes. */
export function bundles(name: string, envFrom: Spec["envFrom"], secretName: string, shared: Settings["shared"]): Bundle[] {
  const own: Bundle[] = Object.keys(shared).length > 0 ? [{ kind: "ConfigMap", name: configMapName(name), prefix: "", optional: false }] : [];
  const users = Object.keys(envFrom)
    .sort()
    .map((key): Bundle => {
      const { configMap, secret, prefix = "", optional } = envFrom[key] as Spec["envFrom"][string];
      return configMap === undefined ? { kind: "Secret", name: secret as string, prefix, optional } : { kind: "ConfigMap", name: configMap, prefix, optional };
    });
  return [...own, { kind: "Secret", name: secretName, prefix: "", optional: false }, ...users];
}

/** runtime.exs raises without it, whatever the command. By name, so that the kubelet says so when the key is missing. */
export const secretKeyBase = (secretName: string): Variable => ({ name: "SECRET_KEY_BASE", secret: { secretName, key: "SECRET_KEY_BASE", optional: false } });
