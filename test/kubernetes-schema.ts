import { Application } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application";
import { Certificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import { ExternalSecret } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret";
import { Kustomization } from "@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1/Kustomization";
import { GitRepository } from "@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/GitRepository";
import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import { BackendConfig } from "@kubernetes-models/gke/cloud.google.com/v1/BackendConfig";
import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { SealedSecret } from "@kubernetes-models/sealed-secrets/bitnami.com/v1alpha1/SealedSecret";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { StatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import { CronJob } from "kubernetes-models/batch/v1/CronJob";
import { Job } from "kubernetes-models/batch/v1/Job";
import { Ingress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { Role } from "kubernetes-models/rbac.authorization.k8s.io/v1/Role";
import { RoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Namespace } from "kubernetes-models/v1/Namespace";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { Secret } from "kubernetes-models/v1/Secret";
import { Service } from "kubernetes-models/v1/Service";
import { ServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import { unreadKeys, watch } from "./unread-keys.ts";

// The schemas of Kubernetes and of the custom resources that we make or ship, as strict as an API server with fieldValidation=Strict:
// types, required fields, and no field that they do not know.

/** One kind, as the kubernetes-models packages have it. */
interface Model {
  readonly apiVersion: string;
  readonly kind: string;
  /** The method looks at what it is called on, and throws what ajv found. */
  readonly prototype: { validate(): void };
}

interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const known: readonly Model[] = [
  Application,
  BackendConfig,
  Certificate,
  ConfigMap,
  CronJob,
  Deployment,
  ExternalSecret,
  GitRepository,
  HorizontalPodAutoscaler,
  HTTPRoute,
  Ingress,
  Job,
  Kustomization,
  Namespace,
  NetworkPolicy,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  PodMonitor,
  Role,
  RoleBinding,
  SealedSecret,
  Secret,
  Service,
  ServiceAccount,
  ServiceMonitor,
  StatefulSet,
];
const models: ReadonlyMap<string, Model> = new Map(known.map((model) => [`${model.apiVersion} ${model.kind}`, model]));

/** What Kubernetes would refuse in the object, each with its JSON pointer; nothing when it is fine. */
export function kubernetesProblems(object: unknown): string[] {
  const { apiVersion, kind } = (object ?? {}) as { apiVersion?: unknown; kind?: unknown };
  const model = models.get(`${apiVersion} ${kind}`);
  if (!model) return [`/kind: no schema for ${apiVersion} ${kind}`];

  const watched = watch(object);
  return [...new Set(errorsOf(model, watched.value).map(describe))].concat(unreadKeys(watched).map((pointer) => `${pointer}: is not a field`));
}

function errorsOf({ prototype }: Model, value: unknown): readonly SchemaError[] {
  try {
    prototype.validate.call(value as Model["prototype"]);
    return [];
  } catch (error) {
    const { errors } = error as { errors?: readonly SchemaError[] };
    if (!errors) throw error;
    return errors;
  }
}

function describe({ instancePath, keyword, params }: SchemaError): string {
  if (keyword === "required") return `${instancePath}/${params.missingProperty}: is missing`;
  if (keyword === "type") return `${instancePath}: must be ${params.type}`;
  return `${instancePath}: ${keyword} ${JSON.stringify(params)}`;
}
