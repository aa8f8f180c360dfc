import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kubernetesProblems } from "./kubernetes-schema.ts";
import { type Anything, built, copyOfTheLayout, edit, modesOf, named, objectsOf, realEngines, switchTo, write } from "./kustomize.ts";
import { programs, root } from "./program.ts";

// Public applications, described by their own files: each docs/examples/<app>/release.yaml gives the whole of test/examples/<app>.yaml,
// by hand and through every real engine, and what an operator of this application would look at first stands below by hand.

const directory = join(root, "docs/examples");
const apps = readdirSync(directory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const spec = (app: string): string => readFileSync(join(directory, app, "release.yaml"), "utf8");
const [[, fromSource]] = programs as [(typeof programs)[number]];
const outputs = new Map(apps.map((app) => [app, fromSource({ args: [`docs/examples/${app}/release.yaml`], cwd: root })]));
const output = (app: string): string => outputs.get(app)?.stdout as string;
const hashed = /-[a-z0-9]{10}$/;

test("every example says where its facts come from", () => {
  expect(apps).toEqual(["electric", "firezone", "hexpm", "livebook", "plausible", "teslamate"]);
  for (const app of apps) expect(existsSync(join(directory, app, "README.md")), app).toBe(true);
});

describe.each(programs)("%s", (_, program) => {
  test.each(apps)("%s", async (app) => {
    const { code, stdout, stderr } = program({ args: [`docs/examples/${app}/release.yaml`], cwd: root });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(join(root, "test/examples", `${app}.yaml`));
  });
});

test.each(apps)("Kubernetes takes every object of %s", (app) => {
  for (const object of objectsOf(output(app))) expect(kubernetesProblems(object), `${object.kind} ${object.metadata.name}`).toEqual([]);
});

/** The layout that the README tells to copy, with an example in the place of the shop. */
function layoutOf(app: string): string {
  const layout = copyOfTheLayout();
  write(layout, "bases/app/spec/release.yaml", spec(app));
  edit(layout, "bases/app/kustomization.yaml", (text) => text.replace("name: shop", `name: ${app}`));
  return layout;
}

// The other modes differ in how we are called, not in what a spec says: one engine is enough for them.
const ways = realEngines.flatMap((engine, index) =>
  modesOf(engine)
    .filter((mode) => index === 0 || mode === "classic")
    .map((mode) => ({ engine, mode, way: `${engine.name}, ${mode}` })),
);

describe.each(ways)("through $way", ({ engine, mode }) => {
  test.each(apps)("%s", (app) => {
    const layout = layoutOf(app);
    switchTo(mode, layout);
    const objects = objectsOf(built(engine, join(layout, "bases/app"), mode));
    const called = ({ kind, metadata: { name } }: Anything): string => `${kind} ${name.replace(hashed, "")}`;
    expect(objects.map(called).sort()).toEqual(objectsOf(output(app)).map(called).sort());
    for (const object of objects) expect(kubernetesProblems(object), called(object)).toEqual([]);
  });
});

/** A name inside a value, of a BackendConfig or of a Service, does not follow a prefix. */
const withoutPrefix = ["hexpm", "plausible"];

test.each(apps)("%s in a namespace, under a prefix where that is possible", (app) => {
  const prefix = withoutPrefix.includes(app) ? "" : "eu-";
  const layout = layoutOf(app);
  edit(layout, "bases/app/kustomization.yaml", (text) => `${text}namespace: prod\nnamePrefix: "${prefix}"\n`);
  const objects = objectsOf(built(realEngines[0] as (typeof realEngines)[number], join(layout, "bases/app")));
  for (const { kind, metadata } of objects)
    expect([kind, metadata.name, metadata.namespace]).toEqual([kind, expect.stringMatching(`^${prefix}${app}`), "prod"]);
  const ofKind = (kind: string): Anything[] => objects.filter((object) => object.kind === kind);
  const clusters = ofKind("Deployment").flatMap(({ spec }) => spec.template.metadata.annotations?.["phoenix-release.dev/cluster-service"] ?? []);
  expect(ofKind("Service").map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(clusters));
  expect(ofKind("RoleBinding").map(({ subjects }) => subjects[0])).toEqual(
    ofKind("Role").map(({ metadata }) => ({ kind: "ServiceAccount", name: metadata.name, namespace: "prod" })),
  );
});

/** Where a variable of a container comes from: its value, or Secret/key, or the pod's field; undefined: it is not set. */
function variable(workload: Anything, name: string): string | undefined {
  const { containers } = workload.spec.template.spec;
  const entry = containers[0].env.find((entry: Anything) => entry.name === name);
  const { secretKeyRef, fieldRef } = entry?.valueFrom ?? {};
  return secretKeyRef ? `${secretKeyRef.name}/${secretKeyRef.key}` : (fieldRef?.fieldPath ?? entry?.value);
}
const pod = (workload: Anything): Anything => workload.spec.template.spec;
const args = (workload: Anything): string[] | undefined => pod(workload).containers[0].args;
const mounts = (workload: Anything): string[] => (pod(workload).containers[0].volumeMounts ?? []).map((mount: Anything) => mount.mountPath);

describe("hexpm", () => {
  const out = output("hexpm");
  const [web, worker, job] = [named(out, "Deployment", "hexpm"), named(out, "Deployment", "hexpm-worker"), named(out, "Job", "hexpm-migrate")];

  test("env.sh makes the node name, from what it expects", () => {
    expect(variable(web, "COOKIE")).toBe("hexpm-secrets/COOKIE");
    expect(variable(web, "POD_IP")).toBe("status.podIP");
    expect(variable(web, "POD_NAMESPACE")).toBe("metadata.namespace");
    for (const name of ["RELEASE_NODE", "RELEASE_COOKIE", "RELEASE_DISTRIBUTION", "DNS_CLUSTER_QUERY"]) expect(variable(web, name), name).toBeUndefined();
  });
  test("its own names, and no switch for the endpoint", () => {
    expect(variable(web, "HEXPM_PORT")).toBe("4000");
    expect(variable(web, "HEXPM_HOST")).toBe("hex.example.com");
    expect(variable(web, "HEXPM_SECRET_KEY_BASE")).toBe("hexpm-secrets/HEXPM_SECRET_KEY_BASE");
    expect(variable(web, "HEXPM_DATABASE_URL")).toBe("hexpm-secrets/HEXPM_DATABASE_URL");
    for (const name of ["PORT", "PHX_HOST", "PHX_SERVER", "SECRET_KEY_BASE", "DATABASE_URL", "POOL_SIZE"]) expect(variable(web, name), name).toBeUndefined();
  });
  test("the label that libcluster looks for is on the headless Service alone, and web alone may ask", () => {
    expect(named(out, "Service", "hexpm-cluster").metadata.labels.app).toBe("hexpm");
    expect(named(out, "Service", "hexpm").metadata.labels.app).toBeUndefined();
    expect(named(out, "Role", "hexpm").rules).toEqual([{ apiGroups: [""], resources: ["endpoints"], verbs: ["list"] }]);
    expect([web, worker, job].map((workload) => pod(workload).automountServiceAccountToken)).toEqual([true, false, false]);
  });
  test("a worker has no port, no cluster, a small pool and time for its jobs", () => {
    expect(args(worker)).toEqual(["/app/bin/hexpm", "start"]);
    expect(variable(worker, "HEXPM_MODE")).toBe("worker");
    expect(variable(worker, "HEXPM_PORT")).toBeUndefined();
    expect(variable(worker, "HEXPM_CLUSTER")).toBeUndefined();
    expect([variable(web, "HEXPM_DATABASE_POOL_SIZE"), variable(worker, "HEXPM_DATABASE_POOL_SIZE")]).toEqual(["10", "5"]);
    expect(pod(worker).terminationGracePeriodSeconds).toBe(330);
    expect(pod(worker).containers[0].envFrom.at(-1)).toEqual({ secretRef: { name: "hexpm-worker-secrets" } });
  });
  test("migrations", () => expect(args(job)).toEqual(["/app/bin/hexpm", "eval", "Hexpm.ReleaseTasks.migrate()"]));
});

describe("plausible", () => {
  const out = output("plausible");
  const [web, events, job] = [named(out, "Deployment", "plausible"), named(out, "StatefulSet", "plausible-events"), named(out, "Job", "plausible-migrate")];

  test("the image's own command, once, as its user, on its disk", () => {
    expect(args(web)).toBeUndefined();
    expect(web.spec).toMatchObject({ replicas: 1, strategy: { type: "Recreate" } });
    expect(pod(web).securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 65533, fsGroup: 65533 });
    expect(mounts(web)).toContain("/var/lib/plausible");
  });
  test("the host and the second database, wherever the release's code runs", () => {
    for (const workload of [web, job]) {
      expect(variable(workload, "BASE_URL")).toBe("https://$(PHX_HOST)");
      expect(variable(workload, "CLICKHOUSE_PASSWORD")).toBe("plausible-clickhouse/password");
      expect(variable(workload, "CLICKHOUSE_DATABASE_URL")).toBe("http://$(CLICKHOUSE_USER):$(CLICKHOUSE_PASSWORD)@plausible-events:8123/plausible_events");
    }
    expect(variable(web, "HTTP_PORT")).toBe("8000");
  });
  test("databases are made and migrated through the entrypoint", () =>
    expect(args(job)).toEqual(["sh", "-c", "/entrypoint.sh db createdb && /entrypoint.sh db migrate"]));
  test("only readiness asks the databases", () => {
    const { livenessProbe, readinessProbe } = pod(web).containers[0];
    expect([livenessProbe.httpGet.path, readinessProbe.httpGet.path]).toEqual(["/api/system/health/live", "/api/system/health/ready"]);
  });
  test("ClickHouse knows nothing of the release", () => {
    expect(pod(events).containers[0].envFrom).toBeUndefined();
    expect(pod(events).initContainers).toBeUndefined();
    for (const name of ["SECRET_KEY_BASE", "DATABASE_URL", "ERL_ZFLAGS", "PORT"]) expect(variable(events, name), name).toBeUndefined();
    const rule = named(out, "NetworkPolicy", "plausible").spec.ingress.find((rule: Anything) => rule.ports[0].port === 8123);
    expect(rule.from).toEqual([{ podSelector: { matchLabels: { "app.kubernetes.io/name": "plausible" } } }]);
  });
});

