import type { Problem } from "../source/problem.ts";
import { type Check, type Container, containersOf, type Overlay, portNames, type Source, type Workload } from "./overlay.ts";
import { guessed, missing, missingKey } from "./reference.ts";

/** What the pods of the release refer to must exist: a pod whose ConfigMap or account is missing waits for ever. */
export const podReferences: Check = (overlay) =>
  overlay.workloads.flatMap((workload) => [
    ...settings(overlay, workload),
    ...files(overlay, workload),
    ...account(overlay, workload),
    ...claims(overlay, workload),
    ...probePorts(workload),
    ...podNames(overlay, workload),
  ]);

function settings(overlay: Overlay, workload: Workload): Problem[] {
  const { label, template } = workload;
  const containers = containersOf(template);
  const guests = namesOfGuests(overlay, workload);
  // What a container of the spec names, the user has said; a patch may have it wrong.
  const ours = containers.filter(({ name }) => !guests.has(name ?? ""));
  const whole = ours.flatMap(({ envFrom = [] }) => envFrom);
  const volumes = template.spec?.volumes ?? [];
  return [
    ...[
      ...whole.map(({ configMapRef }) => configMapRef),
      ...volumes.map(({ configMap }) => configMap),
      ...keys(ours).map(({ configMapKeyRef }) => configMapKeyRef),
    ].flatMap((source) => configMap(overlay, label, source)),
    ...keys(containers).flatMap(({ configMapKeyRef, secretKeyRef }) => [
      ...missingKey(overlay, label, "ConfigMap", configMapKeyRef),
      ...missingKey(overlay, label, "Secret", secretKeyRef),
    ]),
  ];
}

const keys = (containers: readonly Container[]) => containers.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => (valueFrom ? [valueFrom] : [])));

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

/** A single file is a key of what is mounted. */
function files(overlay: Overlay, { label, template }: Workload): Problem[] {
  const volumes = new Map((template.spec?.volumes ?? []).map((volume) => [volume.name, volume]));
  return containersOf(template)
    .flatMap(({ volumeMounts = [] }) => volumeMounts)
    .flatMap(({ name, subPath: key }) => {
      const { configMap, secret } = volumes.get(name) ?? {};
      if (key === undefined) return [];
      return [
        ...missingKey(overlay, label, "ConfigMap", configMap && { ...configMap, key }),
        ...missingKey(overlay, label, "Secret", secret && { ...secret, name: secret.secretName, key }),
      ];
    });
}

function account(overlay: Overlay, { label, template }: Workload): Problem[] {
  const name = template.spec?.serviceAccountName;
  if (name === undefined || name === "default" || overlay.find("ServiceAccount", name)) return [];
  return [
    missing(
      label,
      `runs under the ServiceAccount ${name}, which is not in this build${guessed(name, overlay.names("ServiceAccount"))}`,
      "set serviceAccount.name in the spec instead of patching the pods",
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

const probeKinds = ["startupProbe", "readinessProbe", "livenessProbe"] as const;

function probePorts({ label, template }: Workload): Problem[] {
  return containersOf(template).flatMap((container) => probeKinds.flatMap((kind) => probePort(label, container, kind)));
}

function probePort(label: string, container: Container, kind: (typeof probeKinds)[number]): Problem[] {
  const probe = container[kind] as { httpGet?: { port?: unknown }; tcpSocket?: { port?: unknown } } | undefined;
  const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
  const known = portNames(container);
  if (typeof port !== "string" || known.includes(port)) return [];
  return [
    missing(
      label,
      `the ${kind} of container ${container.name} asks the port ${port}, which the container does not have${guessed(port, known)}`,
      "a probe without its port restarts the pod for ever",
    ),
  ];
}

/** The names of a StatefulSet's pods are DNS records of this Service. */
function podNames(overlay: Overlay, { object, label }: Workload): Problem[] {
  const name = (object.spec as { serviceName?: string } | undefined)?.serviceName;
  if (object.kind !== "StatefulSet" || name === undefined || overlay.find("Service", name)) return [];
  return [
    missing(
      label,
      `takes the names of its pods from the Service ${name}, which is not in this build${guessed(name, overlay.names("Service"))}`,
      "delete the patch that changed serviceName",
    ),
  ];
}
