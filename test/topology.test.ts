import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { KubernetesObject } from "../src/source/item.ts";
import { graph } from "../src/topology/graph.ts";
import { html } from "../src/topology/html.ts";
import { mermaid } from "../src/topology/mermaid.ts";
import { svg } from "../src/topology/svg.ts";
import { type Anything, copyOfTheLayout, edit, objectsOf, realEngines, scratch, write } from "./kustomize.ts";
import { flowchart } from "./mermaid.ts";
import { type Outcome, programs, refusal, root } from "./program.ts";

const [[, source]] = programs as [(typeof programs)[number]];
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const ofFile = (name: string): KubernetesObject[] => objectsOf(read(`test/overlays/${name}.yaml`));

const market: KubernetesObject[] = objectsOf(source({ args: ["test/topology/market.yaml"] }).stdout);

const isAsDescribed = new Ajv({ allErrors: true }).compile(JSON.parse(read("docs/topology.schema.json")));
const asJson = (value: object): object => JSON.parse(JSON.stringify(value));

/** Golden pictures, of what real engines give for the overlays, and of a spec that has something of everything. */
const shipped = ["overlays-dev", "overlays-staging", "overlays-prod", "workers-prod", "umbrella-prod", "sqlite-dev"];

/** Names of Jobs change with whatever they run with, which is not the business of a picture. */
const withoutHashes = (text: string): string => text.replace(/((?:migrate|seed)[-_])(?:[a-z0-9]{10}|HASH)\b/g, "$1HASH");

describe("Mermaid", () => {
  test.each(shipped)("%s", async (name) => {
    const text = mermaid([graph(name.replace("-", "/"), ofFile(name))]);
    await expect(text).toMatchFileSnapshot(`${root}/test/topology/${name}.mmd`);
    const { nodes, links } = await flowchart(text);
    expect([...nodes.keys()].length).toBeGreaterThan(5);
    expect(links.every(({ from, to }) => nodes.has(from) && nodes.has(to))).toBe(true);
  });

  describe.each(programs)("%s", (_, program) => {
    test("a spec with something of everything", async () => {
      const { code, stdout, stderr } = program({ args: ["topology", "test/topology/market.yaml"] });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      await expect(withoutHashes(stdout)).toMatchFileSnapshot(`${root}/test/topology/market.mmd`);
      await flowchart(stdout);
    });
  });

  test("environments side by side have a frame each, and share the Internet only by name", async () => {
    const text = mermaid(["overlays-staging", "overlays-prod"].map((name) => graph(name, ofFile(name))));
    const { nodes } = await flowchart(text);
    expect([...nodes.keys()]).toEqual(expect.arrayContaining(["e1_Deployment_shop", "e2_Deployment_shop"]));
    expect(text).toContain('subgraph e2_build["overlays-prod: namespace shop-prod"]');
  });

  test("names that mean something to Mermaid are only names", async () => {
    const strange = 'a"b]; end\n--> %%{init}%% #quot; <script>alert(1)</script> `x` | {y}\\ & (z)';
    const service = { apiVersion: "v1", kind: "Service", metadata: { name: strange }, spec: { ports: [{ name: strange, port: 80 }] } };
    const text = mermaid([graph(strange, [service, { ...service, metadata: { name: "end" } }])]);
    const { nodes } = await flowchart(text);
    expect([...nodes.values()].map((label) => label.split("<br>")[1])).toEqual([strange.replace("\n", " "), "end"]);
    expect(text).not.toMatch(/<script|%%/);
  });
});

/** Also what docs/topology.md shows. */
describe("pages and images", () => {
  const prod = (): readonly ReturnType<typeof graph>[] => [graph("overlays/prod", ofFile("overlays-prod"))];
  test("a page", async () => expect(html(prod())).toMatchFileSnapshot(`${root}/docs/topology/prod.html`));
  test("an image", async () => expect(svg(prod())).toMatchFileSnapshot(`${root}/docs/topology/prod.svg`));
  test("a page of everything", async () => expect(html([graph("market", market)])).toMatchFileSnapshot(`${root}/test/topology/market.html`));
  test("images and pages are XML, and a page has each environment once", () => {
    const graphs = ["overlays-dev", "overlays-staging", "overlays-prod"].map((name) => graph(`<${name}>`, ofFile(name)));
    for (const text of [svg(graphs), html(graphs).replace(/<meta[^>]*>|<!DOCTYPE html>|<br>/g, "")]) {
      const { documentElement } = new JSDOM(text, { contentType: "application/xml" }).window.document;
      expect(documentElement.querySelectorAll("parsererror").length).toBe(0);
      expect([...documentElement.querySelectorAll("h2, g + text.name, style + rect + text.name")].map(({ textContent }) => textContent)).toEqual(
        graphs.map(({ name }) => name),
      );
    }
  });
  test("the same objects are the same picture", () => expect(svg(prod())).toBe(svg(prod())));
});

