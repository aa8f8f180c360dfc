import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type Renaming, type Selector, selects } from "../src/inspect/selector.ts";
import { onPath } from "../src/kustomize/engine.ts";
import { type Anything, built, copyOfTheLayout, edit, objectsOf, realEngines, scratch, switchTo, write } from "./kustomize.ts";
import { type Outcome, pluginHome, programs, refusal } from "./program.ts";
import { reportOf, type Told } from "./report.ts";

// The right overlay passes; the same with one mutation has the finding, at its place. What Kustomize says aloud is not looked for here.

const PROD = "overlays/prod/kustomization.yaml";
const SPEC = "overlays/prod/spec/kustomization.yaml";
const engine = realEngines[0] as (typeof realEngines)[number];
const [[, source]] = programs as [(typeof programs)[number]];

/** A PATH with nothing but an engine, and git. */
function pathWith({ kind, path } = engine): string {
  const bin = scratch();
  symlinkSync(onPath("git", process.env) ?? "/nowhere", join(bin, "git"));
  symlinkSync(path, join(bin, kind));
  return bin;
}

function validate(layout: string, args: readonly string[], { PATH = pathWith(), stdin = "" }: { PATH?: string; stdin?: string } = {}): Outcome {
  return source({ args: ["validate", ...args], cwd: layout, env: { HOME: "/nonexistent", PATH, KUSTOMIZE_PLUGIN_HOME: pluginHome }, stdin });
}

/** Of --format json, but for the example's image, which every copy of the layout has. */
function found(layout: string, paths: readonly string[] = ["overlays/prod"], options: { PATH?: string; stdin?: string } = {}): Told[] {
  return reportOf(validate(layout, ["--format", "json", ...paths], options).stdout).findings.filter(({ code }) => code !== "PHX526");
}

const codes = (findings: readonly Told[]): string[] => findings.map(({ code }) => code);

const placeOf = ({ file, line, column, subject }: Told): string => (file === undefined ? subject : `${file}:${line}:${column}`);

/** Where a text stands, as a finding says it. */
function place(layout: string, file: string, text: string): string {
  const lines = readFileSync(join(layout, file), "utf8").split("\n");
  const line = lines.findIndex((content) => content.includes(text));
  return `${file}:${line + 1}:${(lines[line] ?? "").indexOf(text) + 1}`;
}

type Change = (layout: string) => void;

const changed = (...changes: readonly Change[]): string => {
  const layout = copyOfTheLayout();
  for (const change of changes) change(layout);
  return layout;
};

const all =
  (...changes: readonly Change[]): Change =>
  (layout) => {
    for (const change of changes) change(layout);
  };
const replaced =
  (file: string, old: string | RegExp, by: string): Change =>
  (layout) =>
    edit(layout, file, (yaml) => yaml.replace(old, by));
const file =
  (name: string, text: string): Change =>
  (layout) =>
    write(layout, name, text);
/** Behind the patches of overlays/prod. */
const inProd = (text: string): Change => replaced(PROD, "\ntransformers:", `\n${text}\ntransformers:`);
const inSpec =
  (text: string, overlay = "prod"): Change =>
  (layout) =>
    edit(layout, `overlays/${overlay}/spec/release.yaml`, (yaml) => `${yaml}  ${text}\n`);

const LONG = "x".repeat(64);
const LABEL = "{op: add, path: /metadata/labels/a, value: b}";
const patch = (target: string, operation = LABEL): string => `  - target: ${target}\n    patch: "- ${operation}"`;
const component = (fields: string): string => `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${fields}\n`;
const replacement = (select: string): string =>
  `  - source: {kind: ServiceAccount, fieldPath: metadata.name}
    targets:
      - select: ${select}
        fieldPaths: [metadata.labels.a]
        options: {create: true}
`;
const noGuard = all(replaced(PROD, /replicas:\n.*\n.*\n/, ""), replaced(PROD, /patches:\n[\s\S]*?name: shop\n/, ""));
const noFinish = replaced(PROD, "transformers: [finish]\n", "");
const noNames = replaced(PROD, "components: [../../bases/app/names]\n", "");
const images = (entries: string): Change => replaced(PROD, / {2}- name: ghcr\.io\/acme\/shop\n.*\n/, `${entries}\n`);
const resource = (entry: string): Change => replaced(PROD, "resources: #", `resources:\n  - ${entry} #`);

interface Mutation {
  readonly what: string;
  readonly change: Change;
  /** Codes in the order of the findings, each with the text that it points at, or with a subject. */
  readonly finds: readonly (readonly [code: string, file: string, text?: string])[];
  readonly says?: RegExp;
}

