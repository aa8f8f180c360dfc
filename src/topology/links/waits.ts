import type { Build, Workload } from "../build.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { at, list, text } from "../read.ts";

const WAIT = "wait-for-migrations";
const MIGRATE = "migrate";
const NAME = "app.kubernetes.io/name";
const COMPONENT = "app.kubernetes.io/component";

/** Pods whose init container looks whether the schema is there, and the Job that makes it. */
export const waits: LinksOf = (build) => {
  const found = build.workloads.flatMap((workload) => {
    const names = list(workload.pod["initContainers"]).map((container) => text(at(container, "name")));
    const hook = text(at(workload.object, "metadata", "annotations", "argocd.argoproj.io/hook"));
    return [
      ...(names.includes(WAIT) ? [waiting(build, workload)] : []),
      ...(names.includes(MIGRATE) ? [{ nodes: [{ id: workload.id, details: ["migrates before it starts"] }] }] : []),
      ...(hook === undefined ? [] : [{ nodes: [{ id: workload.id, details: [`Argo CD hook ${hook}`] }] }]),
    ];
  });
  return { nodes: found.flatMap(({ nodes = [] }) => nodes), links: found.flatMap(({ links = [] }) => links) };
};

function waiting(build: Build, workload: Workload): { nodes?: Addition[]; links?: Link[] } {
  const job = build.workloads.find(
    ({ kind, namespace, podLabels }) =>
      kind === "Job" && namespace === workload.namespace && at(podLabels, COMPONENT) === "job.migrate" && at(podLabels, NAME) === at(workload.podLabels, NAME),
  );
  if (!job) return { nodes: [{ id: workload.id, details: ["waits for migrations that nothing in this build runs"] }] };
  const why = `init container ${WAIT}: a pod starts when the database has the migrations that its image has`;
  return { links: [{ kind: "waits", from: workload.id, to: job.id, label: "waits for migrations", why }] };
}
