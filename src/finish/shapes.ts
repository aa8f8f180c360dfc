import { type KubernetesObject, labelOf } from "../source/item.ts";
import type { Problem } from "../source/problem.ts";
import { misfits, type Shape } from "../source/shape.ts";

// What the checks read of each kind. A patch may have put anything there, and Kustomize has let it.

const list = (of: Shape): Shape => ({ list: of });
const each = (of: Shape): Shape => ({ each: of });

const labels = each("string");
const source = { name: "string", key: "string", optional: "boolean" } as const;
const podSecurity = { runAsNonRoot: "boolean", runAsUser: "number", seccompProfile: { type: "string" } } as const;
const quantities = each("string or number");
const probe = { httpGet: {}, tcpSocket: {}, initialDelaySeconds: "number", periodSeconds: "number", failureThreshold: "number" } as const;

const container: Shape = {
  name: "string",
  image: "string",
  restartPolicy: "string",
  env: list({ name: "string", value: "string", valueFrom: { configMapKeyRef: source, secretKeyRef: source } }),
  envFrom: list({ prefix: "string", configMapRef: source, secretRef: source }),
  ports: list({ name: "string", containerPort: "number", hostPort: "number" }),
  volumeMounts: list({ name: "string", subPath: "string" }),
  resources: { requests: quantities, limits: quantities },
  securityContext: {
    ...podSecurity,
    privileged: "boolean",
    allowPrivilegeEscalation: "boolean",
    readOnlyRootFilesystem: "boolean",
    capabilities: { add: list("string"), drop: list("string") },
  },
  startupProbe: probe,
  readinessProbe: probe,
  livenessProbe: probe,
};

const template: Shape = {
  metadata: { labels, annotations: each("string") },
  spec: {
    containers: list(container),
    initContainers: list(container),
    serviceAccountName: "string",
    terminationGracePeriodSeconds: "number",
    volumes: list({
      name: "string",
      configMap: source,
      secret: { secretName: "string", optional: "boolean" },
      hostPath: {},
      persistentVolumeClaim: { claimName: "string" },
    }),
    securityContext: podSecurity,
    hostNetwork: "boolean",
    hostPID: "boolean",
    hostIPC: "boolean",
  },
};

const share = "string or number";
const selector = { matchLabels: labels, matchExpressions: list({ key: "string", operator: "string", values: list("string") }) } as const;
const claim = { resources: { requests: quantities, limits: quantities } } as const;
const workload: Shape = {
  replicas: "number",
  selector,
  template,
  serviceName: "string",
  strategy: { type: "string", rollingUpdate: { maxSurge: share, maxUnavailable: share } },
  updateStrategy: { type: "string" },
  minReadySeconds: "number",
  progressDeadlineSeconds: "number",
  volumeClaimTemplates: list({ metadata: { name: "string" }, spec: claim }),
};
const job = { template, parallelism: "number", suspend: "boolean" } as const;
const endpoints = list({ authorization: { credentials: { name: "string", key: "string" } } });
const settings = each("string");

/** By group and kind: somebody else's kind of the same name has a shape of its own. */
const shapes: Readonly<Record<string, Shape>> = {
  "apps Deployment": { spec: workload },
  "apps StatefulSet": { spec: workload },
  "batch Job": { spec: job },
  "batch CronJob": { spec: { suspend: "boolean", jobTemplate: { spec: job } } },
  " Service": { spec: { selector: labels, ports: list({ name: "string", port: "number", targetPort: "string or number" }) } },
  "networking.k8s.io Ingress": {
    spec: { rules: list({ http: { paths: list({ backend: { service: { name: "string", port: { name: "string", number: "number" } } } }) } }) },
  },
  "gateway.networking.k8s.io HTTPRoute": { spec: { rules: list({ backendRefs: list({ kind: "string", name: "string", port: "number" }) }) } },
  "autoscaling HorizontalPodAutoscaler": { spec: { minReplicas: "number", maxReplicas: "number", scaleTargetRef: { kind: "string", name: "string" } } },
  "policy PodDisruptionBudget": { spec: { selector, maxUnavailable: share, minAvailable: share } },
  "monitoring.coreos.com ServiceMonitor": { spec: { endpoints } },
  "monitoring.coreos.com PodMonitor": { spec: { podMetricsEndpoints: endpoints } },
  " PersistentVolumeClaim": { spec: { accessModes: list("string"), ...claim } },
  " ConfigMap": { data: settings, binaryData: settings },
  " Secret": { data: settings, stringData: settings },
};

const kinds = new Set(Object.keys(shapes).map((key) => key.split(" ")[1]));

/** Fields that the checks could not read. */
export const misshapen = (object: KubernetesObject): Problem[] => misfits(object, shapes[keyOf(object)] ?? {}, labelOf(object));

/** Of a kind that the checks know by its name, and of another group: only its name can be read. */
export const isForeign = (object: KubernetesObject): boolean => kinds.has(object.kind) && !Object.hasOwn(shapes, keyOf(object));

function keyOf({ apiVersion = "", kind }: KubernetesObject): string {
  return `${apiVersion.includes("/") ? apiVersion.split("/")[0] : ""} ${kind}`;
}
