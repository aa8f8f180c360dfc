import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { build, built, copyOfTheLayout, edit, realEngines, switchTo, write } from "./kustomize.ts";

// The right overlay passes; the same overlay with one mutation is refused, with the right code and in words that name the object.

const patch = (target: string, operations: string): string => `\n  - target: {${target}}\n    patch: |-\n${operations.replace(/^/gm, "      ")}`;
const strategic = (body: string): string => `\n  - patch: |-\n${body.replace(/^/gm, "      ")}`;
const deployment = (spec: string): string => strategic(`apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n${spec.replace(/^/gm, "  ")}`);
const secret = (literals: string): string => `\nsecretGenerator:\n  - name: shop-secrets\n    literals: [${literals}]`;

interface Mutation {
  readonly what: string;
  readonly code: string;
  readonly says: RegExp;
  /** Added to the overlay's patches. */
  readonly patches?: string;
  /** Added to the overlay's kustomization. */
  readonly more?: string;
  /** Added to the overlay's spec patch. */
  readonly spec?: string;
}

const mutations: readonly Mutation[] = [
  {
    what: "replicas beside an autoscaler",
    code: "PHX301",
    says: /Deployment\/shop: .*has replicas and a HorizontalPodAutoscaler/,
    spec: "processes: {web: {autoscale: {enabled: true}}}",
  },
  {
    what: "a mistyped container",
    code: "PHX302",
    says: /container wbe has no image; did you mean "web"\?/,
    patches: deployment("template: {spec: {containers: [{name: wbe, env: [{name: A, value: b}]}]}}"),
  },
  {
    what: "a variable moved above what it uses",
    code: "PHX303",
    says: /RELEASE_NODE uses \$\(POD_IP\), which is defined below it/,
    patches: deployment("template: {spec: {containers: [{name: web, env: [{name: RELEASE_NODE, value: shop@$(POD_IP)}]}]}}"),
  },
  {
    what: "a grace period that is too short",
    code: "PHX304",
    says: /is 30, but a graceful stop takes preStop 10 \+ sockets 30 \+ http 15 \+ jobs 15 \+ margin 5 = 75 s/,
    patches: deployment("template: {spec: {terminationGracePeriodSeconds: 30}}"),
  },
  {
    what: "a cluster service that is not there",
    code: "PHX305",
    says: /names the Service shop-clster, which is not in this build/,
    patches: deployment("template: {metadata: {annotations: {phoenix-release.dev/cluster-service: shop-clster}}}"),
  },
  {
    what: "a lost cluster service",
    code: "PHX305",
    says: /lost the annotation phoenix-release\.dev\/cluster-service/,
    patches: patch("kind: Deployment, name: shop", "- {op: remove, path: /spec/template/metadata/annotations/phoenix-release.dev~1cluster-service}"),
  },
  {
    what: "a ConfigMap that is not there",
    code: "PHX306",
    says: /refers to the ConfigMap shop-evn, which is not in this build; did you mean "shop-env"\?/,
    spec: "env: {A: b}",
    patches: patch("kind: Deployment, name: shop", "- {op: add, path: /spec/template/spec/containers/0/envFrom/-, value: {configMapRef: {name: shop-evn}}}"),
  },
  {
    what: "a generated Secret without a key",
    code: "PHX306",
    says: /needs the key RELEASE_COOKIE of the Secret shop-secrets, which has none/,
    more: secret(`SECRET_KEY_BASE=${"x".repeat(64)}, DATABASE_URL=y`),
  },
  {
    what: "an account that is not there",
    code: "PHX306",
    says: /runs under the ServiceAccount shpo, .*did you mean "shop"\?/,
    patches: deployment("template: {spec: {serviceAccountName: shpo}}"),
  },
  {
    what: "a claim that is not there",
    code: "PHX306",
    says: /mounts the PersistentVolumeClaim uploads/,
    patches: deployment("template: {spec: {volumes: [{name: uploads, persistentVolumeClaim: {claimName: uploads}}]}}"),
  },
  {
    what: "a probe of a port that is not there",
    code: "PHX306",
    says: /the readinessProbe of container web asks the port htpp, .*did you mean "http"\?/,
    patches: deployment("template: {spec: {containers: [{name: web, readinessProbe: {tcpSocket: {port: htpp}}}]}}"),
  },
  {
    what: "a Service of a port that is not there",
    code: "PHX306",
    says: /Service\/shop: .*leads to the port web/,
    patches: patch("kind: Service, name: shop", "- {op: replace, path: /spec/ports/0/targetPort, value: web}"),
  },
  {
    what: "a Service that selects nothing",
    code: "PHX306",
    says: /Service\/shop: .*selects no pod of this build/,
    patches: patch("kind: Service, name: shop", "- {op: add, path: /spec/selector/tier, value: front}"),
  },
  {
    what: "an edge without a backend",
    code: "PHX306",
    says: /Ingress\/shop: .*leads to the Service shop-web/,
    patches: patch("kind: Ingress, name: shop", "- {op: replace, path: /spec/rules/0/http/paths/0/backend/service/name, value: shop-web}"),
  },
  {
    what: "an edge to a port that is not there",
    code: "PHX306",
    says: /Ingress\/shop: .*leads to the port https of the Service shop/,
    patches: patch("kind: Ingress, name: shop", "- {op: replace, path: /spec/rules/0/http/paths/0/backend/service/port/name, value: https}"),
  },
  {
    what: "an autoscaler without a workload",
    code: "PHX306",
    says: /HorizontalPodAutoscaler\/shop-worker: .*scales Deployment\/shop-other/,
    spec: "processes: {worker: {env: {ROLE: worker}, autoscale: {enabled: true}}}",
    patches: patch("kind: HorizontalPodAutoscaler, name: shop-worker", "- {op: replace, path: /spec/scaleTargetRef/name, value: shop-other}"),
  },
  {
    what: "a workload that was deleted",
    code: "PHX307",
    says: /Deployment\/shop-worker: .*is in the spec but not in this build/,
    spec: "processes: {worker: {env: {ROLE: worker}}}",
    patches: strategic("$patch: delete\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop-worker}"),
  },
  {
    what: "a key of the Secret that has no effect",
    code: "PHX308",
    says: /the key POOL_SIZE of the Secret shop-secrets has no effect: container web sets POOL_SIZE itself/,
    more: secret(`SECRET_KEY_BASE=${"x".repeat(64)}, DATABASE_URL=y, RELEASE_COOKIE=z, POOL_SIZE=20`),
  },
];