const mutations: readonly Mutation[] = [
  {
    what: "a patch whose target is mistyped",
    change: inProd(patch("{kind: Deployment, name: shp}")),
    finds: [["PHX511", PROD, "{kind: Deployment, name: shp}"]],
    says: /the patch is for kind Deployment, name shp, which is not here.*; did you mean "shop"\?/,
  },
  {
    what: "a patch whose kind is mistyped",
    change: inProd(patch("{kind: deployment, name: shop}")),
    finds: [["PHX511", PROD, "{kind: deployment, name: shop}"]],
    says: /did you mean "Deployment"\?/,
  },
  {
    what: "a patch for the namespace that is set after it",
    change: inProd(patch("{kind: Deployment, namespace: shop-prod}")),
    finds: [["PHX511", PROD, "{kind: Deployment, namespace: shop-prod}"]],
  },
  {
    what: "a patch for a label that nobody has",
    change: inProd(patch("{labelSelector: app.kubernetes.io/component=wbe}")),
    finds: [["PHX511", PROD, "{labelSelector: app.kubernetes.io/component=wbe}"]],
    says: /is for labelSelector app\.kubernetes\.io\/component=wbe/,
  },
  {
    what: "a patch for the name that a prefix makes after it",
    change: inProd(`${patch("{kind: Deployment, name: eu-shop}")}\nnamePrefix: eu-`),
    finds: [["PHX511", PROD, "{kind: Deployment, name: eu-shop}"]],
  },
  {
    what: "a patch of the spec whose target is mistyped",
    change: replaced(SPEC, "kind: PhoenixRelease", "kind: PhoenixRelese"),
    finds: [["PHX511", SPEC, "kind: PhoenixRelese"]],
    says: /did you mean "PhoenixRelease"\?/,
  },
  {
    what: "a patch under patchesJson6902",
    change: inProd(`patchesJson6902:\n${patch("{version: v1, kind: Service, name: shop-clster}")}`),
    finds: [["PHX511", PROD, "{version: v1, kind: Service, name: shop-clster}"]],
    says: /did you mean "shop-cluster"\?/,
  },
  {
    what: "a patch of a component",
    change: all(
      file("overlays/big/kustomization.yaml", component(`patches:\n${patch("{kind: Deployment, name: shp}")}`)),
      replaced(PROD, "components: [", "components: [../big, "),
    ),
    finds: [["PHX511", "overlays/big/kustomization.yaml", "{kind: Deployment, name: shp}"]],
  },
  {
    what: "a replacement",
    change: inProd(`replacements:\n${replacement("{kind: Deployment, name: shp}")}`),
    finds: [["PHX512", PROD, "{kind: Deployment, name: shp}"]],
    says: /the replacement is for kind Deployment, name shp/,
  },
  {
    what: "a replacement in a file",
    change: all(
      inProd("replacements: [{path: replacement.yaml}]"),
      file("overlays/prod/replacement.yaml", `# a list\n${replacement("{kind: Deployment, name: shp}")}`),
    ),
    finds: [["PHX512", "overlays/prod/replacement.yaml", "{kind: Deployment, name: shp}"]],
  },
  {
    what: "an image that no container has",
    change: all(noFinish, images("  - {name: ghcr.io/acme/shp, newTag: 1.4.2}")),
    finds: [
      ["PHX522", PROD, "generators:"],
      ["PHX513", PROD, "ghcr.io/acme/shp"],
    ],
    says: /no container has the image ghcr\.io\/acme\/shp.*; did you mean "ghcr\.io\/acme\/shop"\?/,
  },
  {
    what: "an image that has another name by then",
    change: all(noFinish, images("  - {name: ghcr.io/acme/shop, newName: example.com/shop}\n  - {name: example.com/shp, newTag: 1.4.2}")),
    finds: [
      ["PHX522", PROD, "generators:"],
      ["PHX513", PROD, "example.com/shp"],
    ],
  },
  {
    what: "an image that finish has found already",
    change: images("  - {name: ghcr.io/acme/shp, newTag: 1.4.2}"),
    finds: [["PHX315", PROD, "ghcr.io/acme/shp"]],
  },
  {
    what: "images: beside the spec, whose image is no container's",
    change: (layout) => edit(layout, SPEC, (yaml) => `${yaml}images: [{name: ghcr.io/acme/shop, newTag: 1.5.0}]\n`),
    finds: [["PHX513", SPEC, "ghcr.io/acme/shop"]],
    says: /no container has the image ghcr\.io\/acme\/shop/,
  },
  {
    what: "names missing",
    change: noNames,
    finds: [["PHX521", PROD, "generators:"]],
    says: /once somebody sets namePrefix or nameSuffix, as Argo CD can, the nodes do not find each other/,
  },
  {
    what: "names missing, and a prefix",
    change: all(noNames, inProd("namePrefix: eu-")),
    finds: [["PHX521", PROD, "namePrefix:"]],
    says: /namePrefix renames the headless Service of the cluster/,
  },
  {
    what: "names missing, and a suffix of Services behind a Gateway",
    change: all(noNames, inProd("nameSuffix: -blue"), inSpec("cluster: {enabled: false}\n  expose: {type: gateway, gateway: {name: edge}}")),
    finds: [["PHX521", PROD, "nameSuffix:"]],
    says: /nameSuffix renames the Services, but not where the HTTPRoute names them: the edge serves errors/,
  },
  {
    what: "finish missing",
    change: noFinish,
    finds: [["PHX522", PROD, "generators:"]],
    says: /the last step is missing/,
  },
  {
    what: "another last step",
    change: all(
      replaced(PROD, "[finish]", "[team.yaml]"),
      file(
        "overlays/prod/team.yaml",
        "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: team}\nlabels: {team: store}\nfieldSpecs: [{path: metadata/labels, create: true}]\n",
      ),
    ),
    finds: [["PHX522", PROD, "transformers:"]],
  },
  {
    what: "finish missing, and objects that it would have refused",
    change: all(noFinish, (layout) =>
      edit(
        layout,
        PROD,
        (yaml) => `${yaml}${patch("{kind: Deployment, name: shop}", "{op: add, path: /spec/template/spec/serviceAccountName, value: shpo}")}\n`,
      ),
    ),
    finds: [
      ["PHX522", PROD, "generators:"],
      ["PHX306", "overlays/prod: Deployment/shop"],
    ],
    says: /runs under the ServiceAccount shpo/,
  },
  {
    what: "the guard missing",
    change: noGuard,
    finds: [["PHX523", PROD, "generators:"]],
    says: /nothing here fails when nothing was generated/,
  },
  {
    what: "the database of development in prod",
    change: resource("../dev/postgres"),
    finds: [["PHX525", PROD, "../dev/postgres"]],
    says: /the Postgres of development is part of this build/,
  },
  {
    what: "a file that is not there",
    change: resource("nowhere.yaml"),
    finds: [["PHX503", "overlays/prod"]],
    says: /kustomize cannot build it: accumulating resources:.*nowhere\.yaml/,
  },
  {
    what: "a replacement in a file that is not there",
    change: inProd("replacements: [{path: nowhere.yaml}]"),
    finds: [["PHX503", "overlays/prod"]],
    says: /kustomize cannot build it: trouble configuring builtin ReplacementTransformer: .*overlays\/prod\/nowhere\.yaml/,
  },
  {
    what: "replicas of nothing",
    change: replaced(PROD, "  - name: shop\n    count", "  - name: shp\n    count"),
    finds: [["PHX503", "overlays/prod"]],
    says: /kustomize cannot build it: resource with name shp does not match/,
  },
  {
    what: "a kustomization that is not YAML",
    change: replaced(PROD, "namespace: shop-prod", "namespace: shop: prod"),
    finds: [["PHX001", PROD, "shop: prod"]],
    says: /this is not YAML/,
  },
  {
    what: "a kustomization with a key that stands twice",
    change: inProd("images: []"),
    finds: [["PHX002", PROD, "images: []"]],
  },
  {
    what: "a kustomization with an unknown field",
    change: inProd("componets: []"),
    finds: [["PHX503", "overlays/prod"]],
    says: /unknown field "componets"/,
  },
  {
    what: "an empty kustomization",
    change: file(PROD, ""),
    finds: [["PHX503", "overlays/prod"]],
    says: /kustomization\.yaml is empty/,
  },
  {
    what: "a directory without kustomization",
    change: (layout) => rmSync(join(layout, PROD)),
    finds: [["PHX501", "overlays/prod"]],
  },
  {
    what: "a build whose workloads are deleted again",
    change: all(noFinish, noGuard, (layout) =>
      edit(
        layout,
        PROD,
        (yaml) =>
          `${yaml}patches:\n  - target: {kind: Deployment}\n    patch: "{$patch: delete, apiVersion: apps/v1, kind: Deployment, metadata: {name: any}}"\n`,
      ),
    ),
    finds: [
      ["PHX522", PROD, "generators:"],
      ["PHX523", PROD, "patches:"],
      ["PHX504", "overlays/prod"],
      ["PHX306", "overlays/prod: Service/shop"],
      ["PHX306", "overlays/prod: Service/shop-cluster"],
    ],
    says: /the build succeeds, and there is no workload in it/,
  },
  {
    what: "a build in which nothing is ours",
    change: file(PROD, "resources: [namespace.yaml]\n"),
    finds: [["PHX505", "overlays/prod"]],
  },
  {
    what: "a component by itself",
    change: file(PROD, component("resources: [namespace.yaml]")),
    finds: [["PHX505", "overlays/prod"]],
    says: /a Component is built as a part of what lists it/,
  },
  {
    what: "a mistake in the spec",
    change: replaced("overlays/prod/spec/release.yaml", "host:", "hots:"),
    finds: [["PHX102", "overlays/prod/spec/release.yaml", "hots:"]],
  },
  {
    what: "a warning that a build by the classic plugin swallows",
    change: inSpec("extraHosts: [www.example.com]"),
    finds: [["PHX401", "overlays/prod/spec/release.yaml", "[www.example.com]"]],
  },
];