describe("livebook", () => {
  const out = output("livebook");
  const web = named(out, "Deployment", "livebook");

  test("node, cookie and query under its own names", () => {
    expect(variable(web, "LIVEBOOK_NODE")).toBe("livebook@$(POD_IP)");
    expect(variable(web, "LIVEBOOK_COOKIE")).toBe("livebook-secrets/LIVEBOOK_COOKIE");
    expect(variable(web, "DNS_CLUSTER_QUERY")).toBe("$(CLUSTER_SERVICE).$(POD_NAMESPACE).svc.cluster.local");
    expect(variable(web, "LIVEBOOK_CLUSTER")).toBe("dns:$(DNS_CLUSTER_QUERY)");
    expect(variable(web, "RELEASE_DISTRIBUTION")).toBeUndefined();
  });
  test("its distribution port is left to it, and open", () => {
    expect(`${variable(web, "ERL_AFLAGS")} ${variable(web, "ERL_ZFLAGS")}`).not.toMatch(/inet_dist|epmd/);
    expect(out).not.toMatch(/remote\.vm\.args|4369/);
    expect(named(out, "Service", "livebook-cluster").spec.ports.map((port: Anything) => port.port)).toEqual([13825]);
    expect(named(out, "NetworkPolicy", "livebook").spec.ingress.at(-1).ports).toEqual([{ port: 13825, protocol: "TCP" }]);
  });
  test("its home stays as the image made it", () => {
    expect(variable(web, "HOME")).toBeUndefined();
    expect(pod(web).containers[0].securityContext.readOnlyRootFilesystem).toBeUndefined();
    expect(mounts(web)).toEqual(["/data", "/apps/where.livemd"]);
  });
  test("no database", () => expect(objectsOf(out).map(({ kind }) => kind)).not.toContain("Job"));
  test("for writing: a disk, and pods of its own", () => {
    const { code, stdout, stderr } = fromSource({ args: ["docs/examples/livebook/writing.yaml"], cwd: root });
    expect([code, stderr]).toEqual([0, ""]);
    for (const object of objectsOf(stdout)) expect(kubernetesProblems(object)).toEqual([]);
    const writing = named(stdout, "Deployment", "livebook");
    expect(mounts(writing)).toEqual(["/data"]);
    expect(pod(writing).automountServiceAccountToken).toBe(true);
    expect(named(stdout, "Role", "livebook").rules.map(({ resources }: Anything) => resources)).toEqual([["events"], ["pods"]]);
  });
});

