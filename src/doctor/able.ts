import { buildArgs, type Engine } from "../kustomize/engine.ts";
import { quoted } from "../kustomize/shell.ts";
import type { Way } from "../kustomize/way.ts";
import type { Check, Machine } from "./diagnosis.ts";
import { isBefore } from "./engines.ts";

/** What Kustomize must be allowed for it. */
export function flagsFor(ways: readonly Way[]): string[] {
  if (ways.length === 0) return [];
  return [
    "--enable-alpha-plugins",
    ...(ways.some(({ mode }) => mode === "exec") ? ["--enable-exec"] : []),
    ...(ways.some((way) => way.mode === "container" && way.network) ? ["--network"] : []),
  ];
}

export const commandOf = (engine: Engine, flags: readonly string[], directory: string): string =>
  [engine.program, ...buildArgs(engine, flags, directory).map(quoted)].join(" ");

/** Why an engine cannot run what is asked for; undefined: it can. */
export function unable({ program, version }: Engine, ways: readonly Way[], platform: Machine["platform"]): string | undefined {
  const reasons = ways.flatMap((way) => {
    if (way.mode === "exec" && program === "kubectl") return "it has no flag --enable-exec, and without it a function is skipped in silence";
    if (way.mode === "exec" && way.arguments && isBefore(version, "5.7.0")) return `its kustomize ${version} refuses args and envs of a function`;
    if (way.mode === "classic" && platform === "win32") return "on Windows it cannot start a file that is called PhoenixRelease";
    return [];
  });
  return reasons[0];
}

/** Which of the engines that are here can run it. */
export function able(engines: readonly Engine[], ways: readonly Way[], { platform }: Machine): Check {
  const judged = engines.map((engine) => ({ ...engine, why: unable(engine, ways, platform) }));
  const can = judged.filter(({ why }) => why === undefined).map(({ program }) => program);
  const cannot = judged.filter(({ why }) => why !== undefined).map(({ program, why }) => `${program} cannot: ${why}`);
  return {
    check: "engine",
    status: can.length > 0 ? "ok" : "problem",
    found: [...(can.length > 0 ? [`${can.join(" and ")} can run it`] : []), ...cannot].join("; "),
    ...(can.length === 0 && { help: cure(ways, platform) }),
  };
}

function cure(ways: readonly Way[], platform: Machine["platform"]): string {
  if (platform === "win32") return "make it a KRM exec function, with the component plugin/krm-exec";
  if (ways.some((way) => way.mode === "exec" && way.arguments)) return "delete args and envs in the annotation, or install kustomize 5.7.0 or later";
  return "install kustomize; or delete the component plugin/krm-exec: a classic plugin needs no such flag";
}
