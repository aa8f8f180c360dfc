import type { OneOff } from "../../release/one-off.ts";
import { ordering, strategy } from "../../spec/migrations.ts";
import { type Decision, listed, ofProcess, perProcess, type Told } from "../decision.ts";

const words = ({ command, args }: Pick<OneOff, "command" | "args">): string => {
  const all = [...command, ...args].map((word) => (word.includes("\n") ? `${word.split("\n")[0]} …` : word));
  return all.length === 0 ? "the image's own command" : `[${all.join(", ")}]`;
};

/** Jobs that migrate come before those that fill. */
const jobs =
  (isSeed: boolean, field: string): Decision["tell"] =>
  ({ release }) =>
    release.jobs
      .filter(({ isLate }) => isLate === isSeed)
      .flatMap(({ name, container, initContainers, timeoutSeconds, backoffLimit, ttlSeconds }): Told[] => {
        const of = `of Job ${name}`;
        return [
          { what: `image ${of}`, value: container.image },
          { what: `command and arguments ${of}`, value: words(container) },
          { what: `init containers ${of}`, value: listed(initContainers.map(({ name }) => name)) },
          {
            what: `activeDeadlineSeconds ${of}`,
            value: String(timeoutSeconds),
            why: isSeed ? "seed.timeoutSeconds and migrations.timeoutSeconds: it may have to wait for all of the migration first" : "migrations.timeoutSeconds",
          },
          { what: `backoffLimit ${of}`, value: String(backoffLimit) },
          {
            what: `ttlSecondsAfterFinished ${of}`,
            value: ttlSeconds === undefined ? "none" : String(ttlSeconds),
            why: "a Job that vanished would be created and run again by Argo CD and Flux",
          },
        ].map((told) => ({ ...told, entry: ["spec", field] }));
      });

export const work: readonly Decision[] = [
  {
    fields: ["migrations.strategy", "migrations.ordering", "database.enabled", "database.path", "release.tool"],
    tell: ({ release, spec }) => [
      {
        what: "strategy of migrations",
        value: strategy(spec),
        why: spec.migrations.strategy === undefined ? "job with a database, boot with SQLite, none without" : "as migrations.strategy says",
      },
      {
        what: "ordering of migrations",
        value: strategy(spec) === "job" ? ordering(spec) : "does not count",
        why:
          strategy(spec) !== "job"
            ? "only a Job has an order"
            : spec.migrations.ordering === undefined
              ? "wait, with Distillery none"
              : "as migrations.ordering says",
      },
      { what: "what starts pods, in Argo CD's sync", value: release.comesInWaves ? "in wave 1, after the Job" : "together with all else" },
    ],
  },
  { fields: ["migrations"], tell: jobs(false, "migrations") },
  {
    fields: ["migrations", "pod.initContainers", "pod.sidecars", "kubernetesVersion"],
    tell: perProcess((process) => {
      const { guests, initContainers } = process;
      const sidecars = guests.sidecars.map(({ name }) => name);
      return [
        {
          what: `what runs before ${ofProcess(process)} starts`,
          value: listed([...guests.initContainers.map(({ name }) => name), ...initContainers.map(({ name }) => name)]),
        },
        ...(sidecars.length === 0
          ? []
          : [
              {
                what: `beside ${ofProcess(process)}`,
                value: listed(sidecars),
                why: guests.native
                  ? "native sidecars, from Kubernetes 1.29: before all others, and after them"
                  : "plain containers, since kubernetesVersion is below 1.29",
              },
            ]),
      ];
    }),
  },
  { fields: ["seed"], tell: jobs(true, "seed") },
  {
    fields: ["cron"],
    tell: ({ release: { crons } }) =>
      crons.flatMap(({ key, name, schedule, timeZone, suspend, container, initContainers, timeoutSeconds, backoffLimit }) => {
        const of = `of CronJob ${name}`;
        return [
          {
            what: `schedule ${of}`,
            value: `${schedule}${timeZone === undefined ? ", in the time zone of the cluster's controller" : `, ${timeZone}`}${suspend ? "; suspended" : ""}`,
          },
          { what: `image ${of}`, value: container.image },
          { what: `command and arguments ${of}`, value: words(container) },
          { what: `init containers ${of}`, value: listed(initContainers.map(({ name }) => name)) },
          { what: `activeDeadlineSeconds ${of}`, value: String(timeoutSeconds) },
          { what: `backoffLimit ${of}`, value: String(backoffLimit) },
        ].map((told) => ({ ...told, entry: ["spec", "cron", key] }));
      }),
  },
  {
    fields: ["processes.<name>.args", "processes.<name>.command", "release.name", "release.root", "release.script", "release.tool"],
    tell: perProcess((process) => ({ what: `command and arguments of ${ofProcess(process)}`, value: words(process) })),
  },
];
