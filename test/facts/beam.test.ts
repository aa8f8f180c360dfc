import { describe, expect, test } from "vitest";
import { beamVariables } from "../../src/release/beam.ts";
import { compute } from "../../src/release/compute.ts";
import { amount } from "../../src/spec/quantity.ts";

const beam = { schedulers: "auto" as string | number, busyWait: "none", portLimit: 65_536, flags: "", crashDump: "none" } as const;

describe("schedulers follow the CPU request", () => {
  test.each([
    ["100m", "+S 2:2"],
    ["1", "+S 2:2"],
    ["1500m", "+S 3:3"],
    ["1600m", "+S 4:4"],
    [4, "+S 8:8"],
  ])("%s gives %s", (cpu, flag) => expect(flags({ requests: { cpu }, limits: {} })).toContain(flag));

  test("a CPU limit leaves them to the VM, which reads it", () => expect(flags({ requests: { cpu: "1" }, limits: { cpu: "1" } })).not.toContain("+S"));
  test("a number wins over everything", () => expect(flags({ requests: {}, limits: { cpu: "1" } }, { schedulers: 6 })).toContain("+S 6:6"));
  test("none sets nothing", () => expect(flags({ requests: {}, limits: {} }, { schedulers: "none" })).not.toContain("+S"));
});

function flags(resources: { requests: Record<string, unknown>; limits: Record<string, unknown> }, over: { schedulers?: string | number } = {}): string {
  const [zflags] = beamVariables({ ...beam, ...over } as Parameters<typeof beamVariables>[0], compute(resources, { cpu: "250m", memory: "512Mi" }));
  return (zflags as { value: string }).value;
}

describe("compute", () => {
  const defaults = { cpu: "250m", memory: "512Mi" };
  test("the memory limit is the request", () =>
    expect(compute({ requests: { memory: "1Gi" }, limits: {} }, defaults)).toEqual({ requests: { cpu: "250m", memory: "1Gi" }, limits: { memory: "1Gi" } }));
  test("a default gives way to a lower limit", () =>
    expect(compute({ requests: {}, limits: { cpu: "100m", memory: "256Mi" } }, defaults)).toEqual({
      requests: { cpu: "100m", memory: "256Mi" },
      limits: { cpu: "100m", memory: "256Mi" },
    }));
  test("a default stays below a higher limit", () =>
    expect(compute({ requests: {}, limits: { memory: "2Gi" } }, defaults)).toEqual({ requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "2Gi" } }));
});

test.each([
  ["250m", 0.25],
  ["2", 2],
  [0.5, 0.5],
  ["1Ki", 1024],
  ["1.5Gi", 1_610_612_736],
  ["1M", 1_000_000],
])("%s is %d", (quantity, number) => expect(amount(quantity)).toBeCloseTo(number, 9));
