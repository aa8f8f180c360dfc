import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { build, built, copyOfTheLayout, edit, modesOf, named, realEngines, switchTo, write } from "./kustomize.ts";
import { root } from "./program.ts";

// A company's defaults are plain Kustomize: the house's spec is the resource, an application's release.yaml the patch on it. The example
// stands in test/house/; the overlays over it are those that are shipped.

function layoutWithHouse(): string {
  const layout = copyOfTheLayout();
  cpSync(join(root, "test/house"), layout, { recursive: true });
  return layout;
}

/** What the three layers say together, as one would write it without a house. */
const flat = `apiVersion: phoenix-release.dev/v1
kind: PhoenixRelease
metadata: {name: shop}
spec:
  image: ghcr.io/acme/shop:1.4.2
  host: shop.example.com
  imagePullSecrets: {registry: {}}
  expose: {ingress: {className: public, tls: {clusterIssuer: letsencrypt}}}
  drain: {preStopSeconds: 10}
  pod: {labels: {example.com/cost-center: retail}}
`;

const ways = realEngines.flatMap((engine) => modesOf(engine).map((mode) => ({ engine, mode, way: `${engine.name}, ${mode}` })));

describe.each(ways)("$way", ({ engine, mode }) => {
  test("what comes out is what the layers say together", () => {
    const [house, alone] = [layoutWithHouse(), copyOfTheLayout()] as [string, string];
    write(alone, "bases/app/spec/release.yaml", flat);
    for (const layout of [house, alone]) switchTo(mode, layout);
    expect(built(engine, join(house, "overlays/prod"), mode)).toBe(built(engine, join(alone, "overlays/prod"), mode));
  });
});

const [engine] = realEngines as [(typeof realEngines)[number]];

test("the house, the application over it, the overlay over both", () => {
  const text = built(engine, join(layoutWithHouse(), "overlays/prod"));
  const { spec, metadata } = named(text, "Deployment", "shop").spec.template;
  const ingress = named(text, "Ingress", "shop");
  expect(spec.imagePullSecrets, "the house's").toEqual([{ name: "registry" }]);
  expect(metadata.labels["example.com/cost-center"], "the house's").toBe("retail");
  expect(ingress.metadata.annotations, "the house's without its controller").toEqual({ "cert-manager.io/cluster-issuer": "letsencrypt" });
  expect(spec.containers[0].lifecycle.preStop.sleep.seconds, "the application's").toBe(10);
  expect(spec.containers[0].resources.requests, "the overlay's").toEqual({ cpu: "500m", memory: "1Gi" });
});

test("a second application lives in the same house", () => {
  const layout = layoutWithHouse();
  for (const directory of ["spec", "finish", "names"]) cpSync(join(layout, "bases/app", directory), join(layout, "bases/desk", directory), { recursive: true });
  cpSync(join(layout, "bases/app/kustomization.yaml"), join(layout, "bases/desk/kustomization.yaml"));
  edit(layout, "bases/desk/kustomization.yaml", (yaml) => yaml.replace("name: shop", "name: desk"));
  edit(layout, "bases/desk/spec/release.yaml", (yaml) => yaml.replaceAll("shop", "desk").replace(/ {2}drain.*\n/, ""));
  const { spec } = named(built(engine, join(layout, "bases/desk")), "Deployment", "desk").spec.template;
  expect(spec.containers[0]).toMatchObject({ image: "ghcr.io/acme/desk:1.4.2", lifecycle: { preStop: { sleep: { seconds: 20 } } } });
});

test.each([
  ["house/spec/release.yaml", "clusterIssuer", "clusterIsuer", /^house\/spec\/release\.yaml:12:13: error\[PHX102\]: .*did you mean "clusterIssuer"\?/m],
  ["bases/app/spec/release.yaml", "host:", "hots:", /^bases\/app\/spec\/release\.yaml:7:3: error\[PHX102\]: spec\.hots is not a field; did you mean "host"\?/m],
] as const)("a mistake in %s is shown where it stands", (file, right, wrong, says) => {
  const layout = layoutWithHouse();
  edit(layout, file, (yaml) => yaml.replace(right, wrong));
  const { code, stdout, stderr } = build(engine, join(layout, "overlays/prod"), "classic", { env: { PWD: layout } });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(says);
});
