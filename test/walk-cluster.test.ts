import { describe, expect, test } from "vitest";
import { apply, type Cluster, create, empty, outages, remove, replace, rollOut } from "./walk/cluster.ts";

// The cluster of walk.test.ts refuses and notices what the pages warn of.

const metadata = { name: "shop", namespace: "prod" };
const deployment = (labels: object, port = 4000) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata,
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "web", ports: [{ name: "http", containerPort: port }] }] } },
  },
});
const service = (selector: object) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata,
  spec: { selector, ports: [{ name: "http", port: 80, targetPort: "http" }] },
});
const paths = [{ path: "/", pathType: "Prefix", backend: { service: { name: "shop", port: { name: "http" } } } }];
const ingress = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata, spec: { rules: [{ host: "shop.example.com", http: { paths } }] } };
const policy = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata,
  spec: { podSelector: { matchLabels: { "app.kubernetes.io/name": "shop" } }, ingress: [{ ports: [{ port: 4000, protocol: "TCP" }] }] },
};

const ours = { "app.kubernetes.io/name": "shop", "app.kubernetes.io/component": "web" };
const ofHelm = { "app.kubernetes.io/name": "shop", "app.kubernetes.io/instance": "shop" };
const ID = "Deployment/prod/shop";

function live(labels: object, port?: number): Cluster {
  const made = [deployment(labels, port), service(labels), ingress].reduce((now: Cluster, object) => create(now, object).cluster, empty);
  return rollOut(made, ID);
}

/** The pods of before are left alone, those of ours are ready. */
const beside = (before: Cluster): Cluster => rollOut(apply(remove(before, ID, true), deployment(ours)).cluster, ID);

describe("what cannot be changed", () => {
  test("the selector of a Deployment", () => expect(() => apply(live({ app: "shop" }), deployment(ours))).toThrow(/field is immutable/));
  test("a Service with an address into a headless one", () => {
    const headless = { ...service(ours), spec: { ...service(ours).spec, clusterIP: "None" } };
    expect(() => replace(live(ours), headless, true)).toThrow(/field is immutable/);
  });
});

describe("what users notice", () => {
  test("nothing at first", () => expect(outages(live({ app: "shop" }))).toEqual([]));
  test("a Deployment that is deleted with its pods", () =>
    expect(outages(remove(live({ app: "shop" }), ID, false))).toEqual([expect.stringContaining("no pod is ready")]));
  test("a Service that turns before the pods are ready", () => {
    const early = apply(remove(live({ app: "shop" }), ID, true), deployment(ours)).cluster;
    expect(outages(replace(early, service(ours), true).cluster)).toEqual([expect.stringContaining("no pod is ready")]);
    expect(outages(replace(rollOut(early, ID), service(ours), true).cluster)).toEqual([]);
  });
  test("a key that apply leaves in the selector of what Helm made", () => {
    expect(outages(apply(beside(live(ofHelm)), service(ours)).cluster)).toEqual([expect.stringContaining("no pod is ready")]);
    expect(outages(replace(beside(live(ofHelm)), service(ours), true).cluster)).toEqual([]);
  });
  test("a NetworkPolicy that selects the old pods, on another port", () => {
    expect(outages(apply(live(ofHelm, 8080), policy).cluster)).toEqual([expect.stringContaining("closes port 8080")]);
    expect(outages(apply(live(ofHelm, 4000), policy).cluster)).toEqual([]);
  });
  test("old pods that the new Deployment takes over, behind a Service that knows only them", () => {
    const labels = { ...ofHelm, "app.kubernetes.io/component": "web" };
    expect(outages(beside(live(labels)))).toEqual([expect.stringContaining("no pod is ready")]);
    const both = { ...deployment(ours), spec: { ...deployment(ours).spec, template: deployment({ ...labels }).spec.template } };
    expect(outages(rollOut(apply(remove(live(labels), ID, true), both).cluster, ID))).toEqual([]);
  });
});
