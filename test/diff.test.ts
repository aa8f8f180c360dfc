import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type Anything, copyOfTheLayout, edit, objectsOf, realEngines, scratch, write } from "./kustomize.ts";
import { onPathOf } from "./looking.ts";
import { type Outcome, pluginHome, programs, refusal, root } from "./program.ts";

// What differs between the shipped overlays and between two versions of a spec, to the letter; then one change each, and how it is told.

const engine = realEngines[0] as (typeof realEngines)[number];
const [[, source]] = programs as [(typeof programs)[number]];
const schema = JSON.parse(readFileSync(`${root}/docs/diff.schema.json`, "utf8")) as object;
const isDiff = new Ajv({ strict: true, allErrors: true }).compile(schema);
const golden = (name: string): string => `${root}/test/diff/${name}`;
const env = (): Record<string, string> => ({ HOME: "/nonexistent", PATH: onPathOf(engine), KUSTOMIZE_PLUGIN_HOME: pluginHome });

const compared = (cwd: string, args: readonly string[], stdin?: string): Outcome =>
  source({ args: ["diff", ...args], cwd, env: env(), ...(stdin !== undefined && { stdin }) });

function jsonOf(text: string): Anything {
  const parsed = JSON.parse(text);
  if (!isDiff(parsed)) throw new Error(JSON.stringify(isDiff.errors));
  return parsed;
}

describe.each(programs)("%s", (_, program) => {
  test.each([["staging", "prod"]])("%s and %s", async (a, b) => {
    const { code, stdout, stderr } = program({ args: ["diff", `overlays/${a}`, `overlays/${b}`], cwd: root, env: env() });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    await expect(stdout).toMatchFileSnapshot(golden(`${a}-${b}.txt`));
  });

  test("two versions of a spec", async () => {
    const { code, stdout } = program({ args: ["diff", "old.yaml", "new.yaml"], cwd: golden(""), env: {} });
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(golden("versions.txt"));
  });

  test("the same", () =>
    expect(program({ args: ["diff", "old.yaml", "old.yaml"], cwd: golden(""), env: {} })).toEqual({
      code: 0,
      stdout: "",
      stderr: "no difference: 11 objects are the same\n",
    }));
});

test("dev and prod", async () => {
  const { code, stdout } = compared(root, ["overlays/dev", "overlays/prod"]);
  expect(code).toBe(1);
  await expect(stdout).toMatchFileSnapshot(golden("dev-prod.txt"));
});

