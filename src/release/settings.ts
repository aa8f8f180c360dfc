import { envNames } from "../spec/env-names.ts";
import type { Spec } from "../spec/schema.ts";
import { clusterFiles } from "./cluster.ts";
import { type Bundle, setting, split, type Variable } from "./environment.ts";
import { fileMounts } from "./files.ts";
import { configMapName, secretsName } from "./names.ts";
import { type Security, security } from "./security.ts";
import { type Mount, writableMounts } from "./volumes.ts";

/** What all containers of the release share unless a process says otherwise. */
export interface Settings {
  readonly secretName: string;
  /** Data of the ConfigMap; empty: there is none. */
  readonly shared: Readonly<Record<string, string>>;
  /** The user's settings that a ConfigMap cannot hold. */
  readonly inline: Readonly<Record<string, string>>;
  readonly bundles: readonly Bundle[];
  readonly host: readonly Variable[];
  readonly security: Security;
  /** Files that several processes have in common. */
  readonly files: Spec["files"];
  readonly mounts: readonly Mount[];
}

export function settings(name: string, spec: Spec): Settings {
  const secretName = spec.secretName ?? secretsName(name);
  const { shared, inline } = split(spec.env);
  const secured = security(spec.security);
  return {
    secretName,
    shared,
    inline,
    bundles: bundles(name, spec.envFrom, secretName, shared),
    host: spec.host === undefined ? [] : setting(envNames(spec).host, spec.host),
    security: secured,
    files: { ...spec.files, ...clusterFiles(spec) },
    mounts: [...writableMounts(secured.readOnlyRoot, spec.writablePaths), ...fileMounts({ release: name, shared: spec.files }, spec.files)],
  };
}

/** For what runs in the pod of a process, whose security may be another. */
export const settingsUnder = (security: Security, settings: Settings, { writablePaths }: Spec): Settings => ({
  ...settings,
  security,
  mounts: [...writableMounts(security.readOnlyRoot, writablePaths), ...settings.mounts.filter(({ source }) => source.from !== "nothing")],
});

/** The ConfigMap, then the Secret, then the user's by name: later ones win in Kubernetes. */
export function bundles(name: string, envFrom: Spec["envFrom"], secretName: string, shared: Settings["shared"]): Bundle[] {
  const own: Bundle[] = Object.keys(shared).length > 0 ? [{ kind: "ConfigMap", name: configMapName(name), prefix: "", optional: false }] : [];
  return [...own, { kind: "Secret", name: secretName, prefix: "", optional: false }, ...userBundles(envFrom)];
}

const foreignBundle = ({ configMap, secret, prefix = "", optional }: Spec["envFrom"][string]): Bundle =>
  configMap === undefined ? { kind: "Secret", name: secret as string, prefix, optional } : { kind: "ConfigMap", name: configMap, prefix, optional };

export const userBundles = (envFrom: Spec["envFrom"]): Bundle[] =>
  Object.keys(envFrom)
    .sort()
    .map((key) => foreignBundle(envFrom[key] as Spec["envFrom"][string]));