describe("the overlay as it is passes, and is told of the example's image", () => {
  test.each(realEngines.map((engine) => [engine.name, engine] as const))("%s", (_, engine) => {
    const layout = copyOfTheLayout();
    const overlays = ["overlays/dev", "overlays/staging", "overlays/prod"];
    const { code, stdout, stderr } = validate(layout, overlays, { PATH: pathWith(engine) });
    expect(stdout.match(/(error|warning)\[PHX\d+\]/g)).toEqual(overlays.map(() => "warning[PHX526]"));
    expect(stdout).toContain(`${place(layout, PROD, "ghcr.io/acme/shop")}: warning[PHX526]: ghcr.io/acme/shop is the image of the example`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "3 paths checked: 0 errors, 3 warnings\n" });
  });

  test("as a KRM function", () => {
    const layout = copyOfTheLayout();
    switchTo("krm-exec", layout);
    const path = pathWith();
    symlinkSync(join(pluginHome, "phoenix-release.dev/v1/phoenixrelease/PhoenixRelease"), join(path, "phoenix-release"));
    expect(found(layout, ["overlays/prod"], { PATH: path })).toEqual([]);
  });
});

test.each(mutations.map((mutation) => [mutation.what, mutation] as const))("found: %s", (_, { change, finds, says = / / }) => {
  const layout = changed(change);
  const findings = found(layout);
  expect(findings.map((finding) => [finding.code, placeOf(finding)])).toEqual(
    finds.map(([code, where, text]) => [code, text === undefined ? where : place(layout, where, text)]),
  );
  expect(findings.map(({ message }) => message).join("\n")).toMatch(says);
});

