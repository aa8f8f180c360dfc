import { type Fact, likely } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import { databaseKind } from "./database.ts";
import { type Decision, decided } from "./decision.ts";
import type { Identity } from "./identity.ts";

// Erlang distribution between the pods.

/** Whether the pods form a cluster outside of dev. */
export const isClustered = (project: Project): boolean => project.clustering.discovery !== undefined && databaseKind(project) !== "file";

/** Whether pods have names that stay. */
export const isStateful = ({ clustering }: Project): boolean => clustering.discovery?.value === "libcluster-srv";

export function cluster(project: Project, _: Identity): Decision[] {
  const { clustering, names, distillery, scripts } = project;
  const { discovery } = clustering;
  if (databaseKind(project) === "file") return decided("cluster.enabled", likely(false, project.repos.database?.at, "a SQLite file belongs to one pod"), true);
  if (!discovery) {
    const alone = likely(false, names.app.at, "neither dns_cluster nor libcluster is a dependency: pods would not find each other");
    return decided("cluster.enabled", alone, true);
  }
  const release = distillery.release?.value ?? names.release.value;
  return [
    ...decided("cluster.enabled", { ...discovery, value: true }, true),
    ...decided("cluster.discovery", discovery, "dns"),
    ...decided("cluster.lookup", clustering.lookup, "endpoints"),
    ...decided("cluster.selector", clustering.selector),
    ...decided("cluster.basename", basename(project), release),
    ...(distillery.found ? decided("cluster.cookie.key", likely("RELEASE_COOKIE", distillery.cookieVariable?.at, "the usual key in the Secret")) : []),
    ...epmdLess(scripts.epmdLessPort),
    ...(isStateful(project) ? decided("processes.web.stateful", { ...discovery, value: true, why: "DNSSRV asks for names that stay" }, false) : []),
  ];
}

/** dns_cluster joins only equal names, so that several releases need one for all. */
function basename({ clustering, names }: Project): Fact<string> | undefined {
  if (clustering.basename && /^[a-z][-a-z0-9_]*$/.test(clustering.basename.value)) return clustering.basename;
  return names.others.some(({ isHeld }) => isHeld)
    ? likely(names.app.value, names.app.at, "one name for all releases: others are not asked to join")
    : undefined;
}

function epmdLess(port: Fact<number> | undefined): Decision[] {
  if (!port) return [];
  const why = "vm.args: no epmd, one port";
  return [
    ...decided("cluster.epmd.enabled", { ...port, value: false, why }, true),
    ...decided("cluster.distribution.managed", { ...port, value: false, why }, true),
    ...decided("cluster.distribution.min", { ...port, why }, 4370),
    ...decided("cluster.distribution.max", { ...port, why }, 4379),
  ];
}