// Facts: each kind of link is there, and a change that takes its reason away takes the link away.

type Change = (objects: Anything[]) => void;

const changed = (objects: readonly KubernetesObject[], ...changes: readonly Change[]) => {
  const copy = structuredClone(objects) as Anything[];
  for (const change of changes) change(copy);
  return graph("x", copy);
};
const of = (objects: Anything[], kind: string, name = "shop"): Anything => objects.find((object) => object.kind === kind && object.metadata.name === name);
const without =
  (kind: string, name?: string): Change =>
  (objects) => {
    const kept = objects.filter((object) => object.kind !== kind || (name !== undefined && object.metadata.name !== name));
    if (kept.length === objects.length) throw new Error(`there is no ${kind}`);
    objects.splice(0, objects.length, ...kept);
  };

/** "Ingress shop -> Service shop" */
const linksOf = ({ nodes, links }: ReturnType<typeof graph>, kind: string): string[] => {
  const called = new Map(nodes.map((node) => [node.id, node.kind === "Outside" ? node.name : `${node.kind} ${node.name}`]));
  return links.filter((link) => link.kind === kind).map(({ from, to, label }) => `${called.get(from)} -> ${called.get(to)}: ${label}`);
};

const prod = ofFile("overlays-prod");
const dev = ofFile("overlays-dev");
const workers = ofFile("workers-prod");