// What looks wrong at first sight, and is not.
const right: [what: string, ...changes: Change[]][] = [
  ["a patch by regular expression", inProd(patch('{kind: "Deploy.*", name: "sh.p|store"}'))],
  ["a patch by label", inProd(patch('{labelSelector: "app.kubernetes.io/name=shop,app.kubernetes.io/component in (web, worker)"}'))],
  ["a patch of everything", inProd(patch("{}"))],
  ["a patch of what will have a hash", inSpec("env: {A: b}"), inProd(patch("{kind: ConfigMap, name: shop-env}"))],
  [
    "a patch of a generated ConfigMap",
    inProd(`${patch("{kind: ConfigMap, name: motd}", "{op: add, path: /data/c, value: d}")}\nconfigMapGenerator: [{name: motd, literals: [a=b]}]`),
  ],
  [
    "patches and replacements around a prefix",
    inProd(
      `${patch("{kind: Deployment, name: shop}")}\nnamePrefix: eu-\npatchesJson6902:\n${patch("{version: v1, kind: Service, name: eu-shop}")}\nreplacements:\n${replacement("{kind: Deployment, name: eu-shop, namespace: shop-prod}")}`,
    ),
  ],
  [
    "a patch of what a component brings",
    file("overlays/more/kustomization.yaml", component("resources: [more.yaml]")),
    file("overlays/more/more.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n"),
    replaced(PROD, "components: [", "components: [../more, "),
    inProd(patch("{kind: ConfigMap, name: more}", "{op: add, path: /data, value: {a: b}}")),
  ],
  [
    "a component that patches what the overlay generates",
    file("overlays/big/kustomization.yaml", component(`patches:\n${patch("{kind: Deployment, name: shop}")}`)),
    replaced(PROD, "components: [", "components: [../big, "),
  ],
  ["an image by pattern", images("  - {name: ghcr.io/.*/shop, newTag: 1.5.0}")],
  ["an image with its tag", images('  - {name: "ghcr.io/acme/shop:1.4.2", newTag: 1.5.0}')],
  [
    "an image by another name, and then by that",
    images("  - {name: ghcr.io/acme/shop, newName: example.com/shop}\n  - {name: example.com/shop, newTag: 1.5.0}"),
  ],
  ["an image by digest", images(`  - {name: ghcr.io/acme/shop, newName: example.com/shop, digest: "sha256:${"a".repeat(64)}"}`)],
  ["a prefix without nodes that look for each other", noNames, inSpec("cluster: {enabled: false}"), inProd("namePrefix: eu-")],
  [
    "a spec in a file, and finish in another",
    replaced(PROD, "generators: [spec]", "generators: [release.yaml]"),
    replaced(PROD, "[finish]", "[finish.yaml]"),
    (layout) => {
      const spec = readFileSync(join(layout, "bases/app/spec/release.yaml"), "utf8");
      write(layout, "overlays/prod/release.yaml", spec);
      write(layout, "overlays/prod/finish.yaml", spec.replace("  name: shop", "  name: shop\n  annotations: {phoenix-release.dev/phase: finish}"));
    },
  ],
];

test.each(right.map(([what, ...changes]) => [what, changes] as const))("%s passes", (_, changes) => expect(found(changed(...changes))).toEqual([]));

describe("an overlay on an overlay", () => {
  const above = (fields: string): string => changed(file("overlays/eu/kustomization.yaml", `resources: [../prod]\n${fields}`));

  test("has the names and the guard of the one below, and needs a last step of its own", () => {
    const findings = found(above("namePrefix: eu-\n"), ["overlays/eu"]);
    expect(findings.map((finding) => [finding.code, placeOf(finding)])).toEqual([["PHX522", "overlays/eu/kustomization.yaml:1:1"]]);
  });

  test("knows objects by all names they have had", () => {
    const patches = ["shop", "eu-shop"].map((name) => patch(`{kind: Deployment, name: ${name}}`)).join("\n");
    const layout = above("namePrefix: eu-\n");
    write(layout, "overlays/blue/kustomization.yaml", `resources: [../eu]\nnameSuffix: -blue\npatches:\n${patches}\n`);
    expect(codes(found(layout, ["overlays/blue"]))).toEqual(["PHX522"]);
  });
});

