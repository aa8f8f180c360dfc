import type { Compute } from "../../release/compute.ts";
import { assigned, type Decided, type Decision, ofProcess, perProcess, type Told } from "../decision.ts";

const HANDED_BACK_LATE = "the memory limit is the request where none is written: the BEAM hands memory back late";

const both = (object: string, { requests, limits }: Compute, entry: readonly string[]): Told[] => [
  { what: "requests", of: object, value: assigned(requests), entry },
  { what: "limits", of: object, value: assigned(limits), why: HANDED_BACK_LATE, entry },
];

export const compute: readonly Decision[] = [
  { fields: ["resources"], tell: perProcess((process) => both(ofProcess(process), process.compute, ["spec", "processes", process.name])) },
  { fields: ["migrations.resources"], tell: ofMigrations },
  {
    fields: ["seed.resources"],
    tell: ({ release: { jobs } }) =>
      jobs.filter(({ isLate }) => isLate).flatMap(({ name, container }) => both(`Job ${name}`, container.compute, ["spec", "seed"])),
  },
  {
    fields: ["cron.<name>.resources"],
    tell: ({ release: { crons } }) => crons.flatMap(({ key, name, container }) => both(`CronJob ${name}`, container.compute, ["spec", "cron", key])),
  },
];

/** The Job, and what other pods do before they start. */
function ofMigrations({ release: { processes, jobs, crons } }: Decided): Told[] {
  const before = [
    ...processes.map((process) => ({ object: ofProcess(process), initContainers: process.initContainers })),
    ...jobs.map(({ name, initContainers }) => ({ object: `Job ${name}`, initContainers })),
    ...crons.map(({ name, initContainers }) => ({ object: `CronJob ${name}`, initContainers })),
  ];
  return [
    ...jobs.filter(({ isLate }) => !isLate).flatMap(({ name, container }) => both(`Job ${name}`, container.compute, ["spec", "migrations"])),
    ...before.flatMap(({ object, initContainers }) =>
      initContainers.flatMap(({ name, compute }) => both(`${name} in ${object}`, compute, ["spec", "migrations"])),
    ),
  ];
}
