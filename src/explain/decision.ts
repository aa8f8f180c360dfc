import type { Variable } from "../release/environment.ts";
import type { OneOff } from "../release/one-off.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import type { Spec } from "../spec/schema.ts";

/** One thing that was decided. Every value comes from the release; nothing is computed again. */
export interface Told {
  /** In Kubernetes' or Elixir's words, and of which object. */
  readonly what: string;
  /** Object that has it, where several may have the same. */
  readonly of?: string;
  readonly value: string;
  /** How it came about, where the value does not say it. */
  readonly why?: string;
  /** The entry of a map that it is about, such as spec.processes.web. */
  readonly entry?: readonly string[];
}

export interface Decided {
  readonly release: Release;
  readonly spec: Spec;
}

/** What is decided from some fields. */
export interface Decision {
  /** Below spec, but for those of metadata; <name> for names that the user chooses. */
  readonly fields: readonly string[];
  readonly tell: (decided: Decided) => readonly Told[];
}

export const ofProcess = ({ kind, workload }: Process): string => `${kind} ${workload}`;
export const entryOf = ({ name }: Process): readonly string[] => ["spec", "processes", name];

/** One for each process, or none. */
export const perProcess =
  (tell: (process: Process, decided: Decided) => Told | readonly Told[]): Decision["tell"] =>
  (decided) =>
    decided.release.processes.flatMap((process) => [tell(process, decided)].flat().map((told) => ({ entry: entryOf(process), ...told })));

/** Whatever has a container of its own: processes and what they wait for, Jobs and CronJobs. */
interface Runner {
  /** Name of the object, and of the container where it is not the main one. */
  readonly object: string;
  readonly container: Pick<OneOff, "variables" | "security" | "mounts">;
  readonly entry: readonly string[];
}

export function runners({ processes, jobs, crons }: Release): Runner[] {
  const all = (object: string, entry: readonly string[], container: Runner["container"], before: readonly OneOff[]): Runner[] => [
    { object, container, entry },
    ...before.map((one) => ({ object: `${one.name} in ${object}`, container: one, entry })),
  ];
  return [
    ...processes.flatMap((process) => all(ofProcess(process), entryOf(process), process, process.initContainers)),
    ...jobs.flatMap(({ name, container, initContainers, isLate }) => all(`Job ${name}`, ["spec", isLate ? "seed" : "migrations"], container, initContainers)),
    ...crons.flatMap(({ key, name, container, initContainers }) => all(`CronJob ${name}`, ["spec", "cron", key], container, initContainers)),
  ];
}

function variableText(variable: Variable): string {
  if ("value" in variable) return variable.value === "" ? '""' : variable.value;
  return "secret" in variable ? `key ${variable.secret.key} of Secret ${variable.secret.secretName}` : `${variable.field} of the pod`;
}

/** The variables of some names, of everything that has them. */
export const variablesNamed = (release: Release, names: readonly string[], why?: string): Told[] =>
  runners(release).flatMap(({ object, container, entry }) =>
    container.variables
      .filter(({ name }) => names.includes(name))
      .map((variable) => ({ what: variable.name, of: object, value: variableText(variable), entry, ...(why !== undefined && { why }) })),
  );

export const listed = (values: readonly (string | number)[]): string => (values.length === 0 ? "none" : values.join(", "));
export const assigned = (values: Readonly<Record<string, string>>): string => listed(Object.entries(values).map(([name, value]) => `${name}: ${value}`));
