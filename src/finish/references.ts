import type { Problem } from "../source/problem.ts";
import { nearest } from "../source/suggest.ts";
import { type Check, type Container, containersOf, labelOf, type Overlay, type Source, type Workload } from "./overlay.ts";

/** What the objects of the release refer to must exist: a pod whose ConfigMap or account is missing waits for ever. */
export const references: Check = (overlay) => [
  ...overlay.workloads.flatMap((workload) => [
    ...settings(overlay, workload),
    ...account(overlay, workload),
    ...claims(overlay, workload),
    ...probePorts(workload),
  ]),
  ...servicePorts(overlay),
  ...backends(overlay),
  ...routeBackends(overlay),
  ...podNames(overlay),
  ...scaleTargets(overlay),
];

const problem = (object: string, message: string, help: string): Problem => ({ code: "PHX306", object, message, help });

const guessed = (name: string, known: readonly string[]): string => {
  const guess = nearest(name, known);
  return guess ? `; did you mean "${guess}"?` : "";
};

function settings(overlay: Overlay, { label, template }: Workload): Problem[] {
  const containers = containersOf(template);
  const whole = containers.flatMap(({ envFrom = [] }) => envFrom);
  const keys = containers.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => (valueFrom ? [valueFrom] : [])));
  const volumes = template.spec?.volumes ?? [];
  return [
    ...[
      ...whole.map(({ configMapRef }) => configMapRef),
      ...volumes.map(({ configMap }) => configMap),
      ...keys.map(({ configMapKeyRef }) => configMapKeyRef),
    ].flatMap((source) => configMap(overlay, label, source)),
    ...keys.flatMap(({ configMapKeyRef, secretKeyRef }) => [
      ...key(overlay, label, "ConfigMap", configMapKeyRef),
      ...key(overlay, label, "Secret", secretKeyRef),
    ]),
  ];
}

/** Clusters put these into every namespace. */
const everywhere = ["kube-root-ca.crt", "openshift-service-ca.crt"];

function configMap(overlay: Overlay, label: string, source: Source | undefined): Problem[] {
  if (source?.name === undefined || source.optional || overlay.find("ConfigMap", source.name)) return [];
  if ([...everywhere, ...overlay.release.outside.configMaps].includes(source.name)) return [];
  return [
    problem(
      label,
      `refers to the ConfigMap ${source.name}, which is not in this build${guessed(source.name, overlay.names("ConfigMap"))}`,
      "if the cluster has it already, name it under envFrom in the spec; otherwise add it to the kustomization",
    ),
  ];
}

/** A Secret from elsewhere may hold anything; one that is generated here is known. */
function key(overlay: Overlay, label: string, kind: "ConfigMap" | "Secret", source: Source | undefined): Problem[] {
  if (source?.name === undefined || source.key === undefined || source.optional) return [];
  const object = overlay.find(kind, source.name);
  if (!object || !("data" in object || "stringData" in object)) return [];
  const known = [object["data"], object["stringData"], object["binaryData"]].flatMap((data) => Object.keys(data ?? {}));
  if (known.includes(source.key)) return [];
  return [
    problem(
      label,
      `needs the key ${source.key} of the ${kind} ${source.name}, which has none${guessed(source.key, known)}`,
      `add ${source.key} to the ${kind}: without it the container does not start`,
    ),
  ];
}

function account(overlay: Overlay, { label, template }: Workload): Problem[] {
  const name = template.spec?.serviceAccountName;
  if (name === undefined || name === "default" || overlay.find("ServiceAccount", name)) return [];
  return [
    problem(
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
      problem(
        label,
        `mounts the PersistentVolumeClaim ${name}, which is not in this build`,
        "add the claim to the kustomization, or name it in the spec: storage.<name>.existingClaim",
      ),
    ];
  });
}

const probeKinds = ["startupProbe", "readinessProbe", "livenessProbe"] as const;

function probePorts({ label, template }: Workload): Problem[] {
  return containersOf(template).flatMap((container) =>
    probeKinds.flatMap((kind) => {
      const probe = container[kind] as { httpGet?: { port?: unknown }; tcpSocket?: { port?: unknown } } | undefined;
      const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
      const known = portNames(container);
      if (typeof port !== "string" || known.includes(port)) return [];
      return [
        problem(
          label,
          `the ${kind} of container ${container.name} asks the port ${port}, which the container does not have${guessed(port, known)}`,
          "a probe without its port restarts the pod for ever",
        ),
      ];
    }),
  );
}