const engine = realEngines[0] as (typeof realEngines)[number];

describe.each(["classic", "krm-exec"] as const)("%s", (mode) => {
  test.each(mutations)("$what", ({ code, says, patches = "", more = "", spec = "" }) => {
    const layout = copyOfTheLayout();
    switchTo(mode, layout);
    if (spec) edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  ${spec}\n`);
    if (patches || more) edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("\ntransformers:", `${patches}${more}\ntransformers:`));
    const outcome = build(engine, join(layout, "overlays/prod"), mode);
    expect(outcome.stderr).toMatch(new RegExp(`error\\[${code}\\]: `));
    expect(outcome.stderr.replaceAll(`error[${code}]: `, "")).toMatch(says);
    expect(outcome.stderr.match(/error\[PHX\d+\]/g)?.every((found) => found === `error[${code}]`)).toBe(true);
    expect({ failed: outcome.code !== 0, stdout: outcome.stdout }).toEqual({ failed: true, stdout: "" });
  });

  test("the same overlay without a mutation passes", () => {
    const layout = copyOfTheLayout();
    switchTo(mode, layout);
    expect(built(engine, join(layout, "overlays/prod"), mode)).toContain("kind: Deployment");
  });

  test("an autoscaler without replicas beside it passes", () => {
    const layout = copyOfTheLayout();
    switchTo(mode, layout);
    edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  processes: {web: {autoscale: {enabled: true}}}\n`);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("replicas:\n  - name: shop\n    count: 3\n", ""));
    expect(built(engine, join(layout, "overlays/prod"), mode)).toContain("kind: HorizontalPodAutoscaler");
  });

  test("the spec under transformers: is refused", () => {
    const layout = copyOfTheLayout();
    switchTo(mode, layout);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("transformers: [finish]", "transformers: [spec]"));
    const { code, stdout, stderr } = build(engine, join(layout, "overlays/prod"), mode);
    expect({ failed: code !== 0, stdout }).toEqual({ failed: true, stdout: "" });
    expect(stderr).toContain("error[PHX009]: the spec is listed under transformers:");
  });

  test("finish under generators: is refused", () => {
    const layout = copyOfTheLayout();
    switchTo(mode, layout);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("generators: [spec]", "generators: [finish]"));
    const { code, stdout, stderr } = build(engine, join(layout, "overlays/prod"), mode);
    expect({ failed: code !== 0, stdout }).toEqual({ failed: true, stdout: "" });
    expect(stderr).toContain("error[PHX010]: the phase finish got no resources to check");
  });

  test("no scalar of anybody's objects changes", () => {
    const layout = copyOfTheLayout();
    switchTo(mode, layout);
    const odd =
      'apiVersion: example.com/v1\nkind: Odd\nmetadata:\n  name: odd\nspec:\n  a: "1_000"\n  b: 1_000\n  c: 9223372036854775807\n  d: "yes"\n  e: 0.1\n  f: "080"\n  g: "null"\n  h: ""\n  i: |\n    ---\n    # text\n  j: 1e3\n  k: "2024-01-01"\n  l: {}\n  m: []\n';
    write(layout, "overlays/prod/odd.yaml", odd);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("resources: #", "resources:\n  - odd.yaml #"));
    const finished = built(engine, join(layout, "overlays/prod"), mode);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("transformers: [finish]", ""));
    const unfinished = built(engine, join(layout, "overlays/prod"), mode);
    const objectOf = (text: string): string | undefined => text.split("---\n").find((part) => part.includes("kind: Odd"));
    expect(objectOf(finished)).toBe(objectOf(unfinished));
  });
});