describe("a file of a generator", () => {
  const git = (layout: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync("git", ["-C", layout, "-c", "user.name=n", "-c", "user.email=e", ...args], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  const generators = inProd(
    "secretGenerator:\n  - name: shop-secrets\n    envs:\n      - token.env\nconfigMapGenerator:\n  - name: motd\n    files: [motd=message.txt]\n  - name: old\n    env: old.env",
  );
  const files = ["token.env", "message.txt", "old.env"];
  const layout = (): string =>
    changed(generators, ...files.map((name) => file(`overlays/prod/${name}`, `SECRET_KEY_BASE=${LONG}\nDATABASE_URL=y\nRELEASE_COOKIE=z\n`)));

  test("outside of any repository is nobody's business", () => expect(found(layout())).toEqual([]));

  test("that is not in the repository is a warning; committed or staged, it passes", () => {
    const repository = layout();
    git(repository, "init", "--quiet");
    git(repository, "add", "bases", PROD);
    git(repository, "commit", "--quiet", "--message", "all but the files");
    const findings = found(repository);
    expect(findings.map((finding) => [finding.code, finding.severity, placeOf(finding)])).toEqual([
      ["PHX524", "warning", place(repository, PROD, "token.env")],
      ["PHX524", "warning", place(repository, PROD, "motd=message.txt")],
      ["PHX524", "warning", place(repository, PROD, "old.env")],
    ]);
    expect(findings[0]?.message).toMatch(/^token\.env is not in the repository/);
    git(repository, "add", ...files.map((name) => `overlays/prod/${name}`));
    expect(found(repository)).toEqual([]);
    git(repository, "commit", "--quiet", "--message", "all");
    expect(found(repository)).toEqual([]);
  });
});

describe("environments that drift apart", () => {
  const both = (...changes: readonly Change[]): string[] =>
    found(changed(...changes), ["overlays/staging", "overlays/prod"]).map(
      ({ code, subject, message, severity }) => `${severity} ${code} ${subject} ${message}`,
    );

  test.each<[what: string, change: Change, says: string]>([
    ["a setting", inSpec("env: {LOG_LEVEL: info}"), "overlays/staging has no env LOG_LEVEL, which overlays/prod has"],
    ["a secret", inSpec("secretEnv: {API_KEY: {secretName: api, key: key}}"), "overlays/staging has no secretEnv API_KEY, which overlays/prod has"],
    ["a process", inSpec("processes: {worker: {env: {ROLE: worker}}}", "staging"), "overlays/prod has no process worker, which overlays/staging has"],
    ["a cron", inSpec('cron: {report: {schedule: "@daily", eval: Shop.report()}}'), "overlays/staging has no cron report, which overlays/prod has"],
    [
      "an image",
      images("  - {name: ghcr.io/acme/shop, newName: example.com/shop}"),
      "overlays/staging has the images ghcr.io/acme/shop, and overlays/prod has example.com/shop",
    ],
    [
      "a strategy",
      inSpec("migrations: {strategy: initContainer}", "staging"),
      "overlays/staging has migrations.strategy initContainer, and overlays/prod has its default",
    ],
  ])("%s", (_, change, says) => {
    const lines = both(change);
    expect(lines).toContain(`warning PHX527 ${says}`);
    expect(lines.every((line) => line.startsWith("warning PHX527 "))).toBe(true);
  });

  test("sizes, hosts and replicas differ on purpose", () =>
    expect(both(inSpec("processes: {web: {autoscale: {enabled: true}}}"), replaced(PROD, /replicas:\n.*\n.*\n/, ""))).toEqual([]));

  test("a process that is switched off is one that is not there", () =>
    expect(
      both(inSpec("processes: {worker: {env: {ROLE: worker}, enabled: false}}"), inSpec("processes: {worker: {env: {ROLE: worker}}}", "staging")),
    ).toContain("warning PHX527 overlays/prod has no process worker, which overlays/staging has"));

  test("applications that have nothing in common are not compared", () =>
    expect(codes(found(copyOfTheLayout(), ["bases/workers", "bases/umbrella"]))).toEqual([]));
});

describe("a waiver", () => {
  const waiving = (code: string, reason: string): Change =>
    replaced("bases/app/spec/release.yaml", "  name: shop\n", `  name: shop\n  annotations: {phoenix-release.dev/waive-${code}: ${reason}}\n`);

  test("of a warning about a directory gives its reason, and counts for nothing", () => {
    const layout = changed(noNames, waiving("PHX521", "nobody sets a prefix here"), waiving_());
    const { code, stdout, stderr } = validate(layout, ["--fail-on", "warning", "overlays/prod"]);
    expect(stdout).toMatch(/warning\[PHX521\]: .*\n.*\n.*\n {2}waived: nobody sets a prefix here\n/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "1 path checked: 0 errors, 0 warnings, 1 waived\n" });
  });

  test("in the spec of an overlay is for that overlay", () => {
    const layout = changed(
      replaced(
        "overlays/prod/spec/release.yaml",
        "  name: any",
        "  name: any\n  annotations: {phoenix-release.dev/waive-PHX521: nobody sets a prefix here}\n  #",
      ),
      noNames,
      replaced("overlays/staging/kustomization.yaml", "components: [../../bases/app/names]\n", ""),
    );
    expect(found(layout, ["overlays/staging", "overlays/prod"]).map(({ file, waived }) => [file, waived])).toEqual([
      [PROD, "nobody sets a prefix here"],
      ["overlays/staging/kustomization.yaml", undefined],
    ]);
  });

  test("of an error waives nothing", () => {
    const layout = changed(inProd(patch("{kind: Deployment, name: shp}")), waiving("PHX511", "it was there once"));
    expect(found(layout).map(({ code, severity, waived }) => [code, severity, waived])).toEqual([["PHX511", "error", undefined]]);
  });

  test("of drift", () => {
    const layout = changed(inSpec("env: {LOG_LEVEL: info}"), waiving("PHX527", "prod talks less"));
    expect(found(layout, ["overlays/staging", "overlays/prod"]).map(({ code, waived }) => [code, waived])).toEqual([["PHX527", "prod talks less"]]);
  });

  /** The example's image, which would count. */
  function waiving_(): Change {
    return images("  - {name: ghcr.io/acme/shop, newName: example.com/shop, newTag: 1.4.2}");
  }
});

describe("what is asked for", () => {
  test("without an engine on PATH, nothing can be built", () => {
    const layout = copyOfTheLayout();
    const PATH = scratch();
    expect(codes(found(layout, ["overlays/prod"], { PATH }))).toEqual(["PHX502"]);
    expect(codes(found(layout, ["bases/app/spec/release.yaml"], { PATH }))).toEqual([]);
  });

  test("--fail-on warning fails on a warning that does not fail by itself", () => {
    const layout = copyOfTheLayout();
    expect(validate(layout, ["overlays/prod"]).code).toBe(0);
    expect(validate(layout, ["--fail-on", "warning", "overlays/prod"]).code).toBe(1);
  });

  test("several PATHs are one list, in the order of files and lines", () => {
    const layout = changed(replaced("overlays/staging/spec/release.yaml", "resources:", "resorces:"), noFinish);
    write(layout, "a.yaml", "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: a}\nspec: {}\n");
    const { code, stderr } = validate(layout, ["overlays/prod", "overlays/staging", "a.yaml", "-"], { stdin: "kind: Namespace\n" });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "4 paths checked: 2 errors, 3 warnings\n" });
    expect(codes(found(layout, ["overlays/prod", "overlays/staging", "a.yaml", "-"], { stdin: "kind: Namespace\n" }))).toEqual([
      "PHX101",
      "PHX522",
      "PHX102",
      "PHX505",
    ]);
  });

  test("a directory from another one, or from inside, has its file names from there", () => {
    const layout = changed(noFinish);
    expect(found(join(layout, "overlays/dev"), ["../prod"]).map(({ file }) => file)).toEqual(["../prod/kustomization.yaml"]);
    expect(found(join(layout, "overlays/prod"), ["."]).map(({ file }) => file)).toEqual(["kustomization.yaml"]);
    expect(codes(found(join(changed(resource("../dev/postgres")), "overlays/prod"), ["."]))).toEqual(["PHX525"]);
  });

  test("annotations of GitHub are one line each, whatever is in them", () => {
    const layout = changed(noFinish, inProd_(patch('{kind: Deployment, name: "a%b|c,d:e"}')));
    const { stdout } = validate(layout, ["--format", "github", "overlays/prod"]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /^::warning file=overlays\/prod\/kustomization\.yaml,line=5,col=1,title=PHX522::the last step is missing: .*%0Acopy the directory finish/,
    );
    expect(lines[2]).toMatch(
      /^::error file=overlays\/prod\/kustomization\.yaml,line=\d+,col=\d+,title=PHX511::the patch is for kind Deployment, name a%25b\|c,d:e, which .*%0Ahere are: Deployment\/shop$/,
    );
  });

  test("GitHub shows a waived warning as a notice, and what has no place by its subject", () => {
    const layout = changed(
      inSpec("env: {LOG_LEVEL: info}"),
      replaced("bases/app/spec/release.yaml", "  name: shop\n", "  name: shop\n  annotations: {phoenix-release.dev/waive-PHX527: prod talks less}\n"),
    );
    const { stdout } = validate(layout, ["--format", "github", "overlays/staging", "overlays/prod"]);
    expect(stdout).toContain("::notice title=PHX527::overlays/staging: has no env LOG_LEVEL, which overlays/prod has%0Awaived: prod talks less\n");
  });

  test.each([
    [[], "validate needs a PATH: a file with a spec, an overlay, or - for standard input"],
    [[""], 'validate was given an empty PATH: "" names nothing; is a variable not set?'],
    [["nowhere"], "nowhere: there is no such file or directory"],
  ])("%j is no call", (args, why) => expect(validate(copyOfTheLayout(), args)).toEqual({ code: 2, stdout: "", stderr: refusal("validate", why) }));

  /** Without finish the patches are the last lines. */
  function inProd_(text: string): Change {
    return (layout) => edit(layout, PROD, (yaml) => `${yaml}${text}\n`);
  }
});

