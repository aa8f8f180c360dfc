import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kubernetesProblems } from "./kubernetes-schema.ts";
import {
  type Anything,
  build,
  built,
  copyOfTheLayout,
  edit,
  modesOf,
  named,
  objectsOf,
  realEngines,
  scratch,
  switchTo,
  withoutJobHash,
  withoutLineBreaks,
  write,
} from "./kustomize.ts";
import { root } from "./program.ts";

const shipped = ["bases/app", "overlays/dev", "overlays/staging", "overlays/prod"];

test("there is an engine", () => expect(realEngines.length).toBeGreaterThan(0));

describe.each(realEngines.map((engine) => [engine.name, engine] as const))("%s", (_, engine) => {
  describe.each(modesOf(engine))("%s", (mode) => {
    test.each(shipped)("%s", async (directory) => {
      const layout = copyOfTheLayout();
      switchTo(mode, layout);
      const text = withoutJobHash(built(engine, join(layout, directory), mode));
      await expect(text).toMatchFileSnapshot(`${root}/test/overlays/${directory.replace("/", "-")}.yaml`);
      expect(objectsOf(text).map(withoutLineBreaks).flatMap(kubernetesProblems)).toEqual([]);
    });
  });

  const prod = (change: (layout: string) => void): string => {
    const layout = copyOfTheLayout();
    change(layout);
    return built(engine, join(layout, "overlays/prod"));
  };
  const migration = (text: string): string => named(text, "Job", /migrate/).metadata.name;
  const unchanged = (): string => prod(() => {});
  const secret = `secretGenerator:\n  - name: shop-secrets\n    literals: [SECRET_KEY_BASE=${"x".repeat(64)}, DATABASE_URL=y, RELEASE_COOKIE=z]\n`;
  const inProd = (layout: string, change: (text: string) => string): void => edit(layout, "overlays/prod/kustomization.yaml", change);

  test("another image is another migration, and every container has it", () => {
    const text = prod((layout) => inProd(layout, (yaml) => yaml.replace("newTag: 1.4.2", "newTag: 1.5.0")));
    expect(migration(text)).not.toBe(migration(unchanged()));
    expect([...text.matchAll(/image: (.*)/g)].map(([, image]) => image)).toEqual([
      "ghcr.io/acme/shop:1.5.0",
      "ghcr.io/acme/shop:1.5.0",
      "ghcr.io/acme/shop:1.5.0",
    ]);
  });

  test("another number of replicas is the same migration", () => {
    const text = prod((layout) => inProd(layout, (yaml) => yaml.replace("count: 3", "count: 7")));
    expect(named(text, "Deployment", "shop").spec.replicas).toBe(7);
    expect(migration(text)).toBe(migration(unchanged()));
  });

  test("another setting is another migration, and rolls the pods", () => {
    const withEnv = (value: string): string =>
      prod((layout) => edit(layout, "overlays/prod/spec/release.yaml", (yaml) => `${yaml}  env: {LOG_LEVEL: ${value}}\n`));
    const [info, debug] = [withEnv("info"), withEnv("debug")];
    expect(migration(info)).not.toBe(migration(debug));
    expect(settings(info)).not.toEqual(settings(debug));
    expect(settings(info)).toEqual([named(info, "ConfigMap", /^shop-env-/).metadata.name]);
  });

  const settings = (text: string): string[] =>
    containers(text)
      .flatMap(({ envFrom }) => envFrom.flatMap(({ configMapRef }: Anything) => configMapRef?.name ?? []))
      .filter((name, index, all) => all.indexOf(name) === index);
  const containers = (text: string): Anything[] =>
    ["Deployment", "Job"].flatMap((kind) => {
      const { initContainers = [], containers } = named(text, kind, /^shop/).spec.template.spec;
      return [...initContainers, ...containers];
    });

  test("a generated Secret reaches every reference by its hashed name, and another value is another migration", () => {
    const text = prod((layout) => inProd(layout, (yaml) => yaml + secret));
    const { name } = named(text, "Secret", /^shop-secrets-/).metadata;
    const used = containers(text).flatMap(({ env, envFrom }) => [
      ...env.flatMap(({ valueFrom }: Anything) => valueFrom?.secretKeyRef?.name ?? []),
      ...envFrom.flatMap(({ secretRef }: Anything) => secretRef?.name ?? []),
    ]);
    expect(new Set(used)).toEqual(new Set([name]));
    const other = prod((layout) => inProd(layout, (yaml) => yaml + secret.replace("DATABASE_URL=y", "DATABASE_URL=other")));
    expect(migration(other)).not.toBe(migration(text));
  });

  test("a prefix, a suffix and a namespace leave the cluster whole", () => {
    const text = prod((layout) =>
      inProd(layout, (yaml) => `${yaml.replace("namespace: shop-prod", "namespace: elsewhere")}namePrefix: eu-\nnameSuffix: -blue\n`),
    );
    const pod = named(text, "Deployment", "eu-shop-blue").spec.template;
    const service = named(text, "Service", /cluster/);
    expect(service.metadata).toMatchObject({ name: "eu-shop-cluster-blue", namespace: "elsewhere" });
    expect(pod.metadata.annotations["phoenix-release.dev/cluster-service"]).toBe("eu-shop-cluster-blue");
    expect(service.spec.selector).toEqual({ "phoenix-release.dev/cluster": "shop" });
    expect(pod.metadata.labels).toMatchObject(service.spec.selector);
    const [web] = pod.spec.containers;
    expect(web.env.find(({ name }: Anything) => name === "DNS_CLUSTER_QUERY").value).toBe("$(CLUSTER_SERVICE).$(POD_NAMESPACE).svc.cluster.local");
    expect(named(text, "Ingress", "eu-shop-blue").spec.rules[0].http.paths[0].backend.service.name).toBe("eu-shop-blue");
    expect(pod.spec.serviceAccountName).toBe("eu-shop-blue");
  });

  test("copied into another repository, base and overlay build as they are", () => {
    const directory = scratch();
    for (const name of ["bases/app", "overlays/prod"]) {
      mkdirSync(join(directory, "deploy/k8s", name), { recursive: true });
      cpSync(join(root, name), join(directory, "deploy/k8s", name), { recursive: true });
    }
    expect(built(engine, join(directory, "deploy/k8s/overlays/prod"))).toBe(unchanged());
  });

  test.each(["secrets-external", "namespace.yaml"])("%s is one line to switch on", (line) => {
    const text = prod((layout) => inProd(layout, (yaml) => yaml.replace(`# - ${line}`, `- ${line}`)));
    expect(objectsOf(text)).toHaveLength(objectsOf(unchanged()).length + 1);
    expect(objectsOf(text).flatMap(kubernetesProblems)).toEqual([]);
  });

  test("secrets that nobody decrypts are no empty success", () => {
    const layout = copyOfTheLayout();
    inProd(layout, (yaml) => yaml.replace("# - secrets-sops", "- secrets-sops"));
    write(layout, "overlays/prod/secrets-sops/secrets.enc.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: shop-secrets}\n");
    const { code, stdout } = build(engine, join(layout, "overlays/prod"), "classic");
    expect({ failed: code !== 0, stdout }).toEqual({ failed: true, stdout: "" });
  });

  test("a mistake in a patch of the spec is shown where it stands", () => {
    const layout = copyOfTheLayout();
    edit(layout, "overlays/prod/spec/release.yaml", (yaml) => yaml.replace("host:", "hots:"));
    const { code, stdout, stderr } = build(engine, join(layout, "overlays/prod"), "classic", { env: { PWD: layout } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    // kubectl indents by a tab what it quotes.
    expect(stderr.replace(/^\t/gm, "")).toContain(
      '\noverlays/prod/spec/release.yaml:8:3: error[PHX102]: spec.hots is not a field; did you mean "host"?\n  8 |   hots: shop.example.com\n    |   ^\n',
    );
  });

  test("two releases live in one kustomization", () => {
    const layout = copyOfTheLayout();
    edit(layout, "bases/app/spec/kustomization.yaml", (yaml) => yaml.replace("[release.yaml]", "[release.yaml, admin.yaml]"));
    write(
      layout,
      "bases/app/spec/admin.yaml",
      "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: admin}\nspec: {image: ghcr.io/acme/admin:1, host: admin.example.com, env: {A: '1'}}\n",
    );
    const text = built(engine, join(layout, "bases/app"));
    expect(objectsOf(text).filter(({ kind }) => kind === "Deployment")).toHaveLength(2);
    expect(named(text, "Job", /^admin-migrate-/).spec.template.metadata.annotations["phoenix-release.dev/inputs"]).toMatch(/^[0-9a-f]{16}$/);
  });
});

test("the same input gives the same bytes in another directory, locale and time zone", () => {
  const engine = realEngines[0] as (typeof realEngines)[number];
  const [here, there] = [copyOfTheLayout(), copyOfTheLayout()].map((layout) => join(layout, "overlays/dev"));
  expect(built(engine, there as string, "classic", { env: { LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" } })).toBe(
    built(engine, here as string, "classic", { env: { LC_ALL: "C", TZ: "UTC" } }),
  );
});
