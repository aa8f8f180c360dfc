import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { promises, run } from "./properties/run.ts";
import { allFields } from "./properties/specs.ts";

// Any spec that the schema takes, and what holds for all of them. More of them: PROPERTY_SPECS=20000 PROPERTY_SEED=7 npm run vitest -- properties

const specs = Number(process.env["PROPERTY_SPECS"] ?? 400);
const seed = Number(process.env["PROPERTY_SEED"] ?? 1);

const { accepted, refusals, fields, failures } = run(specs, seed);

describe(`${specs} specs of seed ${seed}`, () => {
  test("at least half of them are accepted", () => expect(accepted / specs).toBeGreaterThan(0.5));

  test("they are refused for many reasons before that", () => expect(refusals.size).toBeGreaterThan(20));

  test("accepted ones have nearly every field of the schema", () => {
    // A patch of random words fits no object.
    const wanted = [...allFields].filter((field) => !field.startsWith("spec.patches"));
    const missing = wanted.filter((field) => !fields.has(field));
    expect(missing.length / wanted.length, missing.join(", ")).toBeLessThan(0.03);
  });

  test.each(Object.keys(promises))("%s", (promise) => {
    const failure = failures.get(promise);
    if (failure) throw new Error(`${failure.problems.join("\n")}\n\nthe smallest spec that shows it:\n\n${stringify(failure.document)}`);
  });
});