// Streams: what kustomize build prints, in which one thing is changed.

const streamOf = (...changes: readonly Change[]): string => built(engine, join(changed(...changes), "overlays/prod"));
const autoscaled = all(inSpec("processes: {web: {autoscale: {enabled: true}}}"), replaced(PROD, /replicas:\n.*\n.*\n/, ""));
const alone = all(inSpec("processes: {web: {storage: {uploads: {path: /uploads, size: 1Gi}}}}"), replaced(PROD, "count: 3", "count: 1"));
const secret = inProd(`secretGenerator:\n  - name: shop-secrets\n    literals: [SECRET_KEY_BASE=${LONG}, DATABASE_URL=y, RELEASE_COOKIE=z]`);

/** The first object of a kind, or the one of a name. */
type Get = (kind: string, name?: string) => Anything;

interface Stream {
  readonly what: string;
  /** What the right stream has beside what is shipped. */
  readonly given?: Change;
  readonly change: (get: Get) => void;
  readonly code: string;
  readonly says: RegExp;
}

const web = (get: Get): Anything => get("Deployment").spec.template.spec.containers[0];

const streams: readonly Stream[] = [
  {
    what: "replicas beside an autoscaler",
    given: autoscaled,
    change: (get) => Object.assign(get("Deployment").spec, { replicas: 3 }),
    code: "PHX301",
    says: /^Deployment\/shop: has replicas and a HorizontalPodAutoscaler/,
  },
  {
    what: "a container without image",
    change: (get) => Object.assign(web(get), { image: undefined }),
    code: "PHX302",
    says: /^Deployment\/shop: container web has no image/,
  },
  {
    what: "a variable above what it uses",
    change: (get) => web(get).env.reverse(),
    code: "PHX303",
    says: /^Deployment\/shop: in container web the variable \w+ uses \$\(\w+\), which is defined below it/,
  },
  {
    what: "a cluster service that is not there",
    change: (get) => Object.assign(get("Deployment").spec.template.metadata.annotations, { "phoenix-release.dev/cluster-service": "shop-clster" }),
    code: "PHX305",
    says: /^Deployment\/shop: .*names the Service shop-clster/,
  },
  {
    what: "an account that is not there",
    change: (get) => Object.assign(get("Deployment").spec.template.spec, { serviceAccountName: "shpo" }),
    code: "PHX306",
    says: /^Deployment\/shop: runs under the ServiceAccount shpo, .*; did you mean "shop"\?/,
  },
  {
    what: "a Service without pods",
    change: (get) => Object.assign(get("Service", "shop").spec.selector, { tier: "front" }),
    code: "PHX306",
    says: /^Service\/shop: selects no pod/,
  },
  {
    what: "a probe of no port",
    change: (get) => Object.assign(web(get), { readinessProbe: { tcpSocket: { port: "htpp" } } }),
    code: "PHX306",
    says: /^Deployment\/shop: the readinessProbe of container web asks the port htpp/,
  },
  {
    what: "an edge to no Service",
    change: (get) => Object.assign(get("Ingress").spec.rules[0].http.paths[0].backend.service, { name: "shpo" }),
    code: "PHX306",
    says: /^Ingress\/shop: leads to the Service shpo, .*; did you mean "shop"\?/,
  },
  {
    what: "an autoscaler of nothing",
    given: autoscaled,
    change: (get) => Object.assign(get("HorizontalPodAutoscaler").spec.scaleTargetRef, { name: "shpo" }),
    code: "PHX306",
    says: /^HorizontalPodAutoscaler\/shop: scales Deployment\/shpo/,
  },
  {
    what: "a Secret without a key",
    given: secret,
    change: (get) => Object.assign(get("Secret").data, { RELEASE_COOKIE: undefined }),
    code: "PHX306",
    says: /^Deployment\/shop: needs the key RELEASE_COOKIE of the Secret shop-secrets-\w+, which has none/,
  },
  {
    what: "a StatefulSet whose pods have no names",
    given: inSpec("processes: {store: {env: {ROLE: store}, stateful: true, storage: {data: {path: /data, size: 1Gi}}}}"),
    change: (get) => Object.assign(get("StatefulSet").spec, { serviceName: "shop-stroe" }),
    code: "PHX306",
    says: /^StatefulSet\/shop-store: takes the names of its pods from the Service shop-stroe/,
  },
  {
    what: "several pods on one disk",
    given: alone,
    change: (get) => Object.assign(get("Deployment").spec, { replicas: 3 }),
    code: "PHX310",
    says: /^Deployment\/shop: has 3 replicas, but only one node at a time can mount its volume shop-uploads/,
  },
  {
    what: "a Service that selects the migration",
    change: (get) => Object.assign(get("Service", "shop").spec.selector, { "app.kubernetes.io/component": undefined }),
    code: "PHX311",
    says: /^Service\/shop: its selector also matches the pods of Job\/shop-migrate-/,
  },
  {
    what: "a session key that is too short",
    given: secret,
    change: (get) => Object.assign(get("Secret").data, { SECRET_KEY_BASE: "eA==" }),
    code: "PHX313",
    says: /^Secret\/shop-secrets-\w+: SECRET_KEY_BASE has 1 bytes/,
  },
  {
    what: "a list where a map belongs",
    change: (get) => Object.assign(get("Deployment").spec.template.metadata, { labels: [] }),
    code: "PHX011",
    says: /^Deployment\/shop: spec\.template\.metadata\.labels must be a map, not a list/,
  },
];

