import type { Problem } from "../source/problem.ts";
import type { PhoenixRelease } from "./schema.ts";

// A warning that is known and accepted is waived in the spec, with the reason: phoenix-release.dev/waive-PHX402: "PubSub goes through Redis".

export const WAIVER_PREFIX = "phoenix-release.dev/waive-";

/** The problems, with the reasons of those that the spec waives, and a warning for each waiver that waives nothing. */
export function waived({ metadata }: PhoenixRelease, problems: readonly Problem[]): Problem[] {
  const waivers = Object.entries(metadata.annotations ?? {}).filter(([key]) => key.startsWith(WAIVER_PREFIX));
  const reasonOf = new Map(waivers.map(([key, reason]) => [key.slice(WAIVER_PREFIX.length), reason]));
  return [
    ...problems.map((problem) => {
      const reason = problem.severity === "warning" ? reasonOf.get(problem.code) : undefined;
      return reason === undefined ? problem : { ...problem, waived: reason };
    }),
    ...waivers.flatMap(([key, reason]) => misuse(key, reason, problems)),
  ];
}

const WARNING = /^PHX[45]\d\d$/;

function misuse(key: string, reason: string, problems: readonly Problem[]): Problem[] {
  const code = key.slice(WAIVER_PREFIX.length);
  const at = { path: ["metadata", "annotations", key], severity: "warning", code: "PHX407" } as const;
  if (!WARNING.test(code)) {
    const isError = problems.some((problem) => problem.code === code);
    return [
      {
        ...at,
        message: `${key} waives nothing: ${isError ? `${code} is an error, and what cannot work on a cluster is not built` : `there is no warning ${code}`}`,
        help: "delete the annotation; docs/errors.md lists the warnings",
      },
    ];
  }
  return reason.trim() === ""
    ? [{ ...at, message: `${key} gives no reason`, help: "write why the warning does not matter here: the next reader will ask" }]
    : [];
}
