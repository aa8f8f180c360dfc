import type { Path, Problem } from "../source/problem.ts";
import { WEB } from "../spec/processes.ts";
import type { Release } from "./release.ts";

/** Names of Services and values of labels end here; a Job's name becomes a label of its pods. */
const MAX_LABEL = 63;
/** What Kustomize appends to a Job: a hyphen and ten characters. */
const HASH = 11;

interface Name {
  readonly what: string;
  readonly name: string;
  /** Characters that others append. */
  readonly suffix: number;
  readonly path: Path;
}

/** Kubernetes would refuse them, and a name that is cut off might be another's. */
export function longNames({ processes, cluster, migration }: Release): Problem[] {
  const release: Path = ["metadata", "name"];
  const names: Name[] = [
    ...(cluster ? [{ what: "Service", name: cluster.service, suffix: 0, path: release }] : []),
    ...processes.map(({ name, workload }) => ({
      what: "workload and Service",
      name: workload,
      suffix: 0,
      path: name === WEB ? release : ["spec", "processes", name],
    })),
    ...(migration ? [{ what: "Job", name: migration.name, suffix: HASH, path: release }] : []),
  ];
  return names
    .filter(({ name, suffix }) => name.length + suffix > MAX_LABEL)
    .map(({ what, name, suffix, path }) => ({
      code: "PHX216",
      path,
      on: path === release ? "value" : "key",
      message: `the ${what} ${name} would have a name of ${name.length + suffix} characters${suffix > 0 ? ` (${suffix} of them Kustomize's hash)` : ""}; Kubernetes allows ${MAX_LABEL}`,
      help: `shorten it by ${name.length + suffix - MAX_LABEL}`,
    }));
}
