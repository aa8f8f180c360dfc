import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { kubernetesProblems } from "./kubernetes-schema.ts";

const correct = readFileSync(new URL("kubernetes-schema/correct.yaml", import.meta.url), "utf8");

const kindOf = (text: string): string => /^kind: (\w+)$/m.exec(text)?.[1] ?? "";
const texts: ReadonlyMap<string, string> = new Map(correct.split(/^---\n/m).map((text) => [kindOf(text), text]));

const problems = (text: string): string[] => parseAllDocuments(text).flatMap((document) => kubernetesProblems(document.toJS()));

const container = "/spec/template/spec/containers/0";

describe("a correct object has no problem", () => {
  test.each([...texts])("%s", (_, text) => expect(problems(text)).toEqual([]));
});

describe("one mistake, one problem", () => {
  test.each([
    // unknown fields
    ["Deployment", "  replicas: 2", "  replica: 2", "/spec/replica: is not a field"],
    ["Deployment", 'value: "4000"', 'valeu: "4000"', `${container}/env/2/valeu: is not a field`],
    ["Deployment", "fieldRef:", "fieldref:", `${container}/env/0/valueFrom/fieldref: is not a field`],
    ["Deployment", "optional: false", "optinal: false", `${container}/env/1/valueFrom/secretKeyRef/optinal: is not a field`],
    ["Deployment", "httpHeaders:", "headers:", `${container}/readinessProbe/httpGet/headers: is not a field`],
    ["Deployment", "sleep: { seconds: 10 }", "slep: { seconds: 10 }", `${container}/lifecycle/preStop/slep: is not a field`],
    ["Deployment", "readOnlyRootFilesystem", "readOnlyRootFileSystem", `${container}/securityContext/readOnlyRootFileSystem: is not a field`],
    ["Deployment", "runAsNonRoot", "runAsNonroot", "/spec/template/spec/securityContext/runAsNonroot: is not a field"],
    ["Deployment", "matchLabelKeys", "matchLabelsKeys", "/spec/template/spec/topologySpreadConstraints/0/matchLabelsKeys: is not a field"],
    ["Deployment", "emptyDir: {}", "emptyDir: { size: 1Mi }", "/spec/template/spec/volumes/0/emptyDir/size: is not a field"],
    [
      "Deployment",
      "name: tmp\n          emptyDir",
      "name: tmp\n          a/b~c: 1\n          emptyDir",
      "/spec/template/spec/volumes/0/a~1b~0c: is not a field",
    ],
    ["Service", "publishNotReadyAddresses", "publishNotReadyAddress", "/spec/publishNotReadyAddress: is not a field"],
    ["Ingress", "secretName:", "secret:", "/spec/tls/0/secret: is not a field"],
    ["HorizontalPodAutoscaler", "averageUtilization", "averageUtilisation", "/spec/metrics/0/resource/target/averageUtilisation: is not a field"],
    ["PodDisruptionBudget", "matchLabels", "matchLabel", "/spec/selector/matchLabel: is not a field"],
    ["NetworkPolicy", "endPort", "endport", "/spec/ingress/0/ports/0/endport: is not a field"],
    ["Job", "activeDeadlineSeconds", "deadlineSeconds", "/spec/deadlineSeconds: is not a field"],
    ["ServiceAccount", "automountServiceAccountToken", "automountToken", "/automountToken: is not a field"],
    ["ConfigMap", "metadata:\n", "metadata:\n  label: {}\n", "/metadata/label: is not a field"],
    ["Role", "apiGroups", "groups", "/rules/0/groups: is not a field"],
    ["StatefulSet", "podManagementPolicy", "managementPolicy", "/spec/managementPolicy: is not a field"],
    ["PersistentVolumeClaim", "storageClassName", "storageClass", "/spec/storageClass: is not a field"],
    ["CronJob", "timeZone", "timezone", "/spec/timezone: is not a field"],
    ["HTTPRoute", "sectionName", "section", "/spec/parentRefs/0/section: is not a field"],
    ["HTTPRoute", "hostnames", "hosts", "/spec/hosts: is not a field"],
    ["HTTPRoute", "timeouts: { request: 3600s }", "timeouts: { idle: 3600s }", "/spec/rules/0/timeouts/idle: is not a field"],
    ["ServiceMonitor", "interval: 30s", "every: 30s", "/spec/endpoints/0/every: is not a field"],
    ["ServiceMonitor", "matchNames: [shop]", "names: [shop]", "/spec/namespaceSelector/names: is not a field"],
    ["PodMonitor", "podMetricsEndpoints", "endpoints", "/spec/endpoints: is not a field"],
    ["PodMonitor", "credentials:", "credential:", "/spec/podMetricsEndpoints/0/authorization/credential: is not a field"],
    ["Certificate", "rotationPolicy", "rotation", "/spec/privateKey/rotation: is not a field"],
    ["ExternalSecret", "extract: {", "extact: {", "/spec/dataFrom/0/extact: is not a field"],
    ["ExternalSecret", "creationPolicy", "policy", "/spec/target/policy: is not a field"],
    ["SealedSecret", "    type: Opaque", "    typ: Opaque", "/spec/template/typ: is not a field"],
    ["BackendConfig", "timeoutSec", "timeoutSeconds", "/spec/timeoutSeconds: is not a field"],
    ["BackendConfig", "requestPath", "path", "/spec/healthCheck/path: is not a field"],
    // wrong types
    ["Deployment", "replicas: 2", 'replicas: "2"', "/spec/replicas: must be integer"],
    ["Deployment", 'value: "4000"', "value: 4000", `${container}/env/2/value: must be string`],
    ["Deployment", "seconds: 10", "seconds: 10s", `${container}/lifecycle/preStop/sleep/seconds: must be integer`],
    ["Deployment", "args: [/app/bin/shop, start]", "args: /app/bin/shop", `${container}/args: must be array`],
    ["ConfigMap", "ANY_KEY: any value", "ANY_KEY: true", "/data/ANY_KEY: must be string"],
    ["NetworkPolicy", "policyTypes: [Ingress]", "policyTypes: { Ingress: true }", "/spec/policyTypes: must be array"],
    ["CronJob", 'schedule: "0 3 * * *"', "schedule: 3", "/spec/schedule: must be string"],
    ["HTTPRoute", "port: 80", 'port: "80"', "/spec/rules/0/backendRefs/0/port: must be integer"],
    ["HTTPRoute", "hostnames: [shop.example.com]", "hostnames: shop.example.com", "/spec/hostnames: must be array"],
    ["ServiceMonitor", "port: metrics", "port: 9568", "/spec/endpoints/0/port: must be string"],
    ["PodMonitor", "port: metrics", "port: 9568", "/spec/podMetricsEndpoints/0/port: must be string"],
    ["Certificate", "size: 2048", "size: 2Ki", "/spec/privateKey/size: must be integer"],
    ["ExternalSecret", "key: shop/prod", "key: true", "/spec/dataFrom/0/extract/key: must be string"],
    ["SealedSecret", "encryptedData: { SECRET_KEY_BASE: AgBy8hCi }", "encryptedData: [AgBy8hCi]", "/spec/encryptedData: must be object"],
    ["BackendConfig", "timeoutSec: 3600", "timeoutSec: 3600s", "/spec/timeoutSec: must be integer"],
    // missing fields
    ["Deployment", "          topologyKey: topology.kubernetes.io/zone\n", "", "/spec/template/spec/topologySpreadConstraints/0/topologyKey: is missing"],
    ["Ingress", "            pathType: Prefix\n", "", "/spec/rules/0/http/paths/0/pathType: is missing"],
    ["HorizontalPodAutoscaler", "  maxReplicas: 6\n", "", "/spec/maxReplicas: is missing"],
    ["Job", "containers:\n        - name: migrate\n          image", "containers:\n        - image", `${container}/name: is missing`],
    ["Role", "    verbs: [get, list]\n", "", "/rules/0/verbs: is missing"],
    ["RoleBinding", "roleRef:", "# roleRef:", "/roleRef: is missing"],
    ["HTTPRoute", "name: public, ", "", "/spec/parentRefs/0/name: is missing"],
    ["ServiceMonitor", "  selector:\n    matchLabels: { app: shop }\n", "", "/spec/selector: is missing"],
    ["PodMonitor", "  selector:\n    matchLabels: { app: shop }\n", "", "/spec/selector: is missing"],
    ["Certificate", "  secretName: shop-tls\n", "", "/spec/secretName: is missing"],
    ["Certificate", "  issuerRef: { kind: ClusterIssuer, name: letsencrypt }\n", "", "/spec/issuerRef: is missing"],
    ["ExternalSecret", "key: shop/prod", "version: v1", "/spec/dataFrom/0/extract/key: is missing"],
    ["SealedSecret", "  encryptedData: { SECRET_KEY_BASE: AgBy8hCi }\n", "", "/spec/encryptedData: is missing"],
    // no such kind
    ["Role", "kind: Role", "kind: Rolle", "/kind: no schema for rbac.authorization.k8s.io/v1 Rolle"],
    ["HTTPRoute", "networking.k8s.io/v1", "networking.k8s.io/v1beta1", "/kind: no schema for gateway.networking.k8s.io/v1beta1 HTTPRoute"],
    ["HorizontalPodAutoscaler", "autoscaling/v2", "autoscaling/v2beta2", "/kind: no schema for autoscaling/v2beta2 HorizontalPodAutoscaler"],
  ])("%s: %j as %j", (kind, right, wrong, problem) => {
    const text = texts.get(kind) ?? "";
    expect(text).toContain(right);
    expect(problems(text.replace(right, wrong))).toEqual([problem]);
  });
});

describe("a value that is none of those, or not of the form", () => {
  test.each([
    ["HTTPRoute", "PathPrefix", "Prefix", "/spec/rules/0/matches/0/path/type: enum"],
    ["HTTPRoute", "request: 3600s", "request: an hour", "/spec/rules/0/timeouts/request: pattern"],
    ["ServiceMonitor", "interval: 30s", "interval: 30 seconds", "/spec/endpoints/0/interval: pattern"],
    ["PodMonitor", "interval: 30s", "interval: 30 seconds", "/spec/podMetricsEndpoints/0/interval: pattern"],
    ["Certificate", "rotationPolicy: Always", "rotationPolicy: Often", "/spec/privateKey/rotationPolicy: enum"],
    ["ExternalSecret", "creationPolicy: Owner", "creationPolicy: Own", "/spec/target/creationPolicy: enum"],
  ])("%s: %j as %j", (kind, right, wrong, problem) => {
    const text = texts.get(kind) ?? "";
    expect(problems(text.replace(right, wrong))).toEqual([expect.stringContaining(problem)]);
  });
});

test("something that is no object is no resource", () => {
  for (const value of [null, undefined, "text", 1, []]) expect(kubernetesProblems(value)).toEqual(["/kind: no schema for undefined undefined"]);
});
