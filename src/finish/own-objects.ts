import type { Release } from "../release/release.ts";

/** Kind/name of the generated objects that the checks look at. A cron and a process may have the same name. */
export function ownObjects({ name, cluster, processes, jobs, crons, edge, monitors }: Release): ReadonlySet<string> {
  return new Set([
    ...processes.flatMap(({ kind, workload, podsService, service }) => [
      `${kind}/${workload}`,
      `HorizontalPodAutoscaler/${workload}`,
      `PodDisruptionBudget/${workload}`,
      `Service/${workload}`,
      ...(podsService ? [`Service/${podsService.name}`] : []),
      ...(service?.outlets ?? []).map((outlet) => `Service/${outlet.name}`),
    ]),
    ...(cluster ? [`Service/${cluster.service}`] : []),
    ...(edge?.kind === "Ingress" ? [`Ingress/${name}`] : []),
    ...(edge?.kind === "HTTPRoute" ? edge.objects.map((route) => `HTTPRoute/${route.name}`) : []),
    ...monitors.map(({ kind }) => `${kind}/${name}`),
    ...jobs.map((job) => `Job/${job.name}`),
    ...crons.map((cron) => `CronJob/${cron.name}`),
  ]);
}
