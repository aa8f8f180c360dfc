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
    // wrong types
    ["Deployment", "replicas: 2", 'replicas: "2"', "/spec/replicas: must be integer"],
    ["Deployment", 'value: "4000"', "value: 4000", `${container}/env/2/value: must be string`],
    ["Deployment", "seconds: 10", "seconds: 10s", `${container}/lifecycle/preStop/sleep/seconds: must be integer`],
    ["Deployment", "args: [/app/bin/shop, start]", "args: /app/bin/shop", `${container}/args: must be array`],
    ["ConfigMap", "ANY_KEY: any value", "ANY_KEY: true", "/data/ANY_KEY: must be string"],
    ["NetworkPolicy", "policyTypes: [Ingress]", "policyTypes: { Ingress: true }", "/spec/policyTypes: must be array"],
    // missing fields
    ["Deployment", "          topologyKey: topology.kubernetes.io/zone\n", "", "/spec/template/spec/topologySpreadConstraints/0/topologyKey: is missing"],
    ["Ingress", "            pathType: Prefix\n", "", "/spec/rules/0/http/paths/0/pathType: is missing"],
    ["HorizontalPodAutoscaler", "  maxReplicas: 6\n", "", "/spec/maxReplicas: is missing"],
    ["Job", "containers:\n        - name: migrate\n          image", "containers:\n        - image", `${container}/name: is missing`],
    ["Role", "    verbs: [get, list]\n", "", "/rules/0/verbs: is missing"],
    // no such kind
    ["Role", "kind: Role", "kind: Rolle", "/kind: no schema for rbac.authorization.k8s.io/v1 Rolle"],
    ["HorizontalPodAutoscaler", "autoscaling/v2", "autoscaling/v2beta2", "/kind: no schema for autoscaling/v2beta2 HorizontalPodAutoscaler"],
  ])("%s: %j as %j", (kind, right, wrong, problem) => {
    const text = texts.get(kind) ?? "";
    expect(text).toContain(right);
    expect(problems(text.replace(right, wrong))).toEqual([problem]);
  });
});

test("something that is no object is no resource", () => {
  for (const value of [null, undefined, "text", 1, []]) expect(kubernetesProblems(value)).toEqual(["/kind: no schema for undefined undefined"]);
});
