import { type Path, type Problem, pathText } from "../../source/problem.ts";
import type { CompleteProcess } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";
import { fieldOf, isReserved, looksSecret, uses } from "../variables.ts";

/** One map of variables as the user wrote it. */
interface Place {
  readonly path: Path;
  readonly names: readonly string[];
  /** The process whose own it is; absent: everybody's. */
  readonly process?: CompleteProcess;
}

export const environmentRules: Rule = ({ spec }, processes) => {
  const own = processes.map((process): Place => ({ path: ["spec", "processes", process.name, "env"], names: Object.keys(process.env), process }));
  const ownSecrets = Object.entries(spec.processes).map(([name, { secretEnv = {} }]): Place => {
    const process = processes.find((one) => one.name === name);
    return { path: ["spec", "processes", name, "secretEnv"], names: Object.keys(secretEnv), ...(process && { process }) };
  });
  const shared: Place[] = [
    { path: ["spec", "env"], names: Object.keys(spec.env) },
    { path: ["spec", "secretEnv"], names: Object.keys(spec.secretEnv) },
  ];
  return [
    ...[...shared, ...own, ...ownSecrets].flatMap((place) => place.names.flatMap((name) => [...taken(place, name, spec)])),
    ...plain(["spec", "env"], spec.env, spec),
    ...processes.flatMap(({ name, env }) => plain(["spec", "processes", name, "env"], env, spec)),
    ...Object.keys(spec.secretEnv)
      .filter((name) => Object.hasOwn(spec.env, name))
      .map(twice),
    ...processes.flatMap((process) => [...poolSize(process), ...circles(process, spec)]),
    ...bundles(["spec", "envFrom"], spec.envFrom),
    ...Object.entries(spec.processes).flatMap(([name, { envFrom = {} }]) => bundles(["spec", "processes", name, "envFrom"], envFrom as Spec["envFrom"])),
  ];
};

function taken({ path, process }: Place, name: string, spec: Spec): Problem[] {
  const at = { path: [...path, name], on: "key" } as const;
  if (isReserved(name)) {
    return [
      { ...at, code: "PHX204", message: `${pathText(at.path)} must not be set: Kubernetes or the node name gives ${name} its value`, help: "use another name" },
    ];
  }
  const owner = Object.hasOwn(fieldOf, name) ? fieldOf[name] : undefined;
  if (!owner || !counts(owner.part, spec, process) || (name === "POOL_SIZE" && process)) return [];
  return [
    {
      ...at,
      code: "PHX204",
      message: `${pathText(at.path)} must not be set: ${name} comes from spec.${owner.field}, which other objects depend on too`,
      help: `delete it and set ${process && owner.field.startsWith("http.") ? `spec.processes.${process.name}` : "spec"}.${owner.field}`,
    },
  ];
}

function counts(part: "always" | "http" | "database" | "cluster", spec: Spec, process: CompleteProcess | undefined): boolean {
  if (part === "http") return process?.http.enabled ?? true;
  if (part === "database") return spec.database.enabled;
  if (part === "cluster") return spec.cluster.enabled && (process?.cluster.enabled ?? true);
  return true;
}

function plain(path: Path, env: Spec["env"], { plainEnv }: Spec): Problem[] {
  return Object.keys(env)
    .filter((name) => looksSecret(name, env[name] as string) && !Object.hasOwn(plainEnv, name))
    .map((name) => ({
      code: "PHX203",
      path: [...path, name],
      on: "key",
      message: `${pathText([...path, name])} looks like a secret, and everybody who can read the manifests can read it`,
      help: `put it into the Secret (all its keys become variables) or into secretEnv; if it is no secret, say why: plainEnv: {${name}: "…"}`,
    }));
}

const twice = (name: string): Problem => ({
  code: "PHX205",
  path: ["spec", "secretEnv", name],
  on: "key",
  message: `${name} stands in spec.env and in spec.secretEnv`,
  help: "delete one of the two",
});

function poolSize({ name, env }: CompleteProcess): Problem[] {
  const value = env["POOL_SIZE"];
  if (value === undefined || /^[1-9][0-9]*$/.test(value)) return [];
  return [
    {
      code: "PHX106",
      path: ["spec", "processes", name, "env", "POOL_SIZE"],
      message: `POOL_SIZE of ${name} must be a whole number, not "${value}"`,
      help: 'write a number in quotes, such as "5"',
    },
  ];
}

/** $(A) inside B and $(B) inside A: Kubernetes would leave one of them as it is. */
function circles({ name, env }: CompleteProcess, spec: Spec): Problem[] {
  const values: Spec["env"] = { ...spec.env, ...env };
  const reaches = (from: string, to: string, seen: Set<string>): boolean => {
    if (seen.has(from) || !Object.hasOwn(values, from)) return false;
    seen.add(from);
    return uses(values[from] as string).some((used) => used === to || reaches(used, to, seen));
  };
  return Object.keys(values)
    .filter((variable) => reaches(variable, variable, new Set()))
    .map((variable) => {
      const path = Object.hasOwn(env, variable) ? ["spec", "processes", name, "env", variable] : ["spec", "env", variable];
      return { code: "PHX206", path, message: `${pathText(path)} uses itself, directly or by way of another variable`, help: "write one of the values out" };
    });
}

function bundles(path: Path, envFrom: Spec["envFrom"]): Problem[] {
  return Object.keys(envFrom)
    .filter((key) => (envFrom[key]?.configMap === undefined) === (envFrom[key]?.secret === undefined))
    .map((key) => ({
      code: "PHX205",
      path: [...path, key],
      on: "key",
      message: `${pathText([...path, key])} must name either a configMap or a secret`,
      help: "write one of the two",
    }));
}
