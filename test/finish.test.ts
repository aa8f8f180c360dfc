import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Anything, build, built, copyOfTheLayout, edit, type Mode, named, objectsOf, realEngines, switchTo, write } from "./kustomize.ts";

// The right overlay passes; the same overlay with one mutation is refused, with the right code and in words that name the object.

/** What is done to overlays/prod. */
interface Change {
  /** Added to the overlay's spec patch. */
  readonly spec?: string;
  /** Added to the overlay's patches. */
  readonly patches?: string;
  /** Added to the overlay's kustomization. */
  readonly more?: string;
  /** Further resources of the overlay. */
  readonly resource?: string;
  /** Count under replicas:; none: the entry is deleted. */
  readonly replicas?: number | "none";
  /** The entry under images:, in place of the tag. */
  readonly image?: string;
}

interface Mutation extends Change {
  readonly what: string;
  /** What the right overlay has beside what is shipped. */
  readonly given?: Change;
  readonly code: string;
  readonly says: RegExp;
}

const patch = (target: string, operations: string): string => `\n  - target: {${target}}\n    patch: |-\n${operations.replace(/^/gm, "      ")}`;
const strategic = (body: string): string => `\n  - patch: |-\n${body.replace(/^/gm, "      ")}`;
const workload = (kind: string, name: string, spec: string): string =>
  strategic(`apiVersion: ${kind === "Job" ? "batch" : "apps"}/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n${spec.replace(/^/gm, "  ")}`);
const deployment = (spec: string): string => workload("Deployment", "shop", spec);
const web = (fields: string): string => deployment(`template: {spec: {containers: [{name: web, ${fields}}]}}`);
const deleted = (kind: string, name: string): string => strategic(`$patch: delete\napiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: ${name}}`);
const LONG = "x".repeat(64);
const secret = (literals: string, name = "shop-secrets"): string => `\nsecretGenerator:\n  - name: ${name}\n    literals: [${literals}]`;
const WHOLE = `SECRET_KEY_BASE=${LONG}, DATABASE_URL=y, RELEASE_COOKIE=z`;

const workers = "processes: {worker: {env: {ROLE: worker}, autoscale: {enabled: true}}}";
const store = "processes: {store: {env: {ROLE: store}, stateful: true, storage: {data: {path: /data, size: 1Gi}}}}";
const gateway =
  "expose: {type: gateway, gateway: {name: edge}, routes: {admin: {host: admin.example.com, process: admin}}}\n  processes: {admin: {env: {ROLE: admin}, http: {enabled: true}}}";
const monitor = "metrics: {port: 9568, monitor: PodMonitor, token: {secretName: scrape, key: token}}";
const gke = "expose: {ingress: {controller: gke}}\n  health: {path: /health}";
const ownAutoscaler =
  "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: mine}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}\n  maxReplicas: 5\n";

