import { finish } from "../finish.ts";
import { inspectSpecs } from "../inspect/text.ts";
import { blockStream } from "../output/yaml.ts";
import { release } from "../release/release.ts";
import { type Item, itemsOfStream } from "../source/item.ts";
import { validate } from "../spec/validate.ts";
import type { Contents } from "./environment.ts";

/** A file with specs: what their bases give. */
export function ofSpecs(bytes: Buffer, name: string): Contents {
  const { resources, values, findings } = inspectSpecs(bytes, name);
  if (findings.some(({ severity }) => severity === "error")) return { items: [], releases: [], findings };
  const finished = values.reduce<readonly Item[]>((items, value) => finish(value, items, undefined), itemsOfStream(blockStream(resources)));
  return { items: finished, releases: values.map((value) => release(validate(value).document)), findings };
}