const portNames = ({ ports = [] }: Container): string[] => ports.flatMap(({ name }) => (name === undefined ? [] : [name]));

interface ServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly targetPort?: unknown }[];
}

function servicePorts(overlay: Overlay): Problem[] {
  return overlay.own
    .filter(({ kind }) => kind === "Service")
    .flatMap((service) => {
      const { selector = {}, ports = [] } = (service.spec ?? {}) as ServiceSpec;
      const selected = overlay.workloads.filter(({ template }) => Object.entries(selector).every(([key, value]) => template.metadata?.labels?.[key] === value));
      if (selected.length === 0)
        return [
          problem(labelOf(service), "selects no pod of this build", "its selector and the pods' labels must agree; use labels: with includeSelectors: false"),
        ];
      const known = selected.flatMap(({ template }) => containersOf(template).flatMap(portNames));
      return ports
        .map(({ targetPort }) => targetPort)
        .filter((port): port is string => typeof port === "string" && !known.includes(port))
        .map((port) =>
          problem(
            labelOf(service),
            `leads to the port ${port}, which its pods do not have${guessed(port, known)}`,
            "the ports of a process come from http.port and ports in the spec",
          ),
        );
    });
}

interface Backend {
  readonly service?: { readonly name?: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

function backends(overlay: Overlay): Problem[] {
  return overlay.own
    .filter(({ kind }) => kind === "Ingress")
    .flatMap((ingress) => {
      const { rules = [] } = (ingress.spec ?? {}) as { rules?: readonly { http?: { paths?: readonly { backend?: Backend }[] } }[] };
      return rules.flatMap(({ http }) => http?.paths ?? []).flatMap(({ backend }) => backendProblems(overlay, labelOf(ingress), backend));
    });
}

/** Of HTTPRoutes, which lead to numbers. */
function routeBackends(overlay: Overlay): Problem[] {
  return overlay.own
    .filter(({ kind }) => kind === "HTTPRoute")
    .flatMap((route) => {
      const { rules = [] } = (route.spec ?? {}) as { rules?: readonly { backendRefs?: readonly { kind?: string; name?: string; port?: number }[] }[] };
      return rules
        .flatMap(({ backendRefs = [] }) => backendRefs)
        .filter(({ kind = "Service" }) => kind === "Service")
        .flatMap(({ name, port }) => backendProblems(overlay, labelOf(route), { service: { ...(name && { name }), port: { ...(port && { number: port }) } } }));
    });
}

/** The names of a StatefulSet's pods are DNS records of this Service. */
function podNames(overlay: Overlay): Problem[] {
  return overlay.workloads.flatMap(({ object, label }) => {
    const name = (object.spec as { serviceName?: string } | undefined)?.serviceName;
    if (object.kind !== "StatefulSet" || name === undefined || overlay.find("Service", name)) return [];
    return [
      problem(
        label,
        `takes the names of its pods from the Service ${name}, which is not in this build${guessed(name, overlay.names("Service"))}`,
        "delete the patch that changed serviceName",
      ),
    ];
  });
}

function backendProblems(overlay: Overlay, label: string, backend: Backend | undefined): Problem[] {
  const { name, port } = backend?.service ?? {};
  if (name === undefined) return [];
  const service = overlay.find("Service", name);
  const help = "the edge serves errors until the backend exists";
  if (!service) return [problem(label, `leads to the Service ${name}, which is not in this build${guessed(name, overlay.names("Service"))}`, help)];
  const { ports = [] } = (service.spec ?? {}) as ServiceSpec;
  const found = ports.some((one) => (port?.name === undefined ? one.port === port?.number : one.name === port.name));
  return found ? [] : [problem(label, `leads to the port ${port?.name ?? port?.number} of the Service ${name}, which has no such port`, help)];
}

function scaleTargets(overlay: Overlay): Problem[] {
  return overlay.own
    .filter(({ kind }) => kind === "HorizontalPodAutoscaler")
    .flatMap((autoscaler) => {
      const { kind = "", name = "" } = (autoscaler.spec as { scaleTargetRef?: { kind?: string; name?: string } } | undefined)?.scaleTargetRef ?? {};
      return overlay.find(kind, name)
        ? []
        : [
            problem(
              labelOf(autoscaler),
              `scales ${kind}/${name}, which is not in this build`,
              "delete the HorizontalPodAutoscaler together with its workload: set the process's enabled to false",
            ),
          ];
    });
}