const mutations: readonly Mutation[] = [
  {
    what: "replicas beside an autoscaler",
    code: "PHX301",
    says: /Deployment\/shop: .*has replicas and a HorizontalPodAutoscaler/,
    given: { spec: "processes: {web: {autoscale: {enabled: true}}}", replicas: "none" },
    replicas: 3,
  },
  {
    what: "replicas beside an autoscaler of the user's own",
    code: "PHX301",
    says: /Deployment\/shop: .*\n {2}help: the autoscaler is none of ours/,
    resource: ownAutoscaler,
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
    patches: web("env: [{name: RELEASE_NODE, value: shop@$(POD_IP)}]"),
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
    given: { spec: "env: {A: b}" },
    patches: patch("kind: Deployment, name: shop", "- {op: add, path: /spec/template/spec/containers/0/envFrom/-, value: {configMapRef: {name: shop-evn}}}"),
  },
  {
    what: "a generated Secret without a key",
    code: "PHX306",
    says: /needs the key RELEASE_COOKIE of the Secret shop-secrets, which has none/,
    more: secret(`SECRET_KEY_BASE=${LONG}, DATABASE_URL=y`),
  },
  {
    what: "a file that is no key of its ConfigMap",
    code: "PHX306",
    says: /needs the key app\.conf of the ConfigMap settings, which has none; did you mean "app\.cnf"\?/,
    given: {
      spec: "files: {/etc/app.conf: {configMap: settings, key: app.conf}}",
      more: "\nconfigMapGenerator:\n  - {name: settings, literals: [app.conf=1]}",
    },
    patches: strategic("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {app.conf: null, app.cnf: '1'}"),
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
    patches: web("readinessProbe: {tcpSocket: {port: htpp}}"),
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
    what: "a Service without a selector",
    code: "PHX306",
    says: /Service\/shop: .*selects no pod of this build/,
    patches: patch("kind: Service, name: shop$", "- {op: remove, path: /spec/selector}"),
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
    what: "a route without a backend",
    code: "PHX306",
    says: /HTTPRoute\/shop: .*leads to the Service shpo, .*did you mean "shop"\?/,
    given: { spec: gateway },
    patches: patch("kind: HTTPRoute, name: shop$", "- {op: replace, path: /spec/rules/0/backendRefs/0/name, value: shpo}"),
  },
  {
    what: "a second route to a port that is not there",
    code: "PHX306",
    says: /HTTPRoute\/shop-2: .*leads to the port 4000 of the Service shop-admin/,
    given: { spec: gateway },
    patches: patch("kind: HTTPRoute, name: shop-2", "- {op: replace, path: /spec/rules/0/backendRefs/0/port, value: 4000}"),
  },
  {
    what: "a StatefulSet whose pods have no names",
    code: "PHX306",
    says: /StatefulSet\/shop-store: .*takes the names of its pods from the Service shop-store, which is not in this build/,
    given: { spec: store },
    patches: workload("StatefulSet", "shop-store", "serviceName: shop-store"),
  },
  {
    what: "an autoscaler without a workload",
    code: "PHX306",
    says: /HorizontalPodAutoscaler\/shop-worker: .*scales Deployment\/shop-other/,
    given: { spec: workers },
    patches: patch("kind: HorizontalPodAutoscaler, name: shop-worker", "- {op: replace, path: /spec/scaleTargetRef/name, value: shop-other}"),
  },
  {
    what: "a monitor without its token",
    code: "PHX306",
    says: /PodMonitor\/shop: .*needs the key token of the Secret scrape, which has none/,
    given: { spec: monitor, more: secret("token=x", "scrape") },
    patches: strategic("apiVersion: v1\nkind: Secret\nmetadata: {name: scrape}\ndata: {token: null, tokn: eA==}"),
  },
  {
    what: "a load balancer that would ask for the first name",
    code: "PHX306",
    says: /Service\/eu-shop: .*names the BackendConfig shop, which is called eu-shop here/,
    given: { spec: gke },
    more: "\nnamePrefix: eu-",
  },
  {
    what: "a workload that was deleted",
    code: "PHX307",
    says: /Deployment\/shop-worker: .*is in the spec but not in this build/,
    given: { spec: "processes: {worker: {env: {ROLE: worker}}}" },
    patches: deleted("Deployment", "shop-worker"),
  },
  {
    what: "a StatefulSet that was deleted",
    code: "PHX307",
    says: /StatefulSet\/shop-store: .*is in the spec but not in this build/,
    given: { spec: store },
    patches: deleted("StatefulSet", "shop-store"),
  },
  {
    what: "a migration that was deleted, and that new pods would wait for",
    code: "PHX307",
    says: /Job\/shop-migrate: .*\n.*switch it off in the spec: migrations\.strategy: none/,
    patches: strategic("$patch: delete\napiVersion: batch/v1\nkind: Job\nmetadata: {name: shop-migrate}"),
  },
  {
    what: "a key of the Secret that has no effect",
    code: "PHX308",
    says: /the key POOL_SIZE of the Secret shop-secrets has no effect: container web sets POOL_SIZE itself/,
    given: { more: secret(WHOLE) },
    more: secret(`${WHOLE}, POOL_SIZE=20`),
  },
  {
    what: "a CPU request that the schedulers do not follow",
    code: "PHX309",
    says: /Deployment\/shop: .*its CPU request is 2, which asks for 4 schedulers, but ERL_ZFLAGS starts 2/,
    patches: web("resources: {requests: {cpu: '2'}}"),
  },
  {
    what: "a CPU limit that the VM would follow",
    code: "PHX309",
    says: /its CPU limit is 2, which the VM would follow by itself, but ERL_ZFLAGS starts 2/,
    patches: web("resources: {limits: {cpu: '2'}}"),
  },
  {
    what: "replicas of a singleton",
    code: "PHX310",
    says: /Deployment\/shop: .*has 2 replicas, but it is a singleton/,
    given: { spec: "processes: {web: {singleton: true}}", replicas: 1 },
    replicas: 2,
  },
  {
    what: "replicas that want one disk",
    code: "PHX310",
    says: /Deployment\/shop: .*has 3 replicas, but only one node at a time can mount its volume shop-uploads/,
    given: { spec: "processes: {web: {storage: {uploads: {path: /uploads, size: 1Gi}}}}", replicas: 1 },
    replicas: 3,
  },
  {
    what: "replicas that want one disk from outside",
    code: "PHX310",
    says: /Deployment\/shop: .*has 3 replicas, but only one node at a time can mount its volume old-uploads/,
    given: { spec: "processes: {web: {storage: {uploads: {path: /uploads, existingClaim: old-uploads}}}}", replicas: 1 },
    replicas: 3,
  },
  {
    what: "replicas of a SQLite database",
    code: "PHX310",
    says: /Deployment\/shop: .*has 2 replicas, but its SQLite database is a file/,
    given: {
      spec: "database: {path: /data/shop.db}\n  cluster: {enabled: false}\n  processes: {web: {storage: {data: {path: /data, size: 1Gi}}}}",
      replicas: 1,
    },
    replicas: 2,
  },
  {
    what: "a Service that would send users to the migration",
    code: "PHX311",
    says: /Service\/shop: .*its selector also matches the pods of Job\/shop-migrate/,
    patches: patch("kind: Service, name: shop$", "- {op: remove, path: /spec/selector/app.kubernetes.io~1component}"),
  },
  {
    what: "a budget that would count the migration",
    code: "PHX311",
    says: /PodDisruptionBudget\/shop: .*its selector also matches the pods of Job\/shop-migrate/,
    patches: patch("kind: PodDisruptionBudget", "- {op: remove, path: /spec/selector/matchLabels/app.kubernetes.io~1component}"),
  },
  {
    what: "a migration that looks like a server",
    code: "PHX311",
    says: /Deployment\/shop: .*its selector also matches the pods of Job\/shop-migrate/,
    patches: workload("Job", "shop-migrate", "template: {metadata: {labels: {app.kubernetes.io/component: web}}}"),
  },
  {
    what: "a mistyped Secret",
    code: "PHX312",
    says: /Secret\/shop-secret: .*the Secret shop-secrets that the release reads is not here: is the name mistyped\?/,
    more: secret(WHOLE, "shop-secret"),
  },
  {
    what: "a Secret that nobody uses",
    code: "PHX312",
    says: /Secret\/credentials: .*nothing in this build uses it, and the Secret shop-secrets that the release reads is not here\n/,
    more: secret(WHOLE, "credentials"),
  },
  {
    what: "a session key that is too short",
    code: "PHX313",
    says: /Secret\/shop-secrets: .*SECRET_KEY_BASE has 63 bytes, and Plug refuses a session key of less than 64/,
    given: { more: secret(WHOLE) },
    more: secret(`SECRET_KEY_BASE=${"x".repeat(63)}, DATABASE_URL=y, RELEASE_COOKIE=z`),
  },
  {
    what: "a pod that may run as root",
    code: "PHX314",
    says: /Deployment\/shop: .*container web may run as root/,
    patches: patch("kind: Deployment, name: shop", "- {op: remove, path: /spec/template/spec/securityContext/runAsNonRoot}"),
  },
  {
    what: "a pod that runs as root",
    code: "PHX314",
    says: /container web may run as root/,
    patches: deployment("template: {spec: {securityContext: {runAsUser: 0}}}"),
  },
  {
    what: "a container that runs as root",
    code: "PHX314",
    says: /container web may run as root/,
    patches: web("securityContext: {runAsUser: 0}"),
  },
  {
    what: "a container that may gain privileges",
    code: "PHX314",
    says: /container web may gain privileges/,
    patches: web("securityContext: {allowPrivilegeEscalation: true}"),
  },
  {
    what: "a privileged container",
    code: "PHX314",
    says: /container web is privileged/,
    patches: web("securityContext: {privileged: true}"),
  },
  {
    what: "a further capability",
    code: "PHX314",
    says: /container web has the capabilities NET_ADMIN/,
    patches: web("securityContext: {capabilities: {add: [NET_ADMIN]}}"),
  },
  {
    what: "capabilities that are not dropped",
    code: "PHX314",
    says: /container web has capabilities/,
    patches: patch("kind: Deployment, name: shop", "- {op: remove, path: /spec/template/spec/containers/0/securityContext/capabilities}"),
  },
  {
    what: "a pod without a seccomp profile",
    code: "PHX314",
    says: /container web has no seccomp profile/,
    patches: patch("kind: Deployment, name: shop", "- {op: remove, path: /spec/template/spec/securityContext/seccompProfile}"),
  },
  {
    what: "an unconfined container",
    code: "PHX314",
    says: /container web has no seccomp profile/,
    patches: web("securityContext: {seccompProfile: {type: Unconfined}}"),
  },
  {
    what: "a root file system that may be written",
    code: "PHX314",
    says: /container web may write to its image/,
    patches: web("securityContext: {readOnlyRootFilesystem: false}"),
  },
  {
    what: "the network of the host",
    code: "PHX314",
    says: /the pod has hostNetwork/,
    patches: deployment("template: {spec: {hostNetwork: true}}"),
  },
  {
    what: "a port of the host",
    code: "PHX314",
    says: /container web takes the port 80 of its node/,
    patches: web("ports: [{containerPort: 4000, protocol: TCP, hostPort: 80}]"),
  },
  {
    what: "a directory of the host",
    code: "PHX314",
    says: /the volume logs is a hostPath/,
    patches: deployment("template: {spec: {volumes: [{name: logs, hostPath: {path: /var/log}}]}}"),
  },
  {
    what: "an added container without a security context",
    code: "PHX314",
    says: /container proxy may gain privileges.*container proxy has capabilities/s,
    patches: deployment("template: {spec: {containers: [{name: proxy, image: envoy}]}}"),
  },
  {
    what: "a migration that may write to its image",
    code: "PHX314",
    says: /Job\/shop-migrate: .*container migrate may write to its image/,
    patches: workload("Job", "shop-migrate", "template: {spec: {containers: [{name: migrate, securityContext: {readOnlyRootFilesystem: false}}]}}"),
  },
  {
    what: "an entry under images: that no container has",
    code: "PHX315",
    says: /overlays\/prod\/kustomization\.yaml:16:11: no container has the image ghcr\.io\/acme\/shp: .*did you mean "ghcr\.io\/acme\/shop"\?\n {2}16 \| {3}- name: ghcr\.io\/acme\/shp\n/,
    image: "name: ghcr.io/acme/shp\n    newTag: 1.4.2",
  },
  {
    what: "more replicas than the database has connections for",
    code: "PHX217",
    says: /release\.yaml:\d+:\d+: .*opens 52 database connections, and 42 are allowed: web \(4 \+ 1\) x 10 x 1 \+ migrate 2 x 1/,
    given: { spec: "database: {maxConnections: 42}", replicas: 3 },
    replicas: 4,
  },
  {
    what: "an autoscaler that exceeds the database",
    code: "PHX217",
    says: /opens 62 database connections, and 42 are allowed: web \(5 \+ 1\) x 10 x 1/,
    given: { spec: "database: {maxConnections: 42}\n  processes: {web: {autoscale: {enabled: true, max: 3}}}", replicas: "none" },
    patches: patch("kind: HorizontalPodAutoscaler", "- {op: replace, path: /spec/maxReplicas, value: 5}"),
  },
  {
    what: "a surge that exceeds the database",
    code: "PHX217",
    says: /opens 62 database connections, and 42 are allowed: web \(3 \+ 3\) x 10 x 1/,
    given: { spec: "database: {maxConnections: 42}", replicas: 3 },
    patches: deployment('strategy: {rollingUpdate: {maxSurge: "90%"}}'),
  },
  {
    what: "a pool that exceeds the database",
    code: "PHX217",
    says: /opens 50 database connections, and 42 are allowed: web \(3 \+ 1\) x 12 x 1/,
    given: { spec: "database: {maxConnections: 42}", replicas: 3 },
    patches: deployment('template: {spec: {containers: [{name: web, env: [{name: POOL_SIZE, value: "12"}]}]}}'),
  },
];

