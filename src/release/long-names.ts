import type { Path, Problem } from "../source/problem.ts";
import { WEB } from "../spec/processes.ts";
import type { Release } from "./release.ts";

/** Names of Services and values of labels end here; a Job's name becomes a label of its pods. */
const MAX_LABEL = 63;
/** What Kustomize appends to a Job: a hyphen and ten characters. */
const HASH = 11;
/** What Kubernetes appends: the revision of a StatefulSet in a label, the minute of a CronJob's run in the name of a Job. */
const REVISION = 11;
const MINUTE = 11;

interface Name {
  readonly what: string;
  readonly name: string;
  /** Characters that others append. */
  readonly suffix: number;
  /** Who appends them. */
  readonly by?: "Kustomize's hash" | "Kubernetes' own";
  readonly path: Path;
}

/** Kubernetes would refuse them, and a name that is cut off might be another's. */
export function longNames({ processes, cluster, jobs, crons }: Release): Problem[] {
  const release: Path = ["metadata", "name"];
  const names: Name[] = [
    ...(cluster ? [{ what: "Service", name: cluster.service, suffix: 0, path: release }] : []),
    ...processes.flatMap((process): Name[] => {
      const { name, kind, workload, podsService, service } = process;
      const path = name === WEB ? release : ["spec", "processes", name];
      return [
        kind === "StatefulSet"
          ? { what: "StatefulSet", name: workload, suffix: REVISION, by: "Kubernetes' own", path }
          : { what: "workload and Service", name: workload, suffix: 0, path },
        ...(podsService?.isOwn ? [{ what: "Service", name: podsService.name, suffix: 0, path }] : []),
        ...(service?.outlets ?? []).map(
          ({ name: outlet, port }): Name => ({ what: "Service", name: outlet, suffix: 0, path: ["spec", "processes", name, "ports", port.name] }),
        ),
      ];
    }),
    ...jobs.map(({ name }): Name => ({ what: "Job", name, suffix: HASH, by: "Kustomize's hash", path: release })),
    ...crons.map(({ key, name }): Name => ({ what: "CronJob", name, suffix: MINUTE, by: "Kubernetes' own", path: ["spec", "cron", key] })),
  ];
  return names
    .filter(({ name, suffix }) => name.length + suffix > MAX_LABEL)
    .map(({ what, name, suffix, by, path }) => ({
      code: "PHX216",
      path,
      on: path === release ? "value" : "key",
      message: `the ${what} ${name} would have a name of ${name.length + suffix} characters${suffix > 0 ? ` (${suffix} of them ${by})` : ""}; Kubernetes allows ${MAX_LABEL}`,
      help: `shorten it by ${name.length + suffix - MAX_LABEL}`,
    }));
}