test.each<[string, readonly KubernetesObject[], string, string, Change]>([
  ["the Internet and an Ingress", prod, "traffic", "Internet -> Ingress shop: https", without("Ingress")],
  ["no tls, no https", prod, "traffic", "Internet -> Ingress shop: https", (all) => delete of(all, "Ingress").spec.tls],
  ["an Ingress and a Service", prod, "traffic", "Ingress shop -> Service shop: shop.example.com/", (all) => (of(all, "Ingress").spec.rules = [])],
  ["a Service and pods", prod, "traffic", "Service shop -> Deployment shop: 80 to 4000", (all) => (of(all, "Service").spec.selector.more = "x")],
  ["a Gateway", market, "traffic", "Gateway public -> HTTPRoute market: market.example.com", (all) => (of(all, "HTTPRoute", "market").spec.parentRefs = [])],
  [
    "an HTTPRoute and a Service",
    market,
    "traffic",
    "HTTPRoute market -> Service market-admin: market.example.com/admin",
    (all) => of(all, "HTTPRoute", "market").spec.rules.splice(0, 9),
  ],
  ["a cluster", workers, "cluster", "Service shop-cluster -> Deployment shop-worker: cluster 4369, 4370-4379", without("Service", "shop-cluster")],
  [
    "one that is not headless is none",
    prod,
    "cluster",
    "Service shop-cluster -> Deployment shop: cluster 4369, 4370-4379",
    (all) => delete of(all, "Service", "shop-cluster").spec.clusterIP,
  ],
  [
    "pods that have no part in it",
    workers,
    "cluster",
    "Service shop-cluster -> Deployment shop-worker: cluster 4369, 4370-4379",
    (all) => delete of(all, "Deployment", "shop-worker").spec.template.metadata.labels["phoenix-release.dev/cluster"],
  ],
  ["a database in the cluster", dev, "traffic", "Deployment shop -> Service postgres: DATABASE_URL", without("Service", "postgres")],
  ["a database elsewhere", market, "traffic", "Deployment market -> Database db.internal: DATABASE_URL", (all) => envOf(all, "market", "DATABASE_URL")],
  [
    "a database that only the cluster knows",
    prod,
    "traffic",
    "Deployment shop -> Database Database: DATABASE_URL",
    (all) => envOf(all, "shop", "DATABASE_URL"),
  ],
  ["a URL of a Service", market, "traffic", "Deployment market -> Service market-renderer: RENDERER_URL", without("ConfigMap")],
  ["a wait for migrations", prod, "waits", "Deployment shop -> Job shop-migrate-HASH: waits for migrations", without("Job")],
  [
    "no init container that waits",
    prod,
    "waits",
    "Deployment shop -> Job shop-migrate-HASH: waits for migrations",
    (all) => delete of(all, "Deployment").spec.template.spec.initContainers,
  ],
  ["a Secret read as variables", prod, "settings", "Job shop-migrate-HASH -> Secret shop-secrets: env", (all) => unread(of(all, "Job", "shop-migrate-HASH"))],
  [
    "files of a ConfigMap",
    market,
    "settings",
    "Deployment market -> ConfigMap market-config: files",
    (all) => delete of(all, "Deployment", "market").spec.template.spec.volumes,
  ],
  [
    "a registry's Secret",
    market,
    "settings",
    "Deployment market -> Secret registry: image pull",
    (all) => delete of(all, "Deployment", "market").spec.template.spec.imagePullSecrets,
  ],
  ["a certificate", prod, "settings", "Ingress shop -> Secret shop-tls: certificate", (all) => delete of(all, "Ingress").spec.tls],
  [
    "a disk for each pod",
    market,
    "storage",
    "StatefulSet market-ledger -> PersistentVolumeClaim mnesia-market-ledger-N: /data/mnesia",
    (all) => delete of(all, "StatefulSet", "market-ledger").spec.volumeClaimTemplates,
  ],
  ["a PodMonitor", market, "metrics", "PodMonitor market -> Deployment market: 9568 /metrics", without("PodMonitor")],
  ["rights", market, "rights", "Deployment market -> Kubernetes API: list endpoints", without("RoleBinding")],
  [
    "no token, no rights",
    market,
    "rights",
    "Deployment market -> Kubernetes API: list endpoints",
    (all) => (of(all, "Deployment", "market").spec.template.spec.automountServiceAccountToken = false),
  ],
])("%s", (_, objects, kind, link, change) => {
  expect(linksOf(graph("x", objects), kind)).toContain(link);
  expect(linksOf(changed(objects, change), kind)).not.toContain(link);
});

const containersOf = ({ spec: { template } }: Anything): Anything[] => [...(template.spec.initContainers ?? []), ...template.spec.containers];
function envOf(objects: Anything[], name: string, variable: string): void {
  for (const container of containersOf(of(objects, "Deployment", name))) container.env = container.env?.filter((entry: Anything) => entry.name !== variable);
}
function unread(object: Anything): void {
  for (const container of containersOf(object)) {
    delete container.envFrom;
    delete container.env;
  }
}

const detailsOf = ({ nodes }: ReturnType<typeof graph>, kind: string, name: string): readonly string[] =>
  nodes.find((node) => node.kind === kind && node.name === name)?.details ?? [];

test.each<[string, readonly KubernetesObject[], [string, string], string, Change]>([
  ["an autoscaler", market, ["Deployment", "market"], "scales from 3 to 12 at cpu 60%", without("HorizontalPodAutoscaler")],
  ["a disruption budget", prod, ["Deployment", "shop"], "a drain takes at most 1", without("PodDisruptionBudget")],
  ["how many pods", prod, ["Deployment", "shop"], "3 pods", (all) => (of(all, "Deployment").spec.replicas = 4)],
  [
    "when a CronJob runs",
    market,
    ["CronJob", "market-report"],
    "at 0 6 * * 1 Europe/Berlin",
    (all) => delete of(all, "CronJob", "market-report").spec.timeZone,
  ],
  [
    "that a Secret must be there",
    prod,
    ["Secret", "shop-secrets"],
    "must be there before the pods",
    (all) => all.push({ kind: "Secret", metadata: { name: "shop-secrets", namespace: "shop-prod" } }),
  ],
])("it is told: %s", (_, objects, [kind, name], line, change) => {
  expect(detailsOf(graph("x", objects), kind, name)).toContain(line);
  expect(detailsOf(changed(objects, change), kind, name)).not.toContain(line);
});