test("no line is wider than a terminal", () => {
  const lines = ["staging-prod", "dev-prod", "versions"].flatMap((name) => readFileSync(golden(`${name}.txt`), "utf8").split("\n"));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("JSON is as its schema says, and has the whole values", () => {
  const { isSame, a, b, onlyInB, changed } = jsonOf(compared(golden(""), ["--format", "json", "old.yaml", "new.yaml"]).stdout);
  expect({ isSame, a: a.path, b: b.path }).toEqual({ isSame: false, a: "old.yaml", b: "new.yaml" });
  expect(onlyInB).toContainEqual({ kind: "Deployment", name: "shop-mailer", names: ["shop-mailer"] });
  const deployment = changed.find(({ kind, name }: Anything) => kind === "Deployment" && name === "shop");
  const path = "spec.template.spec.terminationGracePeriodSeconds";
  expect(deployment.changes.find((change: Anything) => change.path === path)).toEqual({
    path,
    what: "grace period in seconds",
    change: "changed",
    a: 75,
    b: 105,
    why: "preStop 10 + sockets 60 + http 15 + jobs 15 + margin 5 = 105 s",
  });
  expect(jsonOf(compared(golden(""), ["--format", "json", "old.yaml", "old.yaml"]).stdout).isSame).toBe(true);
});

// Streams, in which one thing is changed: what is told, and nothing else.

const prod = readFileSync(`${root}/test/overlays/overlays-prod.yaml`, "utf8").replace("shop-migrate-HASH", "shop-migrate-ghc86mcthd");
const streamOf = (objects: readonly Anything[]): string => objects.map((object) => stringify(object)).join("---\n");
type Get = (kind: string) => Anything;

/** What is told of prod as it is, and prod with a change. */
function told(change: (get: Get, objects: Anything[]) => void, before: (get: Get, objects: Anything[]) => void = () => {}): Outcome {
  const directory = scratch();
  const [a, b] = [objectsOf(prod), objectsOf(prod)];
  const getter =
    (objects: readonly Anything[]): Get =>
    (kind) =>
      objects.find((object) => object.kind === kind);
  before(getter(a), a);
  change(getter(b), b);
  write(directory, "a.yaml", streamOf(a));
  write(directory, "b.yaml", streamOf(b));
  return compared(directory, ["a.yaml", "b.yaml"]);
}

const container = (get: Get): Anything => get("Deployment").spec.template.spec.containers[0];

describe("a change is told", () => {
  test.each<[what: string, change: (get: Get) => void, says: string]>([
    ["replicas", (get) => Object.assign(get("Deployment").spec, { replicas: 5 }), "Deployment/shop\n  replicas  3 -> 5\n"],
    ["a tag", (get) => Object.assign(container(get), { image: "ghcr.io/acme/shop:2" }), "Deployment/shop\n  container web\n    image tag  1.4.2 -> 2\n"],
    [
      "a registry with a port",
      (get) => Object.assign(container(get), { image: "localhost:5000/shop:1" }),
      "    image  - ghcr.io/acme/shop:1.4.2\n           + localhost:5000/shop:1\n",
    ],
    [
      "a digest",
      (get) => Object.assign(container(get), { image: "ghcr.io/acme/shop@sha256:ab" }),
      "    image  - ghcr.io/acme/shop:1.4.2\n           + ghcr.io/acme/shop@sha256:ab\n",
    ],
    ["a CPU request", (get) => Object.assign(container(get).resources.requests, { cpu: "1" }), "    CPU request  500m -> 1\n"],
    ["a limit", (get) => Object.assign(container(get).resources.limits, { cpu: 2 }), "    CPU limit  + 2\n"],
    ["a variable", (get) => container(get).env.push({ name: "LOG_LEVEL", value: "debug" }), "    env LOG_LEVEL  + debug\n"],
    [
      "one that is gone",
      (get) =>
        container(get).env.splice(
          container(get).env.findIndex(({ name }: Anything) => name === "PORT"),
          1,
        ),
      "    env PORT  - 4000\n",
    ],
    [
      "schedulers",
      (get) =>
        Object.assign(
          container(get).env.find(({ name }: Anything) => name === "ERL_ZFLAGS"),
          { value: "+Q 65536 +sbwt none +sbwtdcpu none +sbwtdio none +S 4:4" },
        ),
      "    schedulers (+S)  2 -> 4\n",
    ],
    [
      "where a variable comes from",
      (get) =>
        Object.assign(
          container(get).env.find(({ name }: Anything) => name === "PHX_HOST"),
          { value: undefined, valueFrom: { configMapKeyRef: { name: "hosts", key: "web" } } },
        ),
      "    env PHX_HOST  - shop.example.com\n                  + key web of the ConfigMap hosts\n",
    ],
    ["a probe", (get) => Object.assign(container(get).readinessProbe, { periodSeconds: 9 }), "    readinessProbe periodSeconds  5 -> 9\n"],
    ["a port", (get) => container(get).ports.push({ name: "metrics", containerPort: 9568 }), "    port metrics  + 9568/TCP\n"],
    ["a volume", (get) => get("Deployment").spec.template.spec.volumes.push({ name: "data", emptyDir: {} }), "  volumes[data]  + {name: data, emptyDir: {}}\n"],
    [
      "a host",
      (get) => Object.assign(get("Ingress").spec.rules[0], { host: "example.org" }),
      "Ingress/shop\n  rules[0].host  shop.example.com -> example.org\n",
    ],
    ["a budget", (get) => Object.assign(get("PodDisruptionBudget").spec, { maxUnavailable: 2 }), "PodDisruptionBudget/shop\n  maxUnavailable  1 -> 2\n"],
    ["a label of pods", (get) => Object.assign(get("Deployment").spec.template.metadata.labels, { tier: "front" }), "  pod label tier  + front\n"],
  ])("%s", (_, change, says) => {
    const { code, stdout, stderr } = told(change);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toContain(says);
    expect(stdout.match(/^[A-Z]\w+\/\S+$/gm), stdout).toHaveLength(1);
  });

  test("the same in three containers is told once", () => {
    const { stdout } = told((_, objects) => {
      const pods = objects.flatMap(({ spec }) => spec?.template?.spec ?? []);
      for (const one of pods.flatMap(({ containers, initContainers = [] }) => [...containers, ...initContainers])) one.image = "ghcr.io/acme/shop:1.5.0";
    });
    expect(stdout).toBe(
      "a.yaml -> b.yaml\n\nin several places\n  image tag  1.4.2 -> 1.5.0\n    in Deployment/shop: web, wait-for-migrations\n    in Job/shop-migrate: migrate\n",
    );
  });
});

describe("no difference is", () => {
  test.each<[what: string, change: (get: Get, objects: Anything[]) => void]>([
    [
      "another hash, and another stamp",
      (get) => {
        get("Job").metadata.name = "shop-migrate-2222222222";
        get("Job").spec.template.metadata.annotations["phoenix-release.dev/inputs"] = "0000000000000000";
      },
    ],
    [
      "the order of objects, fields and variables",
      (get, objects) => {
        container(get).env.push(...container(get).env.splice(-2).reverse());
        get("Deployment").spec = Object.fromEntries(Object.entries(get("Deployment").spec).reverse());
        objects.reverse();
      },
    ],
    ["another way to write a quantity", (get) => Object.assign(container(get).resources.requests, { cpu: 0.5, memory: "1024Mi" })],
    [
      "what the cluster adds",
      (get) => {
        Object.assign(get("Deployment"), { status: { replicas: 3 } });
        Object.assign(get("Deployment").metadata, {
          uid: "1",
          resourceVersion: "2",
          generation: 3,
          creationTimestamp: "2026-01-01T00:00:00Z",
          annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}", "deployment.kubernetes.io/revision": "4" },
        });
      },
    ],
    [
      "a list, as kubectl get prints it",
      (_, objects) => {
        objects.splice(0, objects.length, { apiVersion: "v1", kind: "List", items: [...objects] });
      },
    ],
  ])("%s", (_, change) => {
    const { code, stdout } = told(change);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  });
});

describe("names", () => {
  const renamed = (fields: string): Outcome => {
    const layout = copyOfTheLayout();
    write(layout, "overlays/eu/kustomization.yaml", `resources: [../prod]\n${fields}`);
    return compared(layout, ["overlays/prod", "overlays/eu"]);
  };

  test("prefix, suffix and namespace are told once", () => {
    const { code, stdout } = renamed("namePrefix: eu-\nnameSuffix: -blue\nnamespace: elsewhere\n");
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: "overlays/prod -> overlays/eu\n\n  namespace   shop-prod -> elsewhere\n  namePrefix  none -> eu-\n  nameSuffix  none -> -blue\n",
    });
  });

  test("generated ConfigMaps and Secrets are the same under any hash, and their values are not shown where they are secret", () => {
    const layout = copyOfTheLayout();
    const generators = (level: string, password: string): string =>
      `configMapGenerator:\n  - name: settings\n    literals: [LOG_LEVEL=${level}, DB_PASSWORD=${password}]\nsecretGenerator:\n  - name: api\n    literals: [key=${password}]\n`;
    const values: Readonly<Record<string, string>> = { staging: generators("info", "hunter2aa"), prod: generators("warn", "correcthorse") };
    for (const [overlay, text] of Object.entries(values)) edit(layout, `overlays/${overlay}/kustomization.yaml`, (yaml) => yaml + text);
    const { stdout } = compared(layout, ["overlays/staging", "overlays/prod"]);
    expect(stdout).toContain("ConfigMap/settings\n  data.DB_PASSWORD  changed (secret)\n  data.LOG_LEVEL    info -> warn\n");
    expect(stdout).toContain("Secret/api\n  data.key  changed (secret)\n");
  });

  test("several namespaces are not mixed up", () => {
    const both = (objects: Anything[], replicas: number): void => {
      const other = structuredClone(objects);
      for (const { metadata } of other) metadata.namespace = "second";
      other.find(({ kind }) => kind === "Deployment").spec.replicas = replicas;
      objects.push(...other);
    };
    const { stdout } = told(
      (_, objects) => both(objects, 9),
      (_, objects) => both(objects, 4),
    );
    expect(stdout).toBe("a.yaml -> b.yaml\n\nDeployment/shop in second\n  replicas  4 -> 9\n");
  });
});

