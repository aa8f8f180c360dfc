import { type Path, type Problem, pathText } from "../source/problem.ts";

// Rules look at processes and variables in pairs, and each process has all settings: what is small as text can be large as work.

/** In one map or list. An application with a hundred settings is a large one. */
const MAX_ENTRIES = 500;
/** Of what becomes pods: each has all settings in it. */
const MAX_PODS = 100;
/** In all. Those of the public applications under docs/examples have less than three hundred. */
const MAX_VALUES = 5000;

/** Why a document is not looked at any further; nothing when it is of a size that somebody may have written. */
export function oversized(value: unknown): Problem[] {
  let values = 0;
  const visit = (inner: unknown, path: Path): Problem[] => {
    if (++values > MAX_VALUES) return [tooLarge([], `this has more than ${MAX_VALUES} values`)];
    if (typeof inner !== "object" || inner === null) return [];
    const entries = Object.entries(inner);
    const name = pathText(path);
    const most = name === "spec.processes" || name === "spec.cron" ? MAX_PODS : MAX_ENTRIES;
    if (entries.length > most) return [tooLarge(path, `${name || "the document"} has ${entries.length} entries, at most ${most} are allowed`)];
    for (const [key, one] of entries) {
      const found = visit(one, [...path, Array.isArray(inner) ? Number(key) : key]);
      if (found.length > 0) return found;
    }
    return [];
  };
  return visit(value, []);
}

const tooLarge = (path: Path, message: string): Problem => ({
  code: "PHX003",
  path,
  message,
  help: "one PhoenixRelease is one application: write a document for each, and many settings into a ConfigMap under envFrom",
});