describe("teslamate", () => {
  const out = output("teslamate");
  const [web, grafana] = [named(out, "Deployment", "teslamate"), named(out, "Deployment", "teslamate-grafana")];

  test("never two, and time to migrate", () => {
    expect(web.spec).toMatchObject({ replicas: 1, strategy: { type: "Recreate" } });
    expect(objectsOf(out).filter(({ kind, metadata }) => kind === "PodDisruptionBudget" && metadata.name === "teslamate")).toEqual([]);
    expect(args(web)).toBeUndefined();
    expect(pod(web).containers[0].startupProbe).toMatchObject({ periodSeconds: 2, failureThreshold: 300 });
    expect(pod(web).initContainers).toBeUndefined();
  });
  test("the database in parts, and no URL", () => {
    expect(variable(web, "DATABASE_PASS")).toBe("teslamate-db-app/password");
    expect(variable(web, "DATABASE_NAME")).toBe("teslamate-db-app/dbname");
    expect(variable(web, "DATABASE_URL")).toBeUndefined();
    expect(variable(web, "VIRTUAL_HOST")).toBe("teslamate.example.com");
  });
  test("Grafana has its own host, disk and user, and of the secrets what it names", () => {
    expect(pod(grafana).securityContext).toMatchObject({ runAsUser: 472, fsGroup: 472 });
    expect(mounts(grafana)).toContain("/var/lib/grafana");
    expect(pod(grafana).containers[0].envFrom).toBeUndefined();
    expect(variable(grafana, "DATABASE_PASS")).toBe("teslamate-db-app/password");
    expect(variable(grafana, "SECRET_KEY_BASE")).toBeUndefined();
    const [, route] = named(out, "Ingress", "teslamate").spec.rules;
    expect([route.host, route.http.paths[0].backend.service]).toEqual(["grafana.example.com", { name: "teslamate-grafana", port: { name: "http" } }]);
  });
  test("only the edge, which asks for a login, reaches either", () =>
    expect(named(out, "NetworkPolicy", "teslamate").spec.ingress.map(({ from }: Anything) => from)).toEqual([
      [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } } }],
    ]));
});

