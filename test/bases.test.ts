import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kubernetesProblems } from "./kubernetes-schema.ts";
import { type Anything, build, built, copyOfTheLayout, named, objectsOf, realEngines, withoutJobHash, withoutLineBreaks } from "./kustomize.ts";
import { root } from "./program.ts";

// Every base is used by copying it as bases/app, beside the overlays as they are. What comes out of each pair stands in test/overlays/.

const bases = ["workers", "umbrella", "distillery", "sqlite", "contract"] as const;
type Base = (typeof bases)[number];
const overlays = ["dev", "staging", "prod"] as const;

/** Pairs that cannot work, and why. */
const refused: Readonly<Record<string, RegExp>> = {
  "sqlite-staging": /Deployment\/shop: error\[PHX310\]: has 2 replicas, but its SQLite database is a file/,
  "sqlite-prod": /Deployment\/shop: error\[PHX310\]: has 3 replicas, but its SQLite database is a file/,
};

const [engine] = realEngines as [(typeof realEngines)[number]];

/** The overlays with another base under them. */
function layoutOf(base: Base): string {
  const layout = copyOfTheLayout();
  rmSync(join(layout, "bases"), { recursive: true });
  cpSync(join(root, "bases", base), join(layout, "bases/app"), { recursive: true });
  return layout;
}

async function keeps(name: string, text: string): Promise<void> {
  await expect(withoutJobHash(text)).toMatchFileSnapshot(`${root}/test/overlays/${name}.yaml`);
  expect(objectsOf(text).map(withoutLineBreaks).flatMap(kubernetesProblems)).toEqual([]);
}

describe.each(bases)("%s", (base) => {
  test("by itself", async () => {
    await keeps(`bases-${base}`, built(engine, join(root, "bases", base)));
  });

  test.each(overlays)("under %s", async (overlay) => {
    const why = refused[`${base}-${overlay}`];
    const outcome = build(engine, join(layoutOf(base), "overlays", overlay), "classic");
    if (why) {
      expect(outcome.stderr).toMatch(why);
      expect({ failed: outcome.code !== 0, stdout: outcome.stdout }).toEqual({ failed: true, stdout: "" });
    } else {
      expect(outcome.stderr).toBe("");
      await keeps(`${base}-${overlay}`, outcome.stdout);
    }
  });

  test("every engine says the same", () => {
    const layout = layoutOf(base);
    const [first, ...others] = realEngines.map((engine) => built(engine, join(layout, "overlays/dev")));
    for (const other of others) expect(other).toBe(first);
  });

  test.each(["kustomization.yaml", "spec/kustomization.yaml", "finish/kustomization.yaml", "names/kustomization.yaml", "names/references.yaml"])(
    "%s is that of bases/app",
    (file) => expect(readFileSync(join(root, "bases", base, file), "utf8")).toBe(readFileSync(join(root, "bases/app", file), "utf8")),
  );
});

// What each base is for.

const prod = (base: Base): string => built(engine, join(layoutOf(base), "overlays/prod"));
const deployments = (text: string): Anything[] => objectsOf(text).filter(({ kind }) => kind === "Deployment");
const pod = (text: string, name: string): Anything => named(text, "Deployment", name).spec.template.spec;
const variables = ({ containers: [{ env }] }: Anything): Anything =>
  Object.fromEntries(env.map(({ name, value, valueFrom }: Anything) => [name, value ?? valueFrom]));

test("workers: jobs run in one process, and it has the time and the connections for them", () => {
  const text = prod("workers");
  const [web, worker] = [pod(text, "shop"), pod(text, "shop-worker")];
  expect([variables(web), variables(worker)]).toMatchObject([
    { OBAN: "off", PHX_SERVER: "true", POOL_SIZE: "10" },
    { OBAN: "on", POOL_SIZE: "20" },
  ]);
  expect(variables(worker)).not.toHaveProperty("PHX_SERVER");
  expect([web.terminationGracePeriodSeconds, worker.terminationGracePeriodSeconds]).toEqual([60, 65]);
  expect(worker.containers[0].args).toEqual(["/app/bin/shop", "start"]);
});

test("umbrella: each release by its own script, one cluster, and a program that knows no secret", () => {
  const text = prod("umbrella");
  const started = deployments(text).map(({ metadata, spec }) => [metadata.name, spec.template.spec.containers[0].args]);
  expect(Object.fromEntries(started)).toEqual({
    shop: ["/app/web/bin/web", "start"],
    "shop-admin": ["/app/admin/bin/admin", "start"],
    "shop-jobs": ["/app/jobs/bin/jobs", "start"],
    "shop-renderer": undefined,
  });
  for (const name of ["shop", "shop-admin", "shop-jobs"]) expect(variables(pod(text, name)).RELEASE_NODE).toBe("shop@$(POD_IP)");
  expect(JSON.stringify(pod(text, "shop-renderer"))).not.toMatch(/shop-secrets|wait-for-migrations|RELEASE_|ERL_/);
  expect(pod(text, "shop-renderer").containers[0].image).toBe("ghcr.io/acme/renderer:2.0.0");
  expect(named(text, "Ingress", "shop").spec.rules[0].http.paths.map(({ path, backend }: Anything) => [path, backend.service.name])).toEqual([
    ["/", "shop"],
    ["/admin", "shop-admin"],
  ]);
});

test("distillery: its own commands and names, the usual keys in the Secret", () => {
  const text = prod("distillery");
  expect(named(text, "Job", /^shop-migrate/).spec.template.spec.containers[0].args).toEqual(["/app/bin/shop", "migrate"]);
  expect(variables(pod(text, "shop"))).toMatchObject({
    NAME: "shop@$(POD_IP)",
    COOKIE: { secretKeyRef: { name: "shop-secrets", key: "RELEASE_COOKIE" } },
    REPLACE_OS_VARS: "true",
    RELEASE_MUTABLE_DIR: "/tmp/var",
  });
  expect(pod(text, "shop").initContainers).toBeUndefined();
});

test("sqlite: one pod, one disk, no pause in which two pods hold it", () => {
  const text = built(engine, join(root, "bases/sqlite"));
  expect(named(text, "Deployment", "shop").spec).toMatchObject({ replicas: 1, strategy: { type: "Recreate" } });
  expect(variables(pod(text, "shop"))).toMatchObject({ DATABASE_PATH: "/data/shop.db" });
  expect(objectsOf(text).map(({ kind }) => kind)).not.toContain("Job");
});

test("contract: the image's names, its user, and tini", () => {
  const text = prod("contract");
  const web = pod(text, "shop");
  expect(variables(web)).toMatchObject({
    HTTP_PORT: "8080",
    PUBLIC_HOST: "shop.example.com",
    DB_URL: { secretKeyRef: { key: "DATABASE_URL" } },
    DB_POOL: "10",
  });
  for (const name of ["PORT", "PHX_HOST", "PHX_SERVER", "DATABASE_URL", "POOL_SIZE"]) expect(variables(web)).not.toHaveProperty(name);
  for (const { command } of [...web.containers, ...web.initContainers]) expect(command).toBeUndefined();
  expect(web.securityContext).toMatchObject({ runAsUser: 1000, runAsGroup: 1000 });
  expect(named(text, "Job", /^shop-migrate/).spec.template.spec.containers[0].args).toEqual(["/opt/store/bin/store", "eval", "Store.Release.migrate()"]);
});