describe("a secret is never shown", () => {
  const WORD = "correct-horse-battery";
  const encoded = Buffer.from(WORD).toString("base64");
  const add =
    (...more: readonly Anything[]) =>
    (_: Get, objects: Anything[]): void => {
      objects.push(...more.map((object) => ({ apiVersion: "v1", ...object, metadata: { name: "s", namespace: "shop-prod" } })));
    };
  const variable =
    (value: string, name: string) =>
    (get: Get): void => {
      container(get).env.push({ name, value });
    };
  type Mutation = (get: Get, objects: Anything[]) => void;
  const cases: readonly (readonly [what: string, a: Mutation, b: Mutation])[] = [
    ["data of a Secret", add({ kind: "Secret", data: { key: "b2xk" } }), add({ kind: "Secret", data: { key: encoded } })],
    ["a new key", add({ kind: "Secret", data: {} }), add({ kind: "Secret", data: { key: encoded } })],
    ["all keys, which are new", add({ kind: "Secret" }), add({ kind: "Secret", stringData: { key: WORD } })],
    ["one that goes away", add({ kind: "Secret", stringData: { key: WORD } }), add({ kind: "Secret" })],
    ["a Secret that is new", () => {}, add({ kind: "Secret", stringData: { key: WORD } })],
    [
      "a Secret in a list",
      add({ kind: "Secret", data: { key: "b2xk" } }),
      (_, objects) => {
        add({ kind: "Secret", data: { key: encoded } })(_, objects);
        objects.splice(0, objects.length, { apiVersion: "v1", kind: "List", items: [...objects] });
      },
    ],
    [
      "what was applied last",
      add({ kind: "Secret" }),
      (_, objects) => {
        add({ kind: "Secret" })(_, objects);
        objects.at(-1).metadata.annotations = { "kubectl.kubernetes.io/last-applied-configuration": WORD };
      },
    ],
    ["a variable that looks like one", variable("old", "API_TOKEN"), variable(WORD, "API_TOKEN")],
    [
      "the same variable twice",
      (get) => {
        variable("old", "API_TOKEN")(get);
        variable("old", "API_TOKEN")(get);
      },
      (get) => {
        variable(WORD, "API_TOKEN")(get);
        variable("old", "API_TOKEN")(get);
      },
    ],
    ["a password in a URL", variable("https://example.com", "UPSTREAM"), variable(`https://ann:${WORD}@example.com`, "UPSTREAM")],
    [
      "a new container",
      () => {},
      (get) => get("Deployment").spec.template.spec.containers.push({ name: "proxy", image: "p:1", env: [{ name: "PROXY_PASSWORD", value: WORD }] }),
    ],
    ["a setting", add({ kind: "ConfigMap", data: { A_PASSWORD: "old" } }), add({ kind: "ConfigMap", data: { A_PASSWORD: WORD } })],
    [
      "what is sealed",
      add({ kind: "SealedSecret", spec: { encryptedData: { key: "old" } } }),
      add({ kind: "SealedSecret", spec: { encryptedData: { key: WORD } } }),
    ],
    [
      "a URL in an argument",
      (get) => Object.assign(container(get), { args: ["--db=x"] }),
      (get) => Object.assign(container(get), { args: [`--db=postgres://ann:${WORD}@db/shop`] }),
    ],
    [
      "a password in an argument",
      (get) => Object.assign(container(get), { args: ["--password=old"] }),
      (get) => Object.assign(container(get), { args: [`--password=${WORD}`] }),
    ],
    [
      "a password behind an argument",
      (get) => Object.assign(container(get), { args: ["--password", "old"] }),
      (get) => Object.assign(container(get), { args: ["--password", WORD] }),
    ],
    [
      "a file of settings",
      add({ kind: "ConfigMap", data: { "a.exs": "x" } }),
      add({ kind: "ConfigMap", data: { "a.exs": `config :shop, password: "${WORD}"\n` } }),
    ],
    [
      "a template",
      add({ kind: "ExternalSecret", spec: { target: { template: { data: { url: "old" } } } } }),
      add({ kind: "ExternalSecret", spec: { target: { template: { data: { url: WORD } } } } }),
    ],
  ];

  test.each(cases)("%s", (what, a, b) => {
    const { stdout, stderr, code } = told(b, a);
    const hidden = (text: string): boolean => !text.includes(WORD) && !text.includes(encoded);
    expect([hidden(stdout), hidden(stderr), stdout]).toEqual([true, true, stdout]);
    expect(code).toBe(what === "what was applied last" ? 0 : 1);
    const directory = scratch();
    const [one, other] = [objectsOf(prod), objectsOf(prod)];
    a((kind) => one.find((object) => object.kind === kind), one);
    b((kind) => other.find((object) => object.kind === kind), other);
    write(directory, "a.yaml", streamOf(one));
    write(directory, "b.yaml", streamOf(other));
    const { stdout: json } = compared(directory, ["--format", "json", "a.yaml", "b.yaml"]);
    jsonOf(json);
    expect(hidden(json), json).toBe(true);
  });
});

