import { finish } from "../finish.ts";
import { inspectSpecs } from "../inspect/text.ts";
import { blockStream } from "../output/yaml.ts";
import { release } from "../release/release.ts";
import { findings } from "../source/finding.ts";
import { itemsOfStream } from "../source/item.ts";
import { subjectOf } from "../source/phase.ts";
import { problemsIn } from "../source/problem.ts";
import { validate } from "../spec/validate.ts";
import type { Contents } from "./environment.ts";
import { named } from "./hash.ts";

/** A file with specs: what their bases give, with the names that Kustomize would give them. */
export function ofSpecs(bytes: Buffer, name: string): Contents {
  const { resources, values, findings } = inspectSpecs(bytes, name);
  const releases = values.map((value) => release(validate(value).document));
  const items = itemsOfStream(blockStream(resources));
  const contents = values.reduce<Contents>(finished, { items, releases, findings });
  return { ...contents, items: named(contents.items) };
}

/** After one more of the specs. Of a wrong one everything is said already. */
function finished({ items, releases, findings: found }: Contents, value: unknown): Contents {
  if (found.some(({ severity }) => severity === "error")) return { items, releases, findings: found };
  try {
    return { items: finish(value, items, undefined), releases, findings: found };
  } catch (error) {
    return { items, releases, findings: [...found, ...findings(problemsIn(error), () => undefined, subjectOf(value))] };
  }
}