describe("who may reach which port", () => {
  const access = (found: ReturnType<typeof graph>) => found.nodes.find(({ kind }) => kind === "Deployment")?.access;
  test("as a NetworkPolicy says", () => {
    expect(access(graph("x", prod))).toEqual([
      { ports: ["4000"], from: ["everybody"], policy: "shop" },
      { ports: ["4369", "4370-4379"], from: ["Deployment shop"], policy: "shop" },
    ]);
    expect(access(changed(prod, without("NetworkPolicy")))).toEqual([]);
  });
  test("peers elsewhere by their labels", () => {
    expect(access(graph("x", market))).toContainEqual({
      ports: ["9568"],
      from: ["pods in namespaces kubernetes.io/metadata.name=monitoring"],
      policy: "market",
    });
  });
  const problems = (found: ReturnType<typeof graph>): (string | undefined)[] => found.links.flatMap(({ problem }) => problem ?? []);
  test.each<[string, Change, string]>([
    [
      "a cluster that a policy cuts off",
      (all) => of(all, "NetworkPolicy").spec.ingress.pop(),
      "no NetworkPolicy lets anybody reach port 4369 of Deployment shop",
    ],
    [
      "a range that is too narrow",
      (all) => (of(all, "NetworkPolicy").spec.ingress[1].ports[1].endPort = 4375),
      "no NetworkPolicy lets anybody reach port 4370-4379 of Deployment shop",
    ],
    ["a port that no container has", (all) => (of(all, "Service").spec.ports[0].targetPort = "web"), "no container of Deployment shop has a port web"],
    ["a port that a Service does not have", (all) => (of(all, "Service").spec.ports[0].name = "web"), "Service shop has no port http"],
  ])("%s", (_, change, problem) => {
    expect(problems(graph("x", prod))).toEqual([]);
    expect(problems(changed(prod, change))).toEqual([problem]);
  });
});

test("a call goes to the one port of its Service, and behind a headless Service to any", () => {
  const calling = (url: string, port: number | undefined, clusterIP?: string) => {
    const service = {
      kind: "Service",
      metadata: { name: "s" },
      spec: { clusterIP, selector: { a: "b" }, ports: [{ port: 80 }, ...(port === undefined ? [] : [{ port }])] },
    };
    const pod = { kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "c", env: [{ name: "X_URL", value: url }] }] } };
    return graph("x", [service, pod]).links.map(({ label, toPort, problem }) => ({ label, toPort, problem }));
  };
  expect(calling("http://s/", undefined)).toEqual([{ label: "X_URL", toPort: "80/TCP", problem: undefined }]);
  expect(calling("http://s.default.svc.cluster.local:81/", 81)).toEqual([]);
  expect(calling("http://s:81/", 81)).toEqual([{ label: "X_URL", toPort: "81/TCP", problem: undefined }]);
  expect(calling("http://s:82/", 81)).toEqual([{ label: "X_URL", toPort: undefined, problem: "Service s has no port 82" }]);
  expect(calling("http://s:82/", 81, "None")).toEqual([{ label: "X_URL", toPort: undefined, problem: undefined }]);
});

test("where there are several namespaces, each says its own, and selectors stay in theirs", () => {
  const both = graph("x", [...prod, ...dev]);
  expect(detailsOf(both, "Deployment", "shop")[0]).toBe("namespace shop-prod");
  const cross = both.links.filter(({ from, to }) => from.includes("shop-prod") && to.includes("shop-dev"));
  expect(cross).toEqual([]);
  expect(both.links.length).toBe(graph("x", prod).links.length + graph("x", dev).links.length);
});

test("a port is open by its name too", () => {
  const found = changed(prod, (all) => (of(all, "NetworkPolicy").spec.ingress[0].ports[0].port = "http"));
  expect(found.links.flatMap(({ problem }) => problem ?? [])).toEqual([]);
});

