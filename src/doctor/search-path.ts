import { delimiter, isAbsolute } from "node:path";
import type { Check, Machine } from "./diagnosis.ts";

/** Entries that a shell may take and Kustomize does not. */
export function searchPath({ env: { PATH = "" } }: Machine): Check {
  const entries = PATH === "" ? [] : PATH.split(delimiter);
  const relative = entries.filter((entry) => !isAbsolute(entry));
  if (relative.length === 0) return { check: "PATH", status: "ok", found: `${entries.length} ${entries.length === 1 ? "directory" : "directories"}` };
  return {
    check: "PATH",
    status: "warning",
    found: `${relative.map((entry) => JSON.stringify(entry)).join(", ")}: Kustomize starts no function from a directory that is not an absolute path`,
    help: "write it in full; inside of quotes ~ stays ~",
  };
}

/** The directories from which Kustomize starts functions. */
export const absolutePath = ({ PATH = "" }: Machine["env"]): Record<string, string> => ({
  PATH: PATH.split(delimiter)
    .filter((entry) => isAbsolute(entry))
    .join(delimiter),
});
