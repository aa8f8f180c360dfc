import { type Item, type KubernetesObject, labelOf } from "../source/item.ts";

/** Secrets whose values anybody reads who reads the files. SOPS leaves its mark on what it has encrypted. */
export const plainSecrets = (items: readonly Item[]): string[] =>
  items
    .map(({ object }) => object)
    .filter((object) => object.kind === "Secret" && object["sops"] === undefined && hasValues(object))
    .map(labelOf);

const hasValues = ({ data, stringData }: KubernetesObject): boolean => [data, stringData].some((map) => Object.values(map ?? {}).some((value) => value !== ""));
