import type { Problem } from "../source/problem.ts";
import { type Container, containersOf, type ObjectCheck, type Objects, portNames, type Workload } from "./overlay.ts";
import { guessed, missing, missingKey } from "./reference.ts";

/** What the pods of the release refer to must exist: a pod whose ConfigMap or account is missing waits for ever. */
export const podReferences: ObjectCheck = (objects) =>
  objects.workloads.flatMap((workload) => [
    ...keys(objects, workload),
    ...files(objects, workload),
    ...account(objects, workload),
    ...probePorts(workload),
    ...podNames(objects, workload),
  ]);

/** Keys that containers name one by one. */
function keys(objects: Objects, { label, template }: Workload): Problem[] {
  return containersOf(template).flatMap(({ env = [] }) =>
    env.flatMap(({ valueFrom }) => [
      ...missingKey(objects, label, "ConfigMap", valueFrom?.configMapKeyRef),
      ...missingKey(objects, label, "Secret", valueFrom?.secretKeyRef),
    ]),
  );
}

/** A single file is a key of what is mounted. */
function files(objects: Objects, { label, template }: Workload): Problem[] {
  const volumes = new Map((template.spec?.volumes ?? []).map((volume) => [volume.name, volume]));
  return containersOf(template)
    .flatMap(({ volumeMounts = [] }) => volumeMounts)
    .flatMap(({ name, subPath: key }) => {
      const { configMap, secret } = volumes.get(name) ?? {};
      if (key === undefined) return [];
      return [
        ...missingKey(objects, label, "ConfigMap", configMap && { ...configMap, key }),
        ...missingKey(objects, label, "Secret", secret && { ...secret, name: secret.secretName, key }),
      ];
    });
}

function account(objects: Objects, { label, template }: Workload): Problem[] {
  const name = template.spec?.serviceAccountName;
  if (name === undefined || name === "default" || objects.find("ServiceAccount", name)) return [];
  return [
    missing(
      label,
      `runs under the ServiceAccount ${name}, which is not in this build${guessed(name, objects.names("ServiceAccount"))}`,
      "set serviceAccount.name in the spec instead of patching the pods",
    ),
  ];
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
function podNames(objects: Objects, { object, label }: Workload): Problem[] {
  const name = (object.spec as { serviceName?: string } | undefined)?.serviceName;
  if (object.kind !== "StatefulSet" || name === undefined || objects.find("Service", name)) return [];
  return [
    missing(
      label,
      `takes the names of its pods from the Service ${name}, which is not in this build${guessed(name, objects.names("Service"))}`,
      "delete the patch that changed serviceName",
    ),
  ];
}
