import { envNames } from "../../spec/env-names.ts";
import type { Spec } from "../../spec/schema.ts";
import { type Decision, entryOf, listed, ofProcess, perProcess, type Told, variablesNamed } from "../decision.ts";

/** Of the release as a whole. */
export const whole: readonly Decision[] = [
  {
    fields: ["metadata.name"],
    tell: ({ release: { name, account, settings, files, cluster, processes, jobs, crons, claims, secretName } }): Told[] => [
      { what: "name of the release", value: name, why: "every name begins with it; Kustomize's prefixes and suffixes come on top" },
      { what: "workloads", value: listed(processes.map(ofProcess)) },
      { what: "ServiceAccount", value: account.name },
      { what: "ConfigMaps", value: listed([...(settings ? [settings.name] : []), ...(files ? [files.name] : [])]) },
      { what: "Secret that must be there", value: secretName },
      ...(cluster ? [{ what: "headless Service", value: cluster.service }] : []),
      { what: "Jobs", value: listed(jobs.map(({ name }) => name)), why: "Kustomize appends a hash: one for each version of image and settings" },
      { what: "CronJobs", value: listed(crons.map(({ name }) => name)) },
      { what: "PersistentVolumeClaims", value: listed(claims.map(({ name }) => name)) },
    ],
  },
  {
    fields: ["metadata.namespace"],
    tell: ({ release: { namespace } }) => [
      {
        what: "namespace of everything",
        value: namespace ?? "none",
        why: namespace === undefined ? "namespace: of the kustomization, or who applies it, says it" : "metadata.namespace",
      },
    ],
  },
  {
    fields: ["image", "processes.<name>.image"],
    tell: perProcess((process) => ({ what: `image of ${ofProcess(process)}`, value: process.image, why: "images: in a kustomization may change it later" })),
  },
  {
    fields: ["imagePullPolicy"],
    tell: ({ release: { pullPolicy } }) => [{ what: "imagePullPolicy of all containers of the release", value: pullPolicy ?? "Kubernetes' own" }],
  },
  { fields: ["imagePullSecrets"], tell: ({ release: { pullSecrets } }) => [{ what: "imagePullSecrets of all pods", value: listed(pullSecrets) }] },
  {
    fields: ["release.envNames", "release.tool"],
    tell: ({ release, spec }) => {
      const names = Object.values(envNames(spec)).filter((name) => name !== "");
      return variablesNamed(release, names);
    },
  },
  {
    fields: ["env", "plainEnv"],
    tell: ({ release: { settings } }) =>
      settings
        ? Object.entries(settings.data).map(([name, value]) => ({ what: `${name} in ConfigMap ${settings.name}`, value: value === "" ? '""' : value }))
        : [{ what: "ConfigMap with settings", value: "none", why: "env says nothing, or all of it uses $(…) and stands in the containers" }],
  },
  {
    fields: ["env", "processes.<name>.env", "migrations.env", "seed.env", "cron.<name>.env"],
    tell: ({ release, spec }) => {
      const works = [spec, ...Object.values(spec.processes), spec.migrations, spec.seed, ...Object.values(spec.cron)];
      return variablesNamed(
        release,
        works.flatMap(({ env }) => Object.keys(env ?? {})),
        "it stands in the container and wins over the ConfigMap",
      );
    },
  },
  {
    fields: ["pod"],
    tell: ({ release: { processes, oneOffs } }) => [
      ...processes.map((process) => ({ ...passedOn(process.pod), of: ofProcess(process), entry: entryOf(process) })),
      { ...passedOn(oneOffs.pod), of: "Jobs and CronJobs" },
    ],
  },
  {
    fields: ["patches"],
    tell: ({ spec: { patches } }) =>
      patches.map(({ target, patch }) => ({ what: `${target.kind} ${target.name}`, value: listed(patch.map(({ op, path }) => `${op} ${path}`)) })),
  },
  {
    fields: ["processes.<name>.beam.enabled"],
    tell: perProcess((process) => ({
      what: `${ofProcess(process)} runs`,
      value: process.isRelease ? "the release" : "another program, without variables and secrets of the release",
    })),
  },
  {
    fields: ["kubernetesVersion"],
    tell: ({ spec }) => [{ what: "oldest Kubernetes that the manifests run on", value: spec.kubernetesVersion }],
  },
];

/** Without what is empty. */
function passedOn(pod: Spec["pod"]): Told {
  const said = Object.entries(pod).filter(([, value]) => typeof value !== "object" || Object.keys(value).length > 0);
  return { what: "what is passed on to the pods", value: said.length === 0 ? "nothing" : JSON.stringify(Object.fromEntries(said)) };
}
