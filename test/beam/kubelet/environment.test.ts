import { describe, expect, test } from "vitest";
import { environmentOf, expand } from "./environment.ts";

// The stand-in for the kubelet, against what Kubernetes documents: the other tests here are worth as much as this one.

describe("what stands for $(X)", () => {
  test.each([
    ["$(A)", "1"],
    ["a-$(A)-$(B)", "a-1-2"],
    ["$(NOTHING)", "$(NOTHING)"],
    ["$$(A)", "$(A)"],
    ["$$$(A)", "$1"],
    ["$$", "$"],
    ["$A $(A", "$A $(A"],
  ])("%s is %s", (text, value) => expect(expand(text, { A: "1", B: "2" })).toBe(value));
});

describe("the environment of a container", () => {
  const pod = { name: "shop-0", namespace: "prod", ip: "10.0.0.7", labels: { app: "shop" }, annotations: { "a.b/c": "d" }, serviceAccount: "shop" };
  const store = { ConfigMap: { settings: { A: "$(B)", B: "of the map" } }, Secret: { secrets: { B: "secret", C: "p$$w" } } };
  const envFrom = [{ configMapRef: { name: "settings" } }, { secretRef: { name: "secrets" } }];

  test("later sources win, env wins over all, and only env is expanded", () => {
    const env = [{ name: "D", value: "$(B) $(C) $(E)" }, { name: "E", value: "e" }, { name: "B" }, { name: "F", value: "[$(B)]" }];
    expect(environmentOf({ envFrom, env }, pod, store)).toEqual({ A: "$(B)", B: "", C: "p$$w", D: "secret p$$w $(E)", E: "e", F: "[]" });
  });

  test("the downward API", () => {
    const paths = ["metadata.name", "metadata.namespace", "status.podIP", "metadata.labels['app']", "metadata.annotations['a.b/c']", "spec.serviceAccountName"];
    const env = paths.map((fieldPath, index) => ({ name: `V${index}`, valueFrom: { fieldRef: { fieldPath } } }));
    expect(Object.values(environmentOf({ env }, pod, store))).toEqual(["shop-0", "prod", "10.0.0.7", "shop", "d", "shop"]);
  });

  test("what is missing keeps the container from being created, unless it is optional", () => {
    const key = (optional: boolean) => ({ env: [{ name: "X", valueFrom: { secretKeyRef: { name: "secrets", key: "X", optional } } }] });
    expect(() => environmentOf(key(false), pod, store)).toThrow("couldn't find key X in Secret secrets");
    expect(environmentOf(key(true), pod, store)).toEqual({});
    expect(() => environmentOf({ envFrom: [{ secretRef: { name: "none" } }] }, pod, store)).toThrow('Secret "none" not found');
    expect(environmentOf({ envFrom: [{ secretRef: { name: "none", optional: true } }] }, pod, store)).toEqual({});
  });
});