test("no value of a Secret is shown, wherever it stands", () => {
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s" },
    stringData: { DATABASE_URL: "ecto://admin:hunter2/x@y@db.example.com:5433/shop", TOKEN: "hunter3", API_HOST: "https://hunter4:hunter5@api" },
  };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "c", envFrom: [{ secretRef: { name: "s" } }] }] } };
  const found = graph("x", [secret, pod]);
  for (const text of [JSON.stringify(found), mermaid([found])]) expect(text).not.toMatch(/hunter/);
  const sane = { ...secret, stringData: { DATABASE_URL: "ecto://admin:hunter2@y@db.example.com:5433/shop" } };
  expect(linksOf(graph("x", [sane, pod]), "traffic")).toEqual(["Pod p -> Database db.example.com: DATABASE_URL"]);
});

test("an external secret says who makes it", () => {
  const maker = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "m", namespace: "shop-prod" },
    spec: { target: { name: "shop-secrets" } },
  };
  const found = graph("x", [...prod, maker]);
  expect(found.nodes.find(({ name }) => name === "shop-secrets")).toMatchObject({ origin: "build", details: ["made by ExternalSecret m"] });
  expect(found.undrawn).toEqual(["ServiceAccount/shop", "ExternalSecret/m"]);
});

test("fields of the wrong type are not there, and nothing breaks", () => {
  for (const object of [...prod, ...market]) {
    for (const junk of [null, 7, "x", [], [null], { a: null }, [[]], true]) {
      graph("x", [...prod, { ...object, spec: junk } as KubernetesObject]);
      for (const field of Object.keys((object["spec"] as object | undefined) ?? {}))
        graph("x", [{ ...object, spec: { ...(object["spec"] as object), [field]: junk } } as KubernetesObject]);
    }
  }
});