/** A copy of the layout with overlays/prod changed. */
function changed(mode: Mode, ...changes: readonly Change[]): string {
  const layout = copyOfTheLayout();
  switchTo(mode, layout);
  const prod = "overlays/prod/kustomization.yaml";
  const { spec, patches, more, resource, replicas, image } = Object.assign({}, ...changes) as Change;
  if (spec) edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  ${spec}\n`);
  if (patches || more) edit(layout, prod, (yaml) => yaml.replace("\ntransformers:", `${patches ?? ""}${more ?? ""}\ntransformers:`));
  if (resource) {
    write(layout, "overlays/prod/resource.yaml", resource);
    edit(layout, prod, (yaml) => yaml.replace("resources: #", "resources:\n  - resource.yaml #"));
  }
  if (replicas === "none") edit(layout, prod, (yaml) => yaml.replace(/replicas:\n.*\n.*\n/, ""));
  else if (replicas !== undefined && replicas !== SHIPPED_REPLICAS) edit(layout, prod, (yaml) => yaml.replace(/count: \d+/, `count: ${replicas}`));
  if (image) edit(layout, prod, (yaml) => yaml.replace("name: ghcr.io/acme/shop\n    newTag: 1.4.2", image));
  return layout;
}

const SHIPPED_REPLICAS = 3;
const engine = realEngines[0] as (typeof realEngines)[number];

describe.each(["classic", "krm-exec"] as const)("%s", (mode) => {
  const prod = (...changes: readonly Change[]): string => built(engine, join(changed(mode, ...changes), "overlays/prod"), mode);

  test("the overlay as it is passes", () => expect(prod()).toContain("kind: Deployment"));

  // The checks do not know how they were called: one of each code is enough the second time.
  const tried = mutations.filter(({ code }, index) => mode === "classic" || mutations.findIndex((other) => other.code === code) === index);

  test.each(tried)("$code $what", ({ what, code, says, given, ...mutation }) => {
    if (given && mode === "classic") expect(prod(given)).toContain("kind: Deployment");
    const layout = changed(mode, given ?? {}, mutation);
    const outcome = build(engine, join(layout, "overlays/prod"), mode, { env: { PWD: layout } });
    expect(outcome.stderr).toMatch(new RegExp(`error\\[${code}\\]: `));
    expect(outcome.stderr.replaceAll(`error[${code}]: `, "")).toMatch(says);
    expect(outcome.stderr.match(/error\[PHX\d+\]/g)?.every((found) => found === `error[${code}]`)).toBe(true);
    expect({ failed: outcome.code !== 0, stdout: outcome.stdout }).toEqual({ failed: true, stdout: "" });
  });

  test("no value of a Secret is ever told", () => {
    const value = "for-nobodys-eyes";
    const layout = changed(mode, { more: secret(`SECRET_KEY_BASE=${value}, DATABASE_URL=${value}, POOL_SIZE=${value}`) });
    const { stdout, stderr } = build(engine, join(layout, "overlays/prod"), mode);
    expect(stderr).toContain("error[PHX313]: SECRET_KEY_BASE has 16 bytes");
    for (const text of [value, Buffer.from(value).toString("base64")]) expect(stdout + stderr).not.toContain(text);
  });

  test("the spec under transformers: is refused", () => {
    const layout = changed(mode);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("transformers: [finish]", "transformers: [spec]"));
    const { code, stdout, stderr } = build(engine, join(layout, "overlays/prod"), mode);
    expect({ failed: code !== 0, stdout }).toEqual({ failed: true, stdout: "" });
    expect(stderr).toContain("error[PHX009]: the spec is listed under transformers:");
  });

  test("finish under generators: is refused", () => {
    const layout = changed(mode);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("generators: [spec]", "generators: [finish]"));
    const { code, stdout, stderr } = build(engine, join(layout, "overlays/prod"), mode);
    expect({ failed: code !== 0, stdout }).toEqual({ failed: true, stdout: "" });
    expect(stderr).toContain("error[PHX010]: the phase finish got no resources to check");
  });

  test("no scalar of anybody's objects changes", () => {
    const odd =
      'apiVersion: example.com/v1\nkind: Odd\nmetadata:\n  name: odd\nspec:\n  a: "1_000"\n  b: 1_000\n  c: 9223372036854775807\n  d: "yes"\n  e: 0.1\n  f: "080"\n  g: "null"\n  h: ""\n  i: |\n    ---\n    # text\n  j: 1e3\n  k: "2024-01-01"\n  l: {}\n  m: []\n';
    const layout = changed(mode, { resource: odd });
    const finished = built(engine, join(layout, "overlays/prod"), mode);
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("transformers: [finish]", ""));
    const unfinished = built(engine, join(layout, "overlays/prod"), mode);
    const objectOf = (text: string): string | undefined => text.split("---\n").find((part) => part.includes("kind: Odd"));
    expect(objectOf(finished)).toBe(objectOf(unfinished));
  });
});

// Right overlays that look wrong at first sight.

const all = [
  "expose: {type: gateway, gateway: {name: edge}, routes: {admin: {host: admin.example.com, process: admin}}}",
  "serviceAccount: {rules: {pods: {resources: [pods], verbs: [list]}}}",
  "metrics: {port: 9568, monitor: PodMonitor, token: {secretName: scrape, key: token}}",
  "files: {/etc/motd: {content: hello}, /etc/other: {configMap: other}}",
  "env: {LOG_LEVEL: info}",
  'cron: {report: {schedule: "@daily", eval: "Shop.report()"}}',
  "seed: {enabled: true, eval: Shop.seed()}",
  `processes:
    admin: {env: {ROLE: admin}, http: {enabled: true}, metrics: {monitor: ServiceMonitor}, autoscale: {enabled: true}}
    store: {env: {ROLE: store}, stateful: true, autoscale: {enabled: true}, storage: {data: {path: /data, size: 1Gi}}}
    alone: {env: {ROLE: alone}, stateful: true, cluster: {enabled: false}, ports: {mqtt: {port: 1883}}}
    disk: {env: {ROLE: disk}, storage: {uploads: {path: /uploads, size: 1Gi}}}`,
].join("\n  ");

describe.each(realEngines.map((engine) => [engine.name, engine] as const))("%s lets pass", (_, engine) => {
  const prod = (...changes: readonly Change[]): string => built(engine, join(changed("classic", ...changes), "overlays/prod"));

  test("no replicas for a while", () => {
    expect(named(prod({ replicas: 0 }), "Deployment", "shop").spec.replicas).toBe(0);
    expect(named(prod({ replicas: 0, spec: "processes: {web: {singleton: true}}" }), "Deployment", "shop").spec.replicas).toBe(0);
  });

  test("an autoscaler without replicas beside it", () => {
    const text = prod({ spec: "processes: {web: {autoscale: {enabled: true}}}", replicas: "none" });
    expect(named(text, "HorizontalPodAutoscaler", "shop").spec.scaleTargetRef.name).toBe("shop");
    expect(named(text, "Deployment", "shop").spec.replicas).toBeUndefined();
  });

  test("a cron with the name of a process", () => {
    const text = prod({ spec: 'processes: {worker: {env: {ROLE: worker}}}\n  cron: {worker: {schedule: "@daily", eval: "Shop.report()"}}' });
    expect([named(text, "Deployment", "shop-worker").kind, named(text, "CronJob", "shop-worker").kind]).toEqual(["Deployment", "CronJob"]);
  });

  test("what the spec says is in the cluster", () => {
    const spec =
      "files: {/etc/app: {configMap: from-outside}}\n  envFrom: {flags: {configMap: flags}}\n  pod: {sidecars: {agent: {image: agent, envFrom: [{configMapRef: {name: agent}}], env: [{name: A, valueFrom: {configMapKeyRef: {name: agent-more, key: a}}}]}}}\n  processes: {web: {storage: {uploads: {path: /uploads, existingClaim: shared, accessMode: ReadWriteMany}}}}";
    expect(named(prod({ spec }), "Deployment", "shop").spec.replicas).toBe(SHIPPED_REPLICAS);
  });

  test("images by another name, by digest, by tag and by pattern", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const image = (entry: string): string => named(prod({ image: entry }), "Deployment", "shop").spec.template.spec.containers[0].image;
    expect(image(`name: ghcr.io/acme/shop\n    newName: registry.example.com/mirror/shop\n    digest: ${digest}`)).toBe(
      `registry.example.com/mirror/shop@${digest}`,
    );
    expect(image(`name: ghcr.io/acme/shop\n    newName: registry.example.com:5000/shop\n    newTag: "2"`)).toBe("registry.example.com:5000/shop:2");
    expect(image("name: ghcr.io/acme/shop:1.4.2\n    newTag: 1.5.0")).toBe("ghcr.io/acme/shop:1.5.0");
    expect(image("name: ghcr.io/.*/shop\n    newTag: 1.5.0")).toBe("ghcr.io/acme/shop:1.5.0");
  });

  test("another image for the database of dev", () => {
    const layout = copyOfTheLayout();
    edit(layout, "overlays/dev/kustomization.yaml", (yaml) =>
      yaml.replace("images:", 'images:\n  - {name: docker.io/library/postgres, newName: mirror.example.com/postgres, newTag: "18"}'),
    );
    expect(named(built(engine, join(layout, "overlays/dev")), "StatefulSet", "postgres").spec.template.spec.containers[0].image).toBe(
      "mirror.example.com/postgres:18",
    );
  });

  test.each(["includeTemplates: true", "includeSelectors: true"])("labels with %s", (how) => {
    const text = prod({ spec: all, more: `${secret("token=x", "scrape")}\nlabels:\n  - {pairs: {team: store}, ${how}}` });
    expect(named(text, "Deployment", "shop").spec.template.metadata.labels.team).toBe("store");
  });

  test("a sidecar of the spec, and one that a patch adds with a security context", () => {
    const sidecar = "{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}";
    const text = prod({
      spec: 'pod: {sidecars: {proxy: {image: "proxy:1", oneOffs: true}}}',
      patches: deployment(`template: {spec: {containers: [{name: agent, image: agent, securityContext: ${sidecar}}]}}`),
    });
    expect(named(text, "Deployment", "shop").spec.template.spec.containers.map(({ name }: Anything) => name)).toEqual(["agent", "web"]);
  });

  test("security that differs between the processes", () => {
    const text = prod({
      spec: "security: {profile: none, readOnlyRoot: false}\n  processes: {worker: {env: {ROLE: worker}, security: {profile: restricted, readOnlyRoot: true}}}",
    });
    const { containers, initContainers } = named(text, "Deployment", "shop-worker").spec.template.spec;
    for (const { securityContext } of [...containers, ...initContainers]) {
      expect(securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true });
    }
  });

  test("a Secret for somebody outside of the build", () => {
    const text = prod({ resource: "apiVersion: v1\nkind: Secret\nmetadata: {name: for-the-ingress}\ndata: {a: eA==}\n" });
    expect(named(text, "Secret", "for-the-ingress").data).toEqual({ a: "eA==" });
  });

  test("a prefix and a suffix over everything", () => {
    const more = `${secret("token=x", "scrape")}\n  - name: shop-secrets\n    literals: [${WHOLE}]\nconfigMapGenerator:\n  - {name: other, literals: [a=b]}\nnamePrefix: eu-\nnameSuffix: -blue`;
    const text = prod({ spec: all, more });
    const objects = objectsOf(text).filter(({ kind }) => kind !== "Namespace");
    for (const { kind, metadata } of objects)
      expect([kind, metadata.name, metadata.namespace]).toEqual([kind, expect.stringMatching(/^eu-.*-blue/), "shop-prod"]);
    expect(danglingNames(objects)).toEqual([]);
    expect(named(text, "RoleBinding", "eu-shop-blue")).toMatchObject({
      roleRef: { name: "eu-shop-blue" },
      subjects: [{ name: "eu-shop-blue", namespace: "shop-prod" }],
    });
  });

  test("pods without a profile, unless their namespace is in the build and enforces restricted", () => {
    const layout = copyOfTheLayout();
    edit(layout, "bases/app/spec/release.yaml", (yaml) => `${yaml}  security: {profile: none}\n`);
    expect(named(built(engine, join(layout, "overlays/prod")), "Deployment", "shop").spec.template.spec.securityContext).toBeUndefined();
    const { code, stderr } = build(engine, join(layout, "overlays/dev"), "classic");
    expect(code).toBe(1);
    expect(stderr).toMatch(/Deployment\/shop: error\[PHX314\]: container web may run as root, which the namespace shop-dev does not let in\n/);
    edit(layout, "overlays/dev/namespace.yaml", (yaml) => yaml.replace("enforce: restricted", "enforce: baseline"));
    expect(named(built(engine, join(layout, "overlays/dev")), "Namespace", "shop-dev").metadata.name).toBe("shop-dev");
  });

  test("what is mostly there already is renamed with the rest where the build makes it", () => {
    const made = [
      ["gateway.networking.k8s.io/v1", "Gateway"],
      ["networking.k8s.io/v1", "IngressClass"],
      ["cert-manager.io/v1", "Issuer"],
      ["cert-manager.io/v1", "ClusterIssuer"],
      ["node.k8s.io/v1", "RuntimeClass"],
      ["scheduling.k8s.io/v1", "PriorityClass"],
      ["storage.k8s.io/v1", "StorageClass"],
    ];
    const resource = made.map(([apiVersion, kind]) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: mine}\n`).join("---\n");
    const common = `pod: {runtimeClassName: mine, priorityClassName: mine}\n  cron: {report: {schedule: "@daily", eval: Shop.report()}}\n  ${store.replace("size: 1Gi", "size: 1Gi, class: mine")}`;
    const under = (expose: string): string => prod({ spec: `expose: ${expose}\n  ${common}`, resource, more: "\nnamePrefix: eu-" });
    const text = under("{ingress: {className: mine, tls: {issuer: mine}}}");
    const [web, stateful] = [named(text, "Deployment", "eu-shop").spec.template.spec, named(text, "StatefulSet", "eu-shop-store").spec];
    const pods = [
      web,
      stateful.template.spec,
      named(text, "Job", /^eu-shop-migrate/).spec.template.spec,
      named(text, "CronJob", "eu-shop-report").spec.jobTemplate.spec.template.spec,
    ];
    for (const { runtimeClassName, priorityClassName } of pods) expect([runtimeClassName, priorityClassName]).toEqual(["eu-mine", "eu-mine"]);
    expect(stateful.volumeClaimTemplates[0].spec.storageClassName).toBe("eu-mine");
    expect(named(text, "Ingress", "eu-shop")).toMatchObject({
      metadata: { annotations: { "cert-manager.io/issuer": "eu-mine" } },
      spec: { ingressClassName: "eu-mine" },
    });
    expect(named(under("{ingress: {tls: {clusterIssuer: mine}}}"), "Ingress", "eu-shop").metadata.annotations["cert-manager.io/cluster-issuer"]).toBe(
      "eu-mine",
    );
    expect(named(under("{type: gateway, gateway: {name: mine}}"), "HTTPRoute", "eu-shop").spec.parentRefs[0].name).toBe("eu-mine");
  });

  test("a namespace, in the overlay or above, and the account that the rights are bound to has it", () => {
    const spec = "serviceAccount: {rules: {pods: {resources: [pods], verbs: [list]}}}";
    const layout = changed("classic", { spec });
    write(layout, "overlays/above/kustomization.yaml", "resources: [../prod]\nnamespace: above\nnamePrefix: eu-\n");
    expect(named(built(engine, join(layout, "overlays/prod")), "RoleBinding", "shop").subjects[0].namespace).toBe("shop-prod");
    expect(named(built(engine, join(layout, "overlays/above")), "RoleBinding", "eu-shop").subjects[0]).toMatchObject({ name: "eu-shop", namespace: "above" });
  });
});

