import { describe, expect, test } from "vitest";
import { examine, kindOf, shrunk } from "./fuzz/examine.ts";
import { ways } from "./fuzz/ways.ts";

// A slice of npm run fuzz. More of it: FUZZ_INPUTS=5000 FUZZ_SEED=7 npm run vitest -- fuzz

const inputs = Number(process.env["FUZZ_INPUTS"] ?? 350);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

describe(`${inputs} inputs of seed ${seed}`, () => {
  const examined = Array.from({ length: inputs }, (_, index) => examine(seed, index));

  test.each(Object.keys(ways))("%s", (way) => {
    const here = examined.filter((one) => one.way === way);
    expect(here.length).toBeGreaterThan(10);
    const failure = here.find(({ failure }) => failure)?.failure;
    if (!failure) return;
    const { index, problems, parts } = shrunk(failure);
    throw new Error(`${kindOf(failure)}\n${problems.join("\n")}\n\nnpm run fuzz -- --seed ${seed} --from ${index} --count 1\n${JSON.stringify(parts)}`);
  });

  test("many are accepted, and more are refused", () => {
    const accepted = examined.filter(({ isAccepted }) => isAccepted).length / inputs;
    expect(accepted).toBeGreaterThan(0.1);
    expect(accepted).toBeLessThan(0.5);
  });
});
