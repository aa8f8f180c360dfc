import jsonpatch, { type Operation } from "fast-json-patch";
import { type Problem, refuse } from "../source/problem.ts";
import type { Spec } from "../spec/schema.ts";
import type { Resource } from "./resource.ts";

/** The objects with the user's own JSON patches applied. A patch that misses is an error: silence would hide it until production. */
export function patched(resources: readonly Resource[], patches: Spec["patches"]): Resource[] {
  const problems: Problem[] = [];
  const result = [...resources];
  for (const [index, { target, patch }] of patches.entries()) {
    const at = result.findIndex(({ kind, metadata }) => kind === target.kind && metadata.name === target.name);
    if (at < 0) {
      problems.push(missingTarget(index, target, resources));
      continue;
    }
    let object = structuredClone(result[at] as Resource);
    for (const [step, operation] of patch.entries()) {
      try {
        object = jsonpatch.applyOperation(object, operation as Operation, true, true).newDocument;
      } catch (error) {
        problems.push(missedPath([index, step], operation, target, error as Error));
        break;
      }
      // A copy of a part into itself doubles it, and the next one once more.
      if (size(object, MAX_SIZE) > MAX_SIZE) {
        problems.push(endless([index, step], operation, target));
        break;
      }
    }
    result[at] = object;
  }
  refuse(problems);
  return result;
}

type Patch = Spec["patches"][number];

/** Values of one object; ours have less than a thousand. */
const MAX_SIZE = 20_000;

/** Levels of one object; what prints it is recursive. */
const MAX_DEPTH = 200;

/** Number of values, as far as it matters. */
function size(value: unknown, most: number, depth = 0): number {
  if (typeof value !== "object" || value === null) return 1;
  if (depth > MAX_DEPTH) return Number.POSITIVE_INFINITY;
  let sum = 1;
  for (const inner of Object.values(value)) {
    sum += size(inner, most - sum, depth + 1);
    if (sum > most) break;
  }
  return sum;
}

const MOST = 40;

function listed(resources: readonly Resource[]): string {
  const names = resources.slice(0, MOST).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  return [...names, ...(resources.length > MOST ? ["…"] : [])].join(", ");
}

function missingTarget(index: number, { kind, name }: Patch["target"], resources: readonly Resource[]): Problem {
  return {
    code: "PHX219",
    path: ["spec", "patches", index, "target"],
    message: `spec.patches[${index}] is for ${kind}/${name}, which is not generated`,
    help: `generated are: ${listed(resources)}`,
  };
}

const endless = ([index, step]: readonly [number, number], { op, path }: Patch["patch"][number], { kind, name }: Patch["target"]): Problem => ({
  code: "PHX220",
  path: ["spec", "patches", index, "patch", step],
  message: `spec.patches[${index}].patch[${step}] (${op} ${path}) makes ${kind}/${name} too large: more than ${MAX_SIZE} values or ${MAX_DEPTH} levels`,
  help: "copy a part to a place outside of it, and each once",
});

function missedPath([index, step]: readonly [number, number], { op, path }: Patch["patch"][number], { kind, name }: Patch["target"], error: Error): Problem {
  const reason = reasons[(error as { name?: string }).name ?? ""] ?? "the operation does not fit the object";
  return {
    code: "PHX220",
    path: ["spec", "patches", index, "patch", step],
    message: `spec.patches[${index}].patch[${step}] (${op} ${path}) does not apply to ${kind}/${name}: ${reason}`,
    help: "build without the patch to see the object; a slash inside a key is written ~1",
  };
}

const reasons: Readonly<Record<string, string>> = {
  OPERATION_PATH_UNRESOLVABLE: "there is nothing at this path",
  OPERATION_PATH_CANNOT_ADD: "the parent of this path is not there",
  OPERATION_FROM_UNRESOLVABLE: "there is nothing at from",
  OPERATION_FROM_REQUIRED: "the operation needs from",
  OPERATION_VALUE_REQUIRED: "the operation needs a value",
  OPERATION_VALUE_OUT_OF_BOUNDS: "the list has no such place",
  OPERATION_PATH_ILLEGAL_ARRAY_INDEX: "a list is indexed by numbers or -",
  TEST_OPERATION_FAILED: "the value there is another one",
};
