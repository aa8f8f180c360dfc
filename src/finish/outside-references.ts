import type { Problem } from "../source/problem.ts";
import { type Check, containersOf, type Overlay, type Source, type Workload } from "./overlay.ts";
import { guessed, missing } from "./reference.ts";

/** ConfigMaps and claims that the build does not have are in the cluster, and the spec says so; a patch may have a name wrong. */
export const outsideReferences: Check = (overlay) => overlay.workloads.flatMap((workload) => [...settings(overlay, workload), ...claims(overlay, workload)]);

function settings(overlay: Overlay, workload: Workload): Problem[] {
  const { label, template } = workload;
  const guests = namesOfGuests(overlay, workload);
  // What a container of the spec names, the user has said.
  const ours = containersOf(template).filter(({ name }) => !guests.has(name ?? ""));
  return [
    ...ours.flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef)),
    ...(template.spec?.volumes ?? []).map(({ configMap }) => configMap),
    ...ours.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.configMapKeyRef)),
  ].flatMap((source) => configMap(overlay, label, source));
}

function namesOfGuests({ release }: Overlay, { process }: Workload): ReadonlySet<string> {
  const { initContainers, sidecars } = (process ?? release.oneOffs).guests;
  return new Set([...initContainers, ...sidecars].map(({ name }) => name));
}

/** Clusters put these into every namespace. */
const everywhere = ["kube-root-ca.crt", "openshift-service-ca.crt"];

function configMap(overlay: Overlay, label: string, source: Source | undefined): Problem[] {
  if (source?.name === undefined || source.optional || overlay.find("ConfigMap", source.name)) return [];
  if ([...everywhere, ...overlay.release.outside.configMaps].includes(source.name)) return [];
  return [
    missing(
      label,
      `refers to the ConfigMap ${source.name}, which is not in this build${guessed(source.name, overlay.names("ConfigMap"))}`,
      "if the cluster has it already, name it under envFrom in the spec; otherwise add it to the kustomization",
    ),
  ];
}

function claims(overlay: Overlay, { label, template }: Workload): Problem[] {
  return (template.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => {
    const name = persistentVolumeClaim?.claimName;
    if (name === undefined || overlay.release.outside.claims.includes(name) || overlay.find("PersistentVolumeClaim", name)) return [];
    return [
      missing(
        label,
        `mounts the PersistentVolumeClaim ${name}, which is not in this build`,
        "add the claim to the kustomization, or name it in the spec: storage.<name>.existingClaim",
      ),
    ];
  });
}