describe("firezone", () => {
  const out = output("firezone");
  const [web, job] = [named(out, "Deployment", "firezone"), named(out, "Job", "firezone-migrate")];

  test("two hosts lead to two ports of one VM", () => {
    const routes = named(out, "Ingress", "firezone").spec.rules.map(({ host, http }: Anything) => [host, http.paths[0].backend.service.port.name]);
    expect(routes).toEqual([
      ["app.firezone.example.com", "http"],
      ["api.firezone.example.com", "api"],
    ]);
    expect(variable(web, "PHOENIX_HTTP_WEB_PORT")).toBe("13000");
    expect(variable(web, "WEB_EXTERNAL_URL")).toBe("https://$(PHX_HOST)/");
  });
  test("node name, and the query in the middle of JSON; one-off pods have neither", () => {
    expect(variable(web, "RELEASE_NODE")).toBe("portal@$(POD_IP)");
    expect(JSON.parse(variable(web, "ERLANG_CLUSTER_ADAPTER_CONFIG") as string)).toEqual({
      query: "$(DNS_CLUSTER_QUERY)",
      node_basename: "portal",
      polling_interval: 5000,
    });
    for (const name of ["RELEASE_NODE", "DNS_CLUSTER_QUERY", "ERLANG_CLUSTER_ADAPTER_CONFIG"]) expect(variable(job, name), name).toBeUndefined();
  });
  test("probes go to the health listener", () => {
    const { startupProbe, livenessProbe, readinessProbe } = pod(web).containers[0];
    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => [httpGet.path, httpGet.port])).toEqual([
      ["/healthz", 4000],
      ["/healthz", 4000],
      ["/readyz", 4000],
    ]);
  });
  test("parts of the database, pools and migrations", () => {
    expect(variable(web, "DATABASE_NAME")).toBe("firezone-db/dbname");
    expect(variable(web, "DATABASE_URL")).toBeUndefined();
    expect([variable(web, "DATABASE_POOL_SIZE"), variable(web, "DATABASE_POOL_SIZE_API")]).toEqual(["5", "$(DATABASE_POOL_SIZE)"]);
    expect(args(web)).toEqual(["/app/bin/portal", "start"]);
    expect(args(job)).toEqual(["/app/bin/portal", "eval", "Portal.Release.migrate()"]);
    expect([variable(web, "RUN_MANUAL_MIGRATIONS"), variable(job, "RUN_MANUAL_MIGRATIONS")]).toEqual([undefined, "true"]);
  });
});

