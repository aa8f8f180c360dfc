import { validate as deployment } from "kubernetes-models/_schemas/IoK8sApiAppsV1Deployment";
import { validate as statefulSet } from "kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet";
import { validate as horizontalPodAutoscaler } from "kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler";
import { validate as cronJob } from "kubernetes-models/_schemas/IoK8sApiBatchV1CronJob";
import { validate as job } from "kubernetes-models/_schemas/IoK8sApiBatchV1Job";
import { validate as configMap } from "kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap";
import { validate as namespace } from "kubernetes-models/_schemas/IoK8sApiCoreV1Namespace";
import { validate as persistentVolumeClaim } from "kubernetes-models/_schemas/IoK8sApiCoreV1PersistentVolumeClaim";
import { validate as secret } from "kubernetes-models/_schemas/IoK8sApiCoreV1Secret";
import { validate as service } from "kubernetes-models/_schemas/IoK8sApiCoreV1Service";
import { validate as serviceAccount } from "kubernetes-models/_schemas/IoK8sApiCoreV1ServiceAccount";
import { validate as ingress } from "kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress";
import { validate as networkPolicy } from "kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy";
import { validate as podDisruptionBudget } from "kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget";
import { validate as role } from "kubernetes-models/_schemas/IoK8sApiRbacV1Role";
import { validate as roleBinding } from "kubernetes-models/_schemas/IoK8sApiRbacV1RoleBinding";
import { unreadKeys, watch } from "./unread-keys.ts";

// Kubernetes' own schema, as strict as an API server with fieldValidation=Strict: types, required fields, and no field that it does not know.

/** Made by ajv: leaves what it found on itself. */
interface Validate {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const validators: Readonly<Record<string, Validate>> = {
  "apps/v1 Deployment": deployment,
  "apps/v1 StatefulSet": statefulSet,
  "autoscaling/v2 HorizontalPodAutoscaler": horizontalPodAutoscaler,
  "batch/v1 CronJob": cronJob,
  "batch/v1 Job": job,
  "networking.k8s.io/v1 Ingress": ingress,
  "networking.k8s.io/v1 NetworkPolicy": networkPolicy,
  "policy/v1 PodDisruptionBudget": podDisruptionBudget,
  "rbac.authorization.k8s.io/v1 Role": role,
  "rbac.authorization.k8s.io/v1 RoleBinding": roleBinding,
  "v1 ConfigMap": configMap,
  "v1 Namespace": namespace,
  "v1 PersistentVolumeClaim": persistentVolumeClaim,
  "v1 Secret": secret,
  "v1 Service": service,
  "v1 ServiceAccount": serviceAccount,
};

/** What Kubernetes would refuse in the object, each with its JSON pointer; nothing when it is fine. */
export function kubernetesProblems(object: unknown): string[] {
  const { apiVersion, kind } = (object ?? {}) as { apiVersion?: unknown; kind?: unknown };
  const validate = validators[`${apiVersion} ${kind}`];
  if (!validate) return [`/kind: no schema for ${apiVersion} ${kind}`];

  const watched = watch(object);
  const errors = validate(watched.value) ? [] : (validate.errors ?? []);
  return [...new Set(errors.map(describe))].concat(unreadKeys(watched).map((pointer) => `${pointer}: is not a field`));
}

function describe({ instancePath, keyword, params }: SchemaError): string {
  if (keyword === "required") return `${instancePath}/${params.missingProperty}: is missing`;
  if (keyword === "type") return `${instancePath}: must be ${params.type}`;
  return `${instancePath}: ${keyword} ${JSON.stringify(params)}`;
}