describe.each(programs)("the command: %s", (_, program) => {
  const prodStream = read("test/overlays/overlays-prod.yaml");

  test("an overlay, built by a real engine, is what its objects give", () => {
    const layout = copyOfTheLayout();
    const { code, stdout } = overlay(program, layout, "overlays/prod");
    expect(code).toBe(0);
    expect(withoutHashes(stdout)).toBe(mermaid([graph("overlays/prod", prod)]));
  });

  test("a stream on standard input, as JSON", () => {
    const { code, stdout } = program({ args: ["topology", "--format", "json", "-"], stdin: prodStream });
    const { version, environments } = JSON.parse(stdout);
    expect(isAsDescribed(JSON.parse(stdout)), JSON.stringify(isAsDescribed.errors)).toBe(true);
    const { nodes, links, undrawn } = graph("standard input", prod);
    expect({ code, version, environments }).toEqual({ code: 0, version: 1, environments: [{ path: "standard input", ...asJson({ nodes, links, undrawn }) }] });
  });

  test.each(["html", "svg"])("%s", (format) => {
    const { code, stdout, stderr } = program({ args: ["topology", "--format", format, "-"], stdin: prodStream });
    const draw = { html, svg }[format] as typeof html;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(draw([graph("standard input", prod)]));
  });

  test("JSON of everything is as described", () => {
    const { stdout } = program({ args: ["topology", "--format", "json", "test/topology/market.yaml", "test/overlays/overlays-dev.yaml"] });
    expect(isAsDescribed(JSON.parse(stdout)), JSON.stringify(isAsDescribed.errors)).toBe(true);
    expect(JSON.parse(stdout).environments.map(({ path }: Anything) => path)).toEqual(["test/topology/market.yaml", "test/overlays/overlays-dev.yaml"]);
  });

  test("a diagram that Mermaid would not draw is printed, and said", () => {
    const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: b}}\nspec: {containers: [{name: c, image: i}]}\n";
    const service = (number: number): string =>
      `---\napiVersion: v1\nkind: Service\nmetadata: {name: s${number}}\nspec: {selector: {a: b}, ports: [{port: 80}]}\n`;
    const stdin = pod + Array.from({ length: 501 }, (_, number) => service(number)).join("");
    const { code, stdout, stderr } = program({ args: ["topology", "-"], stdin });
    expect({ code, links: stdout.match(/^ {2}\w+ -->/gm)?.length }).toEqual({ code: 0, links: 501 });
    expect(stderr).toMatch(/^warning: a diagram of 501 links and \d+ characters; where nobody raises .* --format html and svg draw any size\n$/m);
  });

  test("into a file, whole or not at all", () => {
    const directory = scratch();
    const args = ["topology", join(root, "test/overlays/overlays-prod.yaml"), "-o", "a/prod.mmd"];
    expect(program({ args, cwd: directory })).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(directory, "a/prod.mmd"), "utf8")).toContain("flowchart LR");
    write(directory, "file", "");
    expect(program({ args: [...args.slice(0, -1), "file/prod.mmd"], cwd: directory })).toEqual({
      code: 1,
      stdout: "",
      stderr: "phoenix-release: nothing is written to file/prod.mmd: a part of that path is a file\n",
    });
  });

  test.each<[string, readonly string[], string]>([
    ["no PATH", [], "topology needs a PATH: a file with a spec, an overlay, what kustomize build has printed, or - for standard input"],
    ["a PATH that is not there", ["nowhere"], "nowhere: there is no such file or directory"],
    ["an empty PATH", [""], 'topology was given an empty PATH: "" names nothing; is a variable not set?'],
    ["an empty file name", ["-o", "", "bases/app/spec/release.yaml"], 'topology takes a file after -o, or - for standard output, not ""'],
    ["standard input twice", ["-", "-"], "- was given twice, and standard input can be read once"],
  ])("wrong usage: %s", (_, args, message) => {
    expect(program({ args: ["topology", ...args], stdin: "" })).toEqual({ code: 2, stdout: "", stderr: refusal("topology", message) });
  });

  test("a spec that is refused is not drawn", () => {
    const directory = scratch();
    write(directory, "release.yaml", read("bases/app/spec/release.yaml").replace("spec:", "spec: ["));
    const { code, stdout, stderr } = program({ args: ["topology", "release.yaml"], cwd: directory });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^release\.yaml:\d+:\d+: error\[PHX\d+\][\s\S]*nothing is drawn: \d errors? in release\.yaml\n$/);
  });

  test.each<[string, string, RegExp]>([
    [
      "an object that cannot be read",
      "kind: Service\nmetadata: {name: 1}\n",
      /^[\s\S]*error\[PHX011\](?![\s\S]*error\[)[\s\S]*nothing is drawn: an object of standard input cannot be read\n$/,
    ],
    [
      "nothing that runs",
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n",
      /nothing is drawn: standard input holds nothing that runs, serves or is read\n$/,
    ],
    ["no object", "# nothing\n", /nothing is drawn: 1 error in standard input\n$/],
  ])("not drawn: %s", (_, stdin, said) => {
    const { code, stdout, stderr } = program({ args: ["topology", "--format", "svg", "-"], stdin });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(said);
  });

  test("a list, as kubectl prints it", () => {
    const items = [
      { apiVersion: "v1", kind: "Service", metadata: { name: "s" }, spec: { selector: { a: "b" }, ports: [{ port: 80 }] } },
      { apiVersion: "v1", kind: "Pod", metadata: { name: "p", labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } },
    ];
    const { code, stdout } = program({ args: ["topology", "-"], stdin: stringify({ apiVersion: "v1", kind: "List", items }) });
    expect(code).toBe(0);
    expect(stdout).toContain('Service_s -->|"80"| Pod_p');
  });

  test("what cannot work together is drawn, and said", () => {
    const layout = copyOfTheLayout();
    const patch = '  - target: {kind: Service, name: shop}\n    patch: \'[{"op": "replace", "path": "/spec/ports/0/targetPort", "value": "web"}]\'\n';
    edit(layout, "overlays/prod/kustomization.yaml", (yaml) => yaml.replace("transformers:", `${patch}transformers:`));
    const { code, stdout, stderr } = overlay(program, layout, "overlays/prod");
    expect(code).toBe(1);
    expect(stdout).toContain("NOT REACHED: no container of Deployment shop has a port web");
    expect(stderr).toContain("error[PHX");
  });
});

function overlay(program: (typeof programs)[number][1], layout: string, directory: string): Outcome {
  const [engine] = realEngines as [(typeof realEngines)[number]];
  return program({
    args: ["topology", directory],
    cwd: layout,
    env: { HOME: "/nonexistent", PATH: pathWith(engine.path, engine.kind), KUSTOMIZE_PLUGIN_HOME: `${root}/plugin` },
  });
}

function pathWith(path: string, kind: string): string {
  const bin = scratch();
  symlinkSync(path, join(bin, kind));
  return `${bin}:/usr/bin:/bin`;
}
