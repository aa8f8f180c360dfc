import type { Release } from "../../release/release.ts";
import { type Decision, listed, ofProcess, perProcess, runners, type Told, variablesNamed } from "../decision.ts";

export const secrets: readonly Decision[] = [
  {
    fields: [
      "secretName",
      "secretEnv",
      "database.url",
      "database.parts.secretName",
      "cluster.cookie",
      "migrations.databaseUrl",
      "release.envNames.secretKeyBase",
      "release.envNames.cookie",
    ],
    tell: ({ release }) => keys(release),
  },
  {
    fields: ["secretName", "env", "envFrom"],
    tell: perProcess((process) => ({
      what: `whole ConfigMaps and Secrets as variables of ${ofProcess(process)}`,
      value: listed(
        process.bundles.map(
          ({ kind, name, prefix, optional }) => `${kind} ${name}${prefix ? ` with ${prefix} before each key` : ""}${optional ? ", if there" : ""}`,
        ),
      ),
      why: "later ones win, and variables of the container win over all of them",
    })),
  },
  { fields: ["secretEnv"], tell: ({ release, spec }) => variablesNamed(release, Object.keys(spec.secretEnv)) },
  {
    fields: ["processes.<name>.secretEnv"],
    tell: ({ release, spec }) =>
      variablesNamed(
        release,
        Object.values(spec.processes).flatMap(({ secretEnv }) => Object.keys(secretEnv ?? {})),
      ),
  },
];

/** By Secret: a pod does not start without them, and the kubelet says which is missing. */
function keys(release: Release): Told[] {
  const found = new Map<string, Set<string>>();
  for (const variable of runners(release).flatMap(({ container }) => container.variables)) {
    if (!("secret" in variable) || variable.secret.optional) continue;
    const { secretName, key } = variable.secret;
    found.set(secretName, (found.get(secretName) ?? new Set()).add(key));
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([secret, names]) => ({ what: `keys that Secret ${secret} must have`, value: listed([...names].sort()) }));
}
