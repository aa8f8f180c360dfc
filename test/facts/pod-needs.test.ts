import { describe, expect, test } from "vitest";
import type { Template } from "../../src/finish/overlay.ts";
import { parsed, printed } from "../../src/plan/amounts.ts";
import { needs } from "../../src/plan/pod.ts";

// Kubernetes' rule for the request of a pod, from its pages "Init Containers" and "Sidecar Containers", and KEP-753:
// max( sum of containers and sidecars, each init container with the sidecars above it ) + overhead.

interface Written {
  readonly containers?: readonly string[];
  readonly initContainers?: readonly string[];
  readonly overhead?: Readonly<Record<string, string>>;
  readonly resources?: object;
}

/** "name cpu", a sidecar with + before its name. */
function container(text: string): object {
  const [name = "", cpu] = text.split(" ");
  const resources = cpu === undefined ? {} : { resources: { requests: { cpu } } };
  return name.startsWith("+") ? { name: name.slice(1), restartPolicy: "Always", ...resources } : { name, ...resources };
}

const template = ({ containers = [], initContainers = [], ...rest }: Written): Template =>
  ({ spec: { ...rest, containers: containers.map(container), initContainers: initContainers.map(container) } }) as Template;

describe("CPU request", () => {
  test.each<[what: string, pod: Written, cpu: string]>([
    ["one container", { containers: ["web 250m"] }, "250m"],
    ["containers are added", { containers: ["web 250m", "proxy 100m"] }, "350m"],
    ["an init container below the sum does not count", { containers: ["web 250m", "proxy 100m"], initContainers: ["migrate 300m"] }, "350m"],
    ["an init container above the sum is the whole", { containers: ["web 250m", "proxy 100m"], initContainers: ["migrate 500m"] }, "500m"],
    ["of init containers the largest, not the sum", { containers: ["web 250m"], initContainers: ["a 400m", "b 300m"] }, "400m"],
    ["a sidecar is added to the containers", { containers: ["web 250m"], initContainers: ["+proxy 100m"] }, "350m"],
    ["a sidecar runs beside the init containers below it", { containers: ["web 100m"], initContainers: ["+proxy 100m", "migrate 500m"] }, "600m"],
    ["a sidecar does not run beside those above it", { containers: ["web 100m"], initContainers: ["migrate 500m", "+proxy 100m"] }, "500m"],
    ["two sidecars, and an init container between them", { containers: ["web 100m"], initContainers: ["+a 100m", "migrate 250m", "+b 200m"] }, "400m"],
    ["the same with a larger one", { containers: ["web 100m"], initContainers: ["+a 100m", "migrate 350m", "+b 200m"] }, "450m"],
    ["overhead comes on top", { containers: ["web 250m"], initContainers: ["migrate 1"], overhead: { cpu: "50m" } }, "1050m"],
    ["the pod as a whole", { containers: ["web 250m"], resources: { requests: { cpu: "2" } } }, "2"],
    ["nothing", { containers: ["web"] }, "0"],
    ["fractions are exact", { containers: ["a 0.1", "b 0.2", "c .7"] }, "1"],
    ["less than a thousandth counts as one", { containers: ["a 100u"] }, "1m"],
  ])("%s", (_, pod, cpu) => expect(needs(template(pod)).requests["cpu"]?.value).toBe(cpu));

  test("a limit stands for a request that is not there", () => {
    const pod = { spec: { containers: [{ name: "web", resources: { limits: { cpu: "2" } } }] } } as Template;
    expect(needs(pod).requests["cpu"]?.value).toBe("2");
  });

  test("says what it is made of", () => {
    const of = (pod: Written): string | undefined => needs(template(pod)).requests["cpu"]?.how;
    expect(of({ containers: ["web 250m"], initContainers: ["+proxy 100m"] })).toBe("web 250m + proxy 100m = 350m");
    expect(of({ containers: ["web 100m"], initContainers: ["+proxy 100m", "migrate 500m"] })).toBe(
      "migrate 500m + proxy 100m = 600m before it starts, more than the 200m when it runs",
    );
  });
});

test("one container without a limit, and the pod has none", () => {
  const limited = { name: "web", resources: { limits: { memory: "1Gi" } } };
  expect(needs({ spec: { containers: [limited, { name: "proxy" }] } } as Template).limits["memory"]).toEqual({
    value: "none",
    how: "proxy has no limit: what the node has",
    isSum: false,
  });
  expect(needs({ spec: { containers: [limited, { ...limited, name: "proxy" }] } } as Template).limits["memory"]?.value).toBe("2Gi");
});

test("devices count too", () => {
  const gpu = { "nvidia.com/gpu": 1 };
  const pod = { spec: { containers: [{ name: "web", resources: { requests: gpu, limits: gpu } }] } } as Template;
  expect(needs(pod).requests["nvidia.com/gpu"]?.value).toBe("1");
});

test.each([
  ["memory", "512Mi", "512Mi"],
  ["memory", "1024Mi", "1Gi"],
  ["memory", "1.5Gi", "1536Mi"],
  ["memory", "1G", "1G"],
  ["memory", "1e3", "1k"],
  ["memory", "128974848", "123Mi"],
  ["memory", "100m", "1"],
  ["memory", 1536, "1536"],
  ["cpu", "1.5", "1500m"],
  ["cpu", "2000m", "2"],
  ["cpu", "1E", "1000000000000000000"],
  ["cpu", 2, "2"],
])("%s %s is printed as %s", (name, quantity, text) => {
  const units = parsed(name, quantity);
  expect(units === undefined ? undefined : printed(name, units)).toBe(text);
});

test.each(["lots", "", "1 Gi", "-1", "1Kib", "0x10"])("%j is no quantity", (quantity) => expect(parsed("memory", quantity)).toBeUndefined());