describe("exit codes", () => {
  test.each([
    [[], "diff compares two PATHs, A and B, and 0 were given"],
    [["old.yaml"], "diff compares two PATHs, A and B, and 1 was given"],
    [["old.yaml", "new.yaml", "old.yaml"], "diff compares two PATHs, A and B, and 3 were given"],
    [["old.yaml", "nowhere"], "nowhere: there is no such file or directory"],
    [["-", "-"], "- was given twice, and standard input can be read once"],
  ])("%j is no call", (args, why) => expect(compared(golden(""), args)).toEqual({ code: 2, stdout: "", stderr: refusal("diff", why) }));

  test("a spec that is wrong is no difference", () => {
    const directory = scratch();
    write(directory, "a.yaml", "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: a}\nspec: {}\n");
    const { code, stderr } = compared(directory, ["a.yaml", join(golden(""), "old.yaml")]);
    expect(code).toBe(2);
    expect(stderr).toContain("error[PHX101]");
  });

  test("a directory that does not build is none either", () => {
    const directory = scratch();
    write(directory, "kustomization.yaml", "resources: [nowhere.yaml]\n");
    const { code, stdout, stderr } = compared(directory, [".", join(golden(""), "old.yaml")]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("error[PHX503]");
  });

  test("an unknown option is refused, with the one that was meant", () => {
    const { code, stderr } = compared(golden(""), ["--fromat", "json", "old.yaml", "new.yaml"]);
    expect(code).toBe(2);
    expect(stderr).toContain("did you mean --format?");
  });

  test("standard input is one of the two", () => {
    const { code, stdout } = compared(golden(""), ["-", "new.yaml"], readFileSync(golden("old.yaml"), "utf8"));
    expect(code).toBe(1);
    expect(stdout.split("\n")[0]).toBe("standard input -> new.yaml");
  });
});

test("keys that every object of the language has are keys like others", () => {
  const settings = (data: object) => (_: Get, objects: Anything[]) => {
    objects.push({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "s", namespace: "shop-prod" }, data });
  };
  const { stdout } = told(settings({ toString: "a" }), settings({ constructor: "b" }));
  expect(stdout).toBe("a.yaml -> b.yaml\n\nConfigMap/s\n  data.constructor  - b\n  data.toString     + a\n");
});

