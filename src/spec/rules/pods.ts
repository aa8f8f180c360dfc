import type { Problem } from "../../source/problem.ts";
import { hasNativeSidecars } from "../kubernetes-version.ts";
import { ordering, strategy } from "../migrations.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const podRules: Rule = ({ spec }) => [...sidecars(spec), ...movingTag(spec)];

function sidecars(spec: Spec): Problem[] {
  const { pod, kubernetesVersion } = spec;
  const names = Object.keys(pod.sidecars);
  if (names.length === 0 || hasNativeSidecars(kubernetesVersion)) return [];
  const waits = (strategy(spec) === "job" && ordering(spec) === "wait") || strategy(spec) === "initContainer";
  const inJobs = names.filter((name) => pod.sidecars[name]?.oneOffs === true);
  return [
    ...inJobs.map(
      (name) =>
        ({
          code: "PHX243",
          path: ["spec", "pod", "sidecars", name, "oneOffs"],
          message: `before Kubernetes 1.29 a sidecar never ends, and a Job with ${name} in it would never be complete`,
          help: 'set kubernetesVersion to "1.29" or later where all clusters are, or drop oneOffs',
        }) as const,
    ),
    ...(waits && inJobs.length === 0
      ? [
          {
            code: "PHX405",
            severity: "warning",
            path: ["spec", "pod", "sidecars"],
            message:
              "before Kubernetes 1.29 sidecars start after all init containers: what waits for the database would wait for ever where a sidecar leads to it",
            help: `set kubernetesVersion to "1.29" or later${strategy(spec) === "job" ? ", or migrations.ordering to none" : ", or migrations.strategy to boot"}`,
          } as const,
        ]
      : []),
  ];
}

/** The same manifests, another image: nothing rolls, nothing migrates, and nobody knows what runs. */
function movingTag({ image }: Spec): Problem[] {
  const tag = /:([^/:@]+)(@|$)/.exec(image)?.[1];
  if (image.includes("@") || (tag !== undefined && tag !== "latest")) return [];
  return [
    {
      code: "PHX406",
      severity: "warning",
      path: ["spec", "image"],
      message: `${image} has ${tag === undefined ? "no tag" : "the tag latest"}: the manifests stay the same when the image changes, so nothing rolls out and no migration runs`,
      help: "write a version or a digest, or set one in the overlay under images:",
    },
  ];
}
