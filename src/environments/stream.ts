import { inspectManifests } from "../inspect/manifests.ts";
import { itemsOfStream } from "../source/item.ts";
import type { Contents } from "./environment.ts";

/** A stream of objects, such as kustomize build prints. */
export function ofStream(bytes: Buffer, name: string): Contents {
  const text = bytes.toString("utf8");
  return { items: itemsOfStream(text), releases: [], findings: inspectManifests(text, name) };
}