describe("a stream of objects", () => {
  const inStream = (text: string): Told[] => found(scratch(), ["-"], { stdin: text });
  const printed = (objects: readonly Anything[]): string => objects.map((object) => stringify(object)).join("---\n");

  test.each([
    ["as it is built", []],
    ["with an autoscaler", [autoscaled]],
    ["with a Secret", [secret]],
    ["with a prefix", [secret, inProd("namePrefix: eu-\nnameSuffix: -blue")]],
    ["with a disk", [alone]],
    [
      "with ConfigMaps, Secrets and claims from elsewhere",
      [
        inSpec(
          "envFrom: {flags: {configMap: flags}}\n  processes: {web: {storage: {uploads: {path: /uploads, existingClaim: old, accessMode: ReadWriteMany}}}}",
        ),
      ],
    ],
  ] as [string, Change[]][])("%s passes", (_, changes) => expect(inStream(streamOf(...changes))).toEqual([]));

  test.each(streams.map((stream) => [stream.what, stream] as const))("with %s", (_, { given = () => {}, change, code, says }) => {
    const objects = objectsOf(streamOf(given));
    change((kind, name) => objects.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name)));
    const text = printed(objects);
    const findings = inStream(text);
    expect(new Set(codes(findings))).toEqual(new Set([code]));
    expect(findings[0]?.message).toMatch(says);
    for (const { file, line = 0, subject } of findings) {
      expect(file).toBe("standard input");
      expect(text.split("\n")[line - 1]).toBe(`kind: ${subject.split("/")[0]}`);
    }
  });

  test("with an object that is not YAML", () => {
    const text = streamOf().replace("kind: Deployment", "kind: {Deployment");
    const [finding, ...more] = inStream(text);
    expect(more).toEqual([]);
    expect([finding?.code, text.split("\n")[(finding?.line ?? 0) - 1]]).toEqual(["PHX001", "kind: {Deployment"]);
  });

  test("of several namespaces: each by itself", () => {
    const [prod, staging] = ["prod", "staging"].map((overlay) => built(engine, join(copyOfTheLayout(), "overlays", overlay))) as [string, string];
    expect(inStream(`${prod}---\n${staging}`)).toEqual([]);
    const without = objectsOf(staging).filter(({ kind, metadata: { name } }) => kind !== "Service" || name !== "shop");
    expect(inStream(`${prod}---\n${printed(without)}`).map(({ code, message }) => [code, message.replace(/,.*/, "")])).toEqual([
      ["PHX306", "Ingress/shop: leads to the Service shop"],
    ]);
  });

  test("in a file, and by carriage returns", () => {
    const directory = scratch();
    write(directory, "all.yaml", streamOf().replace("serviceAccountName: shop", "serviceAccountName: shpo").replaceAll("\n", "\r\n"));
    const { code, stdout } = validate(directory, ["all.yaml"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^all\.yaml:\d+:1: error\[PHX306\]: Deployment\/shop: runs under the ServiceAccount shpo, .*\n {2}\d+ \| kind: Deployment\n/);
  });

  test("in which nothing is ours is not checked, and says so", () => {
    expect(inStream("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n").map(({ code, severity }) => [code, severity])).toEqual([["PHX505", "warning"]]);
  });

  test("of nothing is an error: a build without its flags prints nothing", () => {
    for (const stdin of ["", "\n\n"]) expect(inStream(stdin).map(({ code, severity }) => [code, severity])).toEqual([["PHX008", "error"]]);
  });

  test("with specs is read as specs", () => {
    const spec = "apiVersion: phoenix-release.dev/v1\nkind: PhoenixRelease\nmetadata: {name: shop}\nspec: {image: a:1, host: a.example.com}\n";
    expect(inStream(spec)).toEqual([]);
    expect(codes(inStream(`${spec}---\n${spec}`))).toContain("PHX221");
    expect(codes(inStream(spec.replace("kind: PhoenixRelease", "kind: PhoenixRelese")))).toEqual(["PHX100"]);
    expect(codes(inStream(spec.replace("{name: shop}", "{name: shop, annotations: {phoenix-release.dev/phase: finsh}}")))).toEqual(["PHX006"]);
    expect(codes(inStream("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {text: kind of a PhoenixRelease}\n"))).toEqual(["PHX505"]);
  });
});

