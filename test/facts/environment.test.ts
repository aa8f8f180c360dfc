import { describe, expect, test } from "vitest";
import { environment, split, userVariables } from "../../src/release/environment.ts";
import { looksSecret, uses } from "../../src/spec/variables.ts";

describe("what Kubernetes would expand", () => {
  test.each([
    ["$(A)", ["A"]],
    ["http://$(HOST):$(PORT)/", ["HOST", "PORT"]],
    ["$$(A)", []],
    ["$$$(A)", ["A"]],
    ["$A $B $(", []],
  ])("%s uses %j", (value, names) => expect(uses(value)).toEqual(names));
});

test("a value that uses another cannot stand in a ConfigMap, which does not expand", () => {
  expect(split({ URL: "http://$(HOST)", HOST: "a", LITERAL: "$$(HOST)" })).toEqual({
    shared: { HOST: "a" },
    inline: { LITERAL: "$$(HOST)", URL: "http://$(HOST)" },
  });
});

test("each variable stands after those it uses, otherwise by alphabet", () => {
  const order = environment([], userVariables({}, {}, { A: "$(C)", B: "1", C: "$(B)$(D)", D: "2" }, "s"), {}).map(({ name }) => name);
  expect(order).toEqual(["B", "D", "C", "A"]);
});

test("$$ means two dollars in a container as it does in a ConfigMap", () => {
  expect(userVariables({}, {}, { PRICE: "$$5", THREE: "$$$" }, "s")).toEqual([
    { name: "PRICE", value: "$$$$5" },
    { name: "THREE", value: "$$$$$" },
  ]);
});

test("secrets come before values, which may use them", () => {
  expect(userVariables({ Z: { optional: true } }, {}, { A: "$(Z)" }, "s")).toEqual([
    { name: "Z", secret: { secretName: "s", key: "Z", optional: true } },
    { name: "A", value: "$(Z)" },
  ]);
});

test("what is nearer to the container wins", () => {
  const secret = { A: { optional: false } };
  expect(userVariables(secret, {}, { A: "own" }, "s")).toEqual([{ name: "A", value: "own" }]);
  expect(userVariables(secret, { A: "the spec's" }, {}, "s")).toEqual([{ name: "A", secret: { secretName: "s", key: "A", optional: false } }]);
});

test("ours stand after what they use, even where the user has set it", () => {
  const ours = [{ name: "URL", value: "http://$(HOST)" }];
  expect(environment(ours, userVariables({}, {}, { HOST: "a" }, "s"), {}).map(({ name }) => name)).toEqual(["HOST", "URL"]);
});

test("a variable of the user takes the place of ours, wherever it stands", () => {
  const ours = [
    { name: "HOME", value: "/tmp" },
    { name: "PHX_HOST", value: "a" },
  ];
  expect(environment(ours, [{ name: "HOME", value: "/srv" }], { PHX_HOST: "in the ConfigMap" })).toEqual([{ name: "HOME", value: "/srv" }]);
});

describe("names of variables", () => {
  test.each([
    "SECRET",
    "DB_PASSWORD",
    "GITHUB_TOKEN",
    "STRIPE_API_KEY",
    "SECRET_KEY_BASE",
    "AWS_SECRET_ACCESS_KEY",
    "RELEASE_COOKIE",
    "SENTRY_DSN",
    "live_view_signing_salt",
  ])("%s looks like a secret", (name) => expect(looksSecret(name, "x")).toBe(true));
  test.each(["STRIPE_PUBLISHABLE_KEY", "PASSWORD_RESET_URL", "TOKEN_TTL", "AWS_ACCESS_KEY_ID", "CACHE_KEY_PREFIX", "KEYBOARD", "SORT_KEY"])(
    "%s does not",
    (name) => expect(looksSecret(name, "x")).toBe(false),
  );
  test("a password inside a URL is a secret under any name", () => {
    expect(looksSecret("UPSTREAM", "amqp://guest:guest@mq:5672")).toBe(true);
    expect(looksSecret("UPSTREAM", "https://example.com/@user:1")).toBe(false);
    expect(looksSecret("UPSTREAM", "amqp://$(USER):$(PASSWORD)@mq:5672")).toBe(false);
  });
});
