import { startupSeconds } from "../../release/health.ts";
import { type Decision, listed, ofProcess, perProcess } from "../decision.ts";

const ways = {
  RollingUpdate: "new pods first, then old ones end",
  Recreate: "the old pod ends before the new one starts: it must not run twice, or its disk can be mounted once",
  Ordinal: "a StatefulSet replaces its pods one by one",
} as const;

export const rollout: readonly Decision[] = [
  {
    fields: ["rollout.maxSurge", "processes.<name>.singleton", "processes.<name>.stateful", "processes.<name>.storage", "database.path"],
    tell: perProcess((process) => ({ what: `update of ${ofProcess(process)}`, value: process.rollout.way, why: ways[process.rollout.way] })),
  },
  {
    fields: ["rollout.maxSurge", "rollout.maxUnavailable"],
    tell: perProcess((process) => [
      { what: `pods of ${ofProcess(process)} above the wanted number`, value: String(process.rollout.maxSurge) },
      { what: `pods of ${ofProcess(process)} below the wanted number`, value: String(process.rollout.maxUnavailable) },
    ]),
  },
  {
    fields: ["rollout.minReadySeconds"],
    tell: perProcess((process) => ({ what: `minReadySeconds of ${ofProcess(process)}`, value: String(process.rollout.minReadySeconds) })),
  },
  {
    fields: ["rollout.progressDeadlineSeconds", "health.startup", "migrations.timeoutSeconds"],
    tell: perProcess((process) => ({
      what: `progressDeadlineSeconds of ${ofProcess(process)}`,
      value: String(process.rollout.progressDeadlineSeconds),
      why: `as rollout.progressDeadlineSeconds says; else the most of 600 and ${process.rollout.waitSeconds} for migrations + ${startupSeconds(process.health)} to boot + minReadySeconds ${process.rollout.minReadySeconds}`,
    })),
  },
  {
    fields: ["rollout.revisionHistoryLimit"],
    tell: perProcess((process) => ({ what: `revisionHistoryLimit of ${ofProcess(process)}`, value: String(process.rollout.revisionHistoryLimit) })),
  },
  {
    fields: ["processes.<name>.replicas", "processes.<name>.autoscale", "processes.<name>.singleton", "processes.<name>.enabled"],
    tell: perProcess((process) => {
      const { autoscale, replicas } = process;
      if (!autoscale)
        return { what: `replicas of ${ofProcess(process)}`, value: String(replicas), why: "overlays may set it with replicas: in their kustomization" };
      return [
        { what: `replicas of ${ofProcess(process)}`, value: "none", why: "the HorizontalPodAutoscaler decides; a number here would fight with it" },
        {
          what: `HorizontalPodAutoscaler ${process.workload}`,
          value: `${autoscale.min} to ${autoscale.max} pods at ${autoscale.cpuPercent} % of the CPU request`,
        },
      ];
    }),
  },
  {
    fields: ["availability", "processes.<name>.singleton"],
    tell: perProcess((process) => [
      {
        what: `PodDisruptionBudget of ${ofProcess(process)}`,
        value: process.maxUnavailable === undefined ? "none" : `maxUnavailable ${process.maxUnavailable}`,
        why:
          process.maxUnavailable === undefined
            ? "there is only one pod: a budget would block the drain of its node for ever"
            : "pods that the drain of a node may take at a time",
      },
      { what: `spread of ${ofProcess(process)}`, value: process.spread ? "over nodes and zones, where that is possible" : "no preference" },
    ]),
  },
  {
    fields: ["processes.<name>.enabled", "processes.<name>.stateful"],
    tell: ({ release }) => [{ what: "workloads", value: listed(release.processes.map(ofProcess)) }],
  },
];