test("nothing in it moves a terminal", () => {
  const { stdout } = told((get) => container(get).env.push({ name: "A", value: "\u001b[2J" }));
  expect(stdout).toContain("env A  + \ufffd[2J");
});

test("a long value costs no time, and is shown as far as somebody may read it", () => {
  const begin = performance.now();
  const { stdout } = told((get) => container(get).env.push({ name: "A", value: "x".repeat(90_000) }));
  expect(stdout).toMatch(/env A\n +\+ x{400}\s+… \(90000 characters\)\n/);
  expect(performance.now() - begin).toBeLessThan(5000);
});

test("what Kubernetes would refuse is shown as it is", () => {
  const { stdout } = told((get) => container(get).env.push({ name: "A", valueFrom: { fieldRef: {} } }));
  expect(stdout).toContain("env A  + {name: A, valueFrom: {fieldRef: {}}}\n");
});

test("an environment that builds to nothing has nothing in common with another, and is no failure", () => {
  const directory = scratch();
  write(directory, "kustomization.yaml", "resources: []\n");
  const { code, stdout } = compared(directory, [".", join(golden(""), "old.yaml")]);
  expect(code).toBe(1);
  expect(stdout).toContain("+ Deployment/shop-worker\n");
});

test("a spec and what it prints are the same", () => {
  const path = "test/plan/autoscaled.yaml";
  const { stdout } = source({ args: [path], cwd: root });
  expect(compared(root, [path, "-"], stdout).code).toBe(0);
});

test("what is only in A is only in B the other way round", () => {
  const [there, back] = [
    ["old.yaml", "new.yaml"],
    ["new.yaml", "old.yaml"],
  ].map((args) => jsonOf(compared(golden(""), ["--format", "json", ...args]).stdout));
  expect([there.onlyInA, there.onlyInB, there.same]).toEqual([back.onlyInB, back.onlyInA, back.same]);
  const paths = ({ changed }: Anything): unknown[] => changed.map(({ name, changes }: Anything) => [name, changes.map(({ path }: Anything) => path)]);
  expect(paths(there)).toEqual(paths(back));
});