// Selectors as Kustomize reads them: facts of 5.8.1, each tried with a patch.

const object = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "eu-shop-blue", labels: { app: "shop", tier: "web" }, annotations: { a: "b" } },
};
const renamed: Renaming = { prefixes: ["eu-"], suffixes: ["-blue"] };

test.each<[selector: Selector, selected: boolean]>([
  [{}, true],
  [{ kind: "Deployment" }, true],
  [{ kind: "" }, true],
  [{ kind: "deployment" }, false],
  [{ kind: "Deploy" }, false],
  [{ kind: "Deploy.*|Job" }, true],
  [{ kind: "(" }, true],
  [{ group: "apps" }, true],
  [{ group: "batch" }, false],
  [{ group: "apps", version: "v1" }, true],
  [{ version: "v2" }, false],
  [{ name: "eu-shop-blue" }, true],
  [{ name: "shop" }, true],
  [{ name: "shop-blue" }, true],
  [{ name: "eu-shop" }, true],
  [{ name: "hop" }, false],
  [{ name: "sh.p" }, true],
  [{ namespace: "default" }, true],
  [{ namespace: "other" }, false],
  [{ labelSelector: "app=shop" }, true],
  [{ labelSelector: "app==shop,tier=web" }, true],
  [{ labelSelector: "app=shop, tier=db" }, false],
  [{ labelSelector: "app!=store" }, true],
  [{ labelSelector: "missing!=store" }, true],
  [{ labelSelector: "app!=shop" }, false],
  [{ labelSelector: "app" }, true],
  [{ labelSelector: "missing" }, false],
  [{ labelSelector: "!missing" }, true],
  [{ labelSelector: "!app" }, false],
  [{ labelSelector: "app in (shop, store)" }, true],
  [{ labelSelector: "app in (store),tier=web" }, false],
  [{ labelSelector: "app notin (store)" }, true],
  [{ labelSelector: "missing notin (store)" }, true],
  [{ labelSelector: "app notin (shop,store)" }, false],
  [{ labelSelector: "weight > 5" }, true],
  [{ annotationSelector: "a=b" }, true],
  [{ annotationSelector: "a=c" }, false],
])("%j selects a Deployment eu-shop-blue: %s", (selector, selected) => expect(selects(selector, object, renamed)).toBe(selected));

test("an object is known by its name without hash, and after renaming by the new one", () => {
  const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "shop-env-2gb4chd2d7" } };
  const now = { prefix: "x-", suffix: "", namespace: "prod" };
  expect(selects({ name: "shop-env" }, config)).toBe(true);
  expect(selects({ name: "x-shop-env", namespace: "prod" }, config)).toBe(false);
  expect(selects({ name: "x-shop-env", namespace: "prod" }, config, { prefixes: [], suffixes: [], now })).toBe(true);
});