/** Names that objects refer to and that no object of the build has. */
function danglingNames(objects: readonly Anything[]): string[] {
  const has = (kind: string, name: string): boolean => objects.some((object) => object.kind === kind && object.metadata.name === name);
  const references: [kind: string, name: string | undefined, by: string][] = objects.flatMap((object) => {
    const { kind, spec = {} } = object;
    const pod = (kind === "CronJob" ? spec.jobTemplate.spec : spec).template?.spec ?? {};
    const containers: Anything[] = [...(pod.initContainers ?? []), ...(pod.containers ?? [])];
    const env: Anything[] = containers.flatMap(({ env = [] }) => env.map(({ valueFrom = {} }: Anything) => valueFrom));
    const envFrom: Anything[] = containers.flatMap(({ envFrom = [] }) => envFrom);
    const volumes: Anything[] = pod.volumes ?? [];
    const { annotations = {} } = spec.template?.metadata ?? {};
    return (
      [
        ["ServiceAccount", pod.serviceAccountName],
        ["Service", annotations["phoenix-release.dev/cluster-service"]],
        ["Service", spec.serviceName],
        [spec.scaleTargetRef?.kind, spec.scaleTargetRef?.name],
        ...(spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs.map(({ name }: Anything) => ["Service", name])),
        ...[...(spec.endpoints ?? []), ...(spec.podMetricsEndpoints ?? [])].map(({ authorization }) => ["Secret", authorization.credentials.name]),
        ...env.flatMap(({ configMapKeyRef, secretKeyRef }) => [
          ["ConfigMap", configMapKeyRef?.name],
          ["Secret", secretKeyRef?.name],
        ]),
        ...envFrom.flatMap(({ configMapRef, secretRef }) => [
          ["ConfigMap", configMapRef?.name],
          ["Secret", secretRef?.name],
        ]),
        ...volumes.flatMap(({ configMap, secret, persistentVolumeClaim }) => [
          ["ConfigMap", configMap?.name],
          ["Secret", secret?.secretName],
          ["PersistentVolumeClaim", persistentVolumeClaim?.claimName],
        ]),
      ] as [string, string | undefined][]
    ).map(([to, name]): [string, string | undefined, string] => [to, name, `${kind}/${object.metadata.name}`]);
  });
  return references.filter(([kind, name]) => name !== undefined && !has(kind, name)).map(([kind, name, by]) => `${by} -> ${kind}/${name}`);
}
