import { amount } from "../../src/spec/quantity.ts";
import { type Anything, longRunning, nameOf, type Output, type Pod, podsOf, repeated } from "./look.ts";

// What the API server checks beside its schema, as far as what we generate can break it (pkg/apis/*/validation of Kubernetes).

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SERVICE = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?)?$/;
const KEY = /^(?:([^/]{1,253})\/)?[A-Za-z0-9](?:[-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const DATA_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** What Kustomize appends to a name that asks for it: a hyphen and ten characters. */
const HASH = 11;
/** Longest names, where others make labels of them: of a Job the pods', of a CronJob the Jobs' (with their time), of a StatefulSet the revision. */
const LONGEST: Readonly<Record<string, number>> = { Service: 63, Job: 63, CronJob: 52, StatefulSet: 52 };

export const refused = (output: Output): string[] => [
  ...output.resources.flatMap((one) => [...names(one), ...metadata(nameOf(one), one.metadata)]),
  ...output.resources.flatMap((one) => (checks[one.kind]?.(one) ?? []).map((problem) => `${nameOf(one)}: ${problem}`)),
  ...podsOf(output).flatMap((pod) => inPod(pod).map((problem) => `${pod.owner}: ${problem}`)),
];

function names(one: Anything): string[] {
  const { name, annotations = {} } = one.metadata;
  const length = name.length + (annotations["kustomize.config.k8s.io/needs-hash"] ? HASH : 0);
  const most = LONGEST[one.kind] ?? 253;
  return [
    ...(length > most ? [`${nameOf(one)} has a name of ${length} characters, ${most} are allowed`] : []),
    ...((one.kind === "Service" ? SERVICE : SUBDOMAIN).test(name) ? [] : [`${nameOf(one)} has a name that is none`]),
  ];
}

function metadata(where: string, { labels = {}, annotations = {} }: Anything): string[] {
  return [
    ...[...Object.keys(labels), ...Object.keys(annotations)].filter((key) => !isKey(key)).map((key) => `${where} has the key ${key}`),
    ...Object.entries<string>(labels)
      .filter(([, value]) => value.length > 63 || !LABEL_VALUE.test(value))
      .map(([key, value]) => `${where} has the label ${key}: ${value}`),
  ];
}

function isKey(key: string): boolean {
  const [, prefix] = KEY.exec(key) ?? [];
  return KEY.test(key) && (prefix === undefined || SUBDOMAIN.test(prefix));
}

type Check = (one: Anything) => string[];

const claim: Check = ({ spec }) => (amount(spec.resources.requests.storage) > 0 ? [] : [`a disk of ${spec.resources.requests.storage}`]);

const checks: Readonly<Record<string, Check>> = {
  ConfigMap: ({ data = {} }) =>
    Object.keys(data)
      .filter((key) => !DATA_KEY.test(key) || key === "." || key.startsWith(".."))
      .map((key) => `the key ${key}`),
  Deployment: ({ spec: { strategy, minReadySeconds = 0, progressDeadlineSeconds = 600 } }) => [
    ...(strategy.type === "Recreate" && strategy.rollingUpdate ? ["rollingUpdate beside Recreate"] : []),
    ...(strategy.rollingUpdate?.maxSurge === 0 && strategy.rollingUpdate.maxUnavailable === 0 ? ["a rollout that cannot begin"] : []),
    ...(progressDeadlineSeconds > minReadySeconds
      ? []
      : [`progressDeadlineSeconds ${progressDeadlineSeconds} is not above minReadySeconds ${minReadySeconds}`]),
  ],
  StatefulSet: ({ spec }) => (spec.volumeClaimTemplates ?? []).flatMap((template: Anything) => claim(template)),
  PersistentVolumeClaim: claim,
  HorizontalPodAutoscaler: ({ spec }) => (spec.minReplicas > spec.maxReplicas || spec.minReplicas < 1 ? ["minReplicas and maxReplicas"] : []),
  NetworkPolicy: ({ spec }) =>
    (spec.ingress ?? [])
      .flatMap(({ ports = [] }: Anything) => ports)
      .filter(({ port, endPort = port }: Anything) => endPort < port)
      .map(({ port, endPort }: Anything) => `ports from ${port} to ${endPort}`),
  Service: service,
};

function service({ spec }: Anything): string[] {
  const { type = "ClusterIP", ports = [] } = spec;
  return [
    ...repeated(ports.map(({ name }: Anything) => name)).map((name) => `two ports ${name}`),
    ...repeated(ports.map(({ port, protocol = "TCP" }: Anything) => `${port}/${protocol}`)).map((port) => `two ports ${port}`),
    ...ports.filter(({ name }: Anything) => !LABEL.test(name) || name.length > 63).map(({ name }: Anything) => `the port name ${name}`),
    ...(type !== "LoadBalancer" && (spec.loadBalancerSourceRanges || spec.loadBalancerClass) ? ["load balancer fields without a load balancer"] : []),
    ...(type === "ClusterIP" && spec.externalTrafficPolicy ? ["externalTrafficPolicy inside the cluster"] : []),
    ...(type !== "ClusterIP" && spec.clusterIP === "None" ? [`headless, and ${type}`] : []),
  ];
}

function inPod(pod: Pod): string[] {
  const { spec, oneOff, containers } = pod;
  return [
    ...metadata("the template", pod.template.metadata),
    ...repeated(containers.map(({ name }) => name)).map((name) => `two containers ${name}`),
    ...(spec.volumes ?? []).filter(({ name }: Anything) => !LABEL.test(name) || name.length > 63).map(({ name }: Anything) => `the volume name ${name}`),
    ...(spec.volumes ?? []).filter((volume: Anything) => Object.keys(volume).length !== 2).map(({ name }: Anything) => `the volume ${name} has not one source`),
    ...(oneOff === (spec.restartPolicy === "Never" || spec.restartPolicy === "OnFailure") ? [] : [`restartPolicy ${spec.restartPolicy}`]),
    ...longRunning(pod).flatMap(({ ports = [] }) => repeated(namesOf(ports)).map((name) => `two container ports ${name}`)),
    ...containers.flatMap((container) => inContainer(container, pod).map((problem) => `container ${container.name}: ${problem}`)),
  ];
}

/** A container's port needs none. */
const namesOf = (ports: readonly Anything[]): string[] => ports.flatMap(({ name }) => name ?? []);

function inContainer(container: Anything, { spec }: Pod): string[] {
  const { name, image, ports = [], env = [], volumeMounts = [], lifecycle, resources = {} } = container;
  const init = (spec.initContainers ?? []).includes(container);
  const pause = lifecycle?.preStop?.sleep?.seconds;
  return [
    ...(LABEL.test(name) && name.length <= 63 ? [] : ["its name"]),
    ...(image ? [] : ["no image"]),
    ...repeated(ports.map(({ containerPort, protocol = "TCP" }: Anything) => `${containerPort}/${protocol}`)).map((port) => `two ports ${port}`),
    ...namesOf(ports)
      .filter((port) => !PORT_NAME.test(port) || port.length > 15)
      .map((port) => `the port name ${port}`),
    ...env.filter((one: Anything) => !/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(one.name)).map((one: Anything) => `the variable ${one.name}`),
    ...volumeMounts
      .filter(
        ({ mountPath, subPath = "" }: Anything) => mountPath === "" || mountPath.includes(":") || subPath.startsWith("/") || subPath.split("/").includes(".."),
      )
      .map(({ mountPath, subPath }: Anything) => `the mount ${mountPath} ${subPath}`),
    ...(pause !== undefined && (pause < 1 || pause > spec.terminationGracePeriodSeconds) ? [`a pause of ${pause} s`] : []),
    ...(init && container.restartPolicy !== "Always" && (lifecycle || container.startupProbe || container.readinessProbe || container.livenessProbe)
      ? ["an init container with probes"]
      : []),
    ...amounts(resources),
  ];
}

/** Requests above limits; and of what is not CPU, memory or disk, both or neither, in whole numbers. */
function amounts({ requests = {}, limits = {} }: Anything): string[] {
  const all = [new Map<string, string>(Object.entries(requests)), new Map<string, string>(Object.entries(limits))] as const;
  return [...new Set(all.flatMap((some) => [...some.keys()]))].flatMap((name) => {
    const [request, limit] = all.map((some) => some.get(name));
    const standard = ["cpu", "memory", "ephemeral-storage"].includes(name);
    return [
      ...(request !== undefined && limit !== undefined && amount(request) > amount(limit) ? [`the request ${name}: ${request} above the limit ${limit}`] : []),
      ...(standard || name.includes("/") || name.startsWith("hugepages-") ? [] : [`the resource ${name}`]),
      ...(!standard && (limit === undefined || (request ?? limit) !== limit)
        ? [`the resource ${name} with the request ${request} and the limit ${limit}`]
        : []),
      ...(name.includes("/") && !Number.isInteger(amount(limit ?? request ?? 0)) ? [`${limit ?? request} of ${name}`] : []),
    ];
  });
}
