import type { EnvNames } from "../spec/env-names.ts";
import type { Spec } from "../spec/schema.ts";
import { setting, type Variable } from "./environment.ts";
import { releaseName } from "./names.ts";

/** What a caller passes to the image: always arguments, so that an ENTRYPOINT such as tini stays. */
export type Args = readonly string[];

const script = (name: string, { release }: Spec): string => release.script ?? `${release.root}/bin/${release.name ?? releaseName(name)}`;

/** Starts the release in the foreground; the image's own command is for the server. */
export const start = (name: string, spec: Spec): Args => [script(name, spec), spec.release.tool === "distillery" ? "foreground" : "start"];

/** Evaluates an expression with the release's code and configuration; nothing is started. */
export const evaluate = (name: string, spec: Spec, expression: string): Args => [script(name, spec), "eval", unexpanded(expression)];

/** Elixir as it is: Kubernetes would expand $(X) in it and read $$ as $. */
const unexpanded = (expression: string): string => expression.replace(/\$(?=[$(])/g, "$$$$");

/** What mix phx.gen.release and Distillery's guide call the migration. */
export const migrate = (name: string, spec: Spec): Args =>
  spec.release.tool === "distillery" ? [script(name, spec), "migrate"] : [`${spec.release.root}/bin/migrate`];

/** Work that is written as eval, as args or as command. */
export interface Work {
  readonly eval?: string | undefined;
  readonly args: Args;
  readonly command: Args;
}

export const workArgs = (name: string, spec: Spec, work: Work, otherwise: Args): Args =>
  work.eval !== undefined ? evaluate(name, spec, work.eval) : work.args.length > 0 || work.command.length > 0 ? work.args : otherwise;

const TMP = "/tmp";

/** Programs that want a home, and the configuration that the release writes when it starts, go where writing is allowed. */
export function writableVariables({ release: { tool } }: Spec, readOnlyRoot: boolean, { tmp }: EnvNames): Variable[] {
  const home = readOnlyRoot ? setting("HOME", TMP) : [];
  // Distillery writes vm.args and sys.config at each start, by default into the release, which belongs to the image's user.
  if (tool === "distillery") return [...home, { name: "REPLACE_OS_VARS", value: "true" }, ...setting(tmp, `${TMP}/var`)];
  return readOnlyRoot ? [...home, ...setting(tmp, `${TMP}/release`)] : [];
}