describe("electric", () => {
  const out = output("electric");
  const web = named(out, "Deployment", "electric");

  test("nothing of Phoenix", () => {
    expect(variable(web, "ELECTRIC_PORT")).toBe("3000");
    for (const name of ["SECRET_KEY_BASE", "PHX_HOST", "PHX_SERVER", "RELEASE_NODE", "RELEASE_COOKIE"]) expect(variable(web, name), name).toBeUndefined();
    expect(objectsOf(out).map(({ kind }) => kind)).not.toEqual(expect.arrayContaining(["Ingress"]));
    expect(objectsOf(out).map(({ kind }) => kind)).not.toEqual(expect.arrayContaining(["Job"]));
  });
  test("the next pod starts while the old one serves, on the same volume", () => {
    expect(web.spec).toMatchObject({ replicas: 1, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
    expect(named(out, "PersistentVolumeClaim", "electric-shapes").spec.accessModes).toEqual(["ReadWriteMany"]);
    expect(mounts(web)).toContain("/var/lib/electric/data");
  });
  test("metrics on the port that it was told, and its port table as large as the image's", () => {
    expect(variable(web, "ELECTRIC_PROMETHEUS_PORT")).toBe("9568");
    expect(named(out, "PodMonitor", "electric").spec.podMetricsEndpoints).toEqual([{ port: "metrics", path: "/metrics" }]);
    expect(variable(web, "ERL_ZFLAGS")).toMatch(/^\+Q 512000 /);
  });
  test("only the application reaches it", () =>
    expect(named(out, "NetworkPolicy", "electric").spec.ingress[0].from).toEqual([
      { podSelector: { matchLabels: { "app.kubernetes.io/name": "shop", "app.kubernetes.io/component": "web" } } },
    ]));
});
