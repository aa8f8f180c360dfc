import { onPath } from "../kustomize/engine.ts";
import type { PluginConfig } from "./configs.ts";
import type { Check, Machine } from "./diagnosis.ts";
import { absolutePath } from "./search-path.ts";

/** Kustomize runs container functions with the program of this name, and knows no other. */
export function docker(configs: readonly PluginConfig[], { env }: Machine): Check[] {
  const images = configs.flatMap(({ way }) => (way.mode === "container" ? [way.image] : []));
  if (images.length === 0) return [];
  const file = onPath("docker", absolutePath(env));
  if (file !== undefined) return [{ check: "docker", status: "ok", found: `${file} runs ${[...new Set(images)].join(", ")}` }];
  return [
    {
      check: "docker",
      status: "problem",
      found: "not on PATH: Kustomize runs container functions with docker, and with nothing else",
      help: "install it, or link the name docker to podman",
    },
  ];
}
