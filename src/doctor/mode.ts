import { FUNCTION, mistyped, type Way } from "../kustomize/way.ts";
import type { Configs, PluginConfig } from "./configs.ts";
import type { Check } from "./diagnosis.ts";

/** The way in that the specs ask for, and why. */
export function mode({ all, unread }: Configs): Check {
  const ours = all.filter(({ ours }) => ours);
  const details = [...unread.map(([entry, why]) => `${entry} could not be read: ${why}`), ...others(all)];
  return { check: "mode", ...judged(ours, unread.length > 0), ...(details.length > 0 && { details }) };
}

const others = (all: readonly PluginConfig[]): string[] =>
  all
    .filter(({ ours }) => !ours)
    .map(({ name, way }) => `beside it ${name}, ${called(way)}${way.mode === "exec" ? ": without --enable-exec Kustomize leaves it out in silence" : ""}`);

function judged(ours: readonly PluginConfig[], unread: boolean): Omit<Check, "check"> {
  const [first] = ours;
  if (!first) return unread ? unknown : none;
  const broken = ours.find(({ way }) => way.mode === "nothing");
  if (broken) return ignored(broken);
  if (ours.some(({ way }) => way.mode !== first.way.mode)) return mixed(ours);
  const typo = mistyped(first.object);
  if (typo === undefined) return { status: "ok", found: `${called(first.way)}${because(first)}` };
  return { status: "warning", found: `${called(first.way)}: Kustomize does not know the annotation ${typo}`, help: `write ${FUNCTION}, or delete it` };
}

const unknown: Omit<Check, "check"> = {
  status: "problem",
  found: "not known: what is listed under generators: could not be read",
  help: "mend that first",
};

const none: Omit<Check, "check"> = {
  status: "warning",
  found: "no PhoenixRelease is listed under generators: here, so this program is not run",
  help: "name an overlay, such as overlays/prod",
};

const ignored = ({ name, way }: PluginConfig): Omit<Check, "check"> => ({
  status: "problem",
  found: `${name} is marked as a function, and Kustomize runs nothing for it: ${way.mode === "nothing" ? way.why : ""}`,
  help: `write ${FUNCTION}: "exec: {path: phoenix-release}", or delete the annotation`,
});

const mixed = (ours: readonly PluginConfig[]): Omit<Check, "check"> => ({
  status: "warning",
  found: `mixed: ${[...new Set(ours.map(({ name, way }) => `${name} is a ${called(way)}`))].join(", ")}`,
  help: "put the component, or the annotation, where all of them come from: bases/app/spec/kustomization.yaml",
});

function called(way: Way): string {
  if (way.mode === "classic") return "classic exec plugin";
  if (way.mode === "exec") return `KRM exec function ${way.path}`;
  if (way.mode === "container") return `KRM container function ${way.image}`;
  return "function of no kind";
}

function because({ way, setBy }: PluginConfig): string {
  if (way.mode === "classic") return `: the spec has no annotation ${FUNCTION}`;
  return setBy === undefined ? ", by an annotation of the spec" : `, by ${setBy}`;
}
