import { basename } from "node:path";
import { PLUGIN_PATH } from "../kustomize/plugin-path.ts";
import { quoted } from "../kustomize/shell.ts";
import type { Mode } from "../kustomize/way.ts";
import type { Elsewhere } from "./diagnosis.ts";

/** The same directory in the hands of others: nothing is looked at, only said. */
export const elsewhere = (modes: readonly Mode[], flags: readonly string[], directory: string): Elsewhere[] => [argo(modes, flags), flux(directory)];

function argo(modes: readonly Mode[], flags: readonly string[]): Elsewhere {
  const tool = "Argo CD";
  if (modes.includes("container")) return { tool, say: "runs no container functions: its repo-server has no docker. Use one of the other ways." };
  const options = `kustomize.buildOptions: ${flags.join(" ") || "--enable-alpha-plugins"}`;
  if (modes.includes("exec")) return { tool, say: "needs phoenix-release on the PATH of its repo-server, and in the ConfigMap argocd-cm:", lines: [options] };
  return {
    tool,
    say: "needs a line in the ConfigMap argocd-cm, and the plugin in its repo-server:",
    lines: [options, `$KUSTOMIZE_PLUGIN_HOME/${PLUGIN_PATH}`],
  };
}

const flux = (directory: string): Elsewhere => ({
  tool: "Flux",
  say: "runs no plugins: let CI render, and commit the files:",
  lines: [`phoenix-release render ${quoted(directory)} -o ${quoted(rendered(directory))}`],
});

/** Never where somebody stands, nor above it. */
function rendered(directory: string): string {
  const name = basename(directory);
  return /^\.*$/.test(name) ? "../rendered" : `rendered/${name}`;
}
