import { type Path, type Problem, pathText } from "../../source/problem.ts";
import { scheduleProblem } from "../cron-schedule.ts";
import type { Rule } from "../rules.ts";

interface Work {
  readonly eval?: string | undefined;
  readonly args: readonly string[];
  readonly command: readonly string[];
}

/** Migrations have a default; seed and cron must say what they do. */
export const workRules: Rule = ({ spec: { migrations, seed, cron } }) => [
  ...twofold(["spec", "migrations"], migrations),
  ...(seed.enabled ? [...twofold(["spec", "seed"], seed), ...idle(["spec", "seed"], seed)] : []),
  ...Object.keys(cron)
    .filter((name) => cron[name]?.enabled)
    .flatMap((name) => {
      const path = ["spec", "cron", name];
      const work = cron[name] as Work;
      return [...twofold(path, work), ...idle(path, work), ...never(path, (cron[name] as { schedule: string }).schedule)];
    }),
];

function never(path: Path, schedule: string): Problem[] {
  const problem = scheduleProblem(schedule);
  return problem === undefined
    ? []
    : [
        {
          code: "PHX106",
          path: [...path, "schedule"],
          message: `${pathText([...path, "schedule"])} is no time: ${problem}`,
          help: 'minute, hour, day, month, day of the week: "30 3 * * 1-5"',
        },
      ];
}

function twofold(path: Path, work: Work): Problem[] {
  if (work.eval === undefined || (work.args.length === 0 && work.command.length === 0)) return [];
  const other = work.args.length > 0 ? "args" : "command";
  return [
    {
      code: "PHX205",
      path: [...path, "eval"],
      message: `${pathText(path)} has eval and ${other}: two different things to run`,
      help: `delete one; in an overlay's patch, ${other}: null or eval: null deletes the base's`,
    },
  ];
}

function idle(path: Path, work: Work): Problem[] {
  if (work.eval !== undefined || work.args.length > 0 || work.command.length > 0) return [];
  return [
    {
      code: "PHX202",
      path,
      on: "key",
      message: `${pathText(path)} does not say what it runs: the image's own command would start a second server`,
      help: 'say it: eval: "an Elixir expression", or args',
    },
  ];
}
