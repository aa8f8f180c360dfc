import type { Item } from "./item.ts";
import { InvalidInput } from "./problem.ts";

// A spec under the wrong key of a kustomization would lose resources without a word. It is told by what comes along with it.

/** Kustomize marks every resource that it hands to a transformer, and nothing that it hands to a generator. */
const TRANSFORMER_MARK = "kustomize.config.k8s.io/id";

export const isTransformerInput = (items: readonly Item[]): boolean =>
  items.some(({ object }) => object.metadata?.annotations?.[TRANSFORMER_MARK] !== undefined);

export function isSame(config: unknown, { object }: Item): boolean {
  const { apiVersion, kind, metadata } = (config ?? {}) as Item["object"];
  return object.apiVersion === apiVersion && object.kind === kind && object.metadata?.name === metadata?.name;
}

export const listedAsTransformer = (): InvalidInput =>
  new InvalidInput([
    {
      code: "PHX009",
      message: "the spec is listed under transformers:, where it would replace every other resource",
      help: "list its directory under generators:, and the directory finish, which has the annotation phoenix-release.dev/phase: finish, under transformers:",
    },
  ]);

export const nothingToFinish = (): InvalidInput =>
  new InvalidInput([
    {
      code: "PHX010",
      message: "the phase finish got no resources to check",
      help: "list the directory finish under transformers:, not under generators:; by hand, pipe the output of kustomize build into it",
    },
  ]);
