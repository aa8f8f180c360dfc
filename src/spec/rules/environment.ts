import { type Path, type Problem, pathText } from "../../source/problem.ts";
import { type EnvNames, envNames } from "../env-names.ts";
import type { CompleteProcess } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";
import { isReserved, looksSecret, oneOffEnvs, ownerOf } from "../variables.ts";

type Values = Readonly<Record<string, string>>;

/** One map of variables as the user wrote it. */
interface Place {
  readonly path: Path;
  readonly names: readonly string[];
  /** The process whose own it is; absent: everybody's. */
  readonly process?: CompleteProcess;
}

export const environmentRules: Rule = ({ spec }, processes) => {
  const names = envNames(spec);
  const own = processes
    .filter(({ isRelease }) => isRelease)
    .map((process): Place => ({ path: ["spec", "processes", process.name, "env"], names: Object.keys(process.env), process }));
  const ownSecrets = Object.entries(spec.processes)
    .filter(([, { beam }]) => beam?.enabled !== false)
    .map(([name, { secretEnv = {} }]): Place => {
      const process = processes.find((one) => one.name === name);
      return { path: ["spec", "processes", name, "secretEnv"], names: Object.keys(secretEnv), ...(process && { process }) };
    });
  const shared: Place[] = [
    { path: ["spec", "env"], names: Object.keys(spec.env) },
    { path: ["spec", "secretEnv"], names: Object.keys(spec.secretEnv) },
    ...oneOffEnvs(spec).map(({ path, env }): Place => ({ path, names: Object.keys(env) })),
  ];
  return [
    ...[...shared, ...own, ...ownSecrets].flatMap((place) => place.names.flatMap((name) => taken(place, name, spec, names))),
    ...plain(["spec", "env"], spec.env, spec),
    ...processes.flatMap(({ name, env }) => plain(["spec", "processes", name, "env"], env, spec)),
    ...oneOffEnvs(spec).flatMap(({ path, env }) => plain(path, env, spec)),
    ...Object.keys(spec.secretEnv)
      .filter((name) => Object.hasOwn(spec.env, name))
      .map((name) => twice(["spec"], name)),
    ...processes.flatMap(({ name, env }) => poolSize(["spec", "processes", name, "env"], env, name, names)),
    ...oneOffEnvs(spec).flatMap(({ path, env }) => poolSize(path, env, path.slice(1, -1).join("."), names)),
    ...bundles(["spec", "envFrom"], spec.envFrom),
    ...Object.entries(spec.processes).flatMap(([name, { envFrom = {} }]) => bundles(["spec", "processes", name, "envFrom"], envFrom as Spec["envFrom"])),
    ...Object.entries(spec.processes).flatMap(([name, { env, secretEnv = {} }]) =>
      Object.keys(secretEnv)
        .filter((variable) => Object.hasOwn(env, variable))
        .map((variable) => twice(["spec", "processes", name], variable)),
    ),
    ...namesakes(spec, names),
    ...distillery(spec, [...shared, ...own]),
  ];
};

function taken({ path, process }: Place, name: string, spec: Spec, names: EnvNames): Problem[] {
  const at = { path: [...path, name], on: "key" } as const;
  if (isReserved(name, names)) {
    return [
      { ...at, code: "PHX204", message: `${pathText(at.path)} must not be set: Kubernetes or the node name gives ${name} its value`, help: "use another name" },
    ];
  }
  const isOneOff = path[1] === "migrations" || path[1] === "seed" || path[1] === "cron";
  const owner = ownerOf(name, names, spec);
  if (!owner || !counts(owner.part, spec, process) || (name === names.poolSize && (process !== undefined || isOneOff))) return [];
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

function plain(path: Path, env: Values, spec: Spec): Problem[] {
  const { plainEnv } = spec;
  const names = envNames(spec);
  // Those that a field decides are refused already, with another cure.
  const isOwned = (name: string): boolean => ownerOf(name, names, spec)?.part === "database" && spec.database.enabled;
  return Object.keys(env)
    .filter((name) => looksSecret(name, env[name] as string) && !Object.hasOwn(plainEnv, name) && !isOwned(name))
    .map((name) => ({
      code: "PHX203",
      path: [...path, name],
      on: "key",
      message: `${pathText([...path, name])} looks like a secret, and everybody who can read the manifests can read it`,
      help: `put it into the Secret (all its keys become variables) or into secretEnv; if it is no secret, say why: plainEnv: {${name}: "…"}`,
    }));
}

const twice = (owner: Path, name: string): Problem => ({
  code: "PHX205",
  path: [...owner, "secretEnv", name],
  on: "key",
  message: `${name} stands in ${pathText([...owner, "env"])} and in ${pathText([...owner, "secretEnv"])}`,
  help: "delete one of the two",
});

/** It is a factor of the sum of connections. */
function poolSize(path: Path, env: Values, owner: string, { poolSize }: EnvNames): Problem[] {
  const value = env[poolSize];
  if (value === undefined || /^[1-9][0-9]*$/.test(value)) return [];
  return [
    {
      code: "PHX106",
      path: [...path, poolSize],
      message: `${poolSize} of ${owner} must be a whole number, not "${value}"`,
      help: 'write a number in quotes, such as "5"',
    },
  ];
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

/** Ours that have one name whatever the image. */
const fixed = [
  "HOME",
  "ERL_ZFLAGS",
  "ERL_AFLAGS",
  "ERL_EPMD_PORT",
  "ERL_CRASH_DUMP",
  "ERL_CRASH_DUMP_BYTES",
  "CLUSTER_SERVICE",
  "DATABASE_PATH",
  "REPLACE_OS_VARS",
];

/** Two values under one name: Kubernetes takes the last. */
function namesakes({ database }: Spec, names: EnvNames): Problem[] {
  const chosen: readonly (readonly [path: Path, name: string])[] = [
    ...Object.entries(names).map(([field, name]) => [["spec", "release", "envNames", field], name] as const),
    ...Object.entries(database.parts?.env ?? {}).map(([part, name]) => [["spec", "database", "parts", "env", part], name] as const),
  ];
  return chosen.flatMap(([path, name], index): Problem[] => {
    const other = chosen.slice(0, index).find(([, earlier]) => earlier !== "" && earlier === name);
    if (other === undefined && !fixed.includes(name)) return [];
    return [
      {
        code: "PHX205",
        path,
        message: other
          ? `${pathText(path)} and ${pathText(other[0])} are both called ${name}`
          : `${pathText(path)} is called ${name}, which has another meaning here`,
        help: 'give each a name of its own, or "" to one that the image does not read',
      },
    ];
  });
}

/** Without writing, Distillery replaces no variables: the node has no name. */
function distillery({ release }: Spec, places: readonly Place[]): Problem[] {
  if (release.tool !== "distillery") return [];
  return places
    .filter(({ names }) => names.includes("RELEASE_READ_ONLY"))
    .map(({ path }) => {
      const at = [...path, "RELEASE_READ_ONLY"];
      return {
        code: "PHX223",
        path: at,
        on: "key",
        message: `${pathText(at)} switches off REPLACE_OS_VARS and the config providers: the release would start with the text of its placeholders`,
        help: "delete it: RELEASE_MUTABLE_DIR lies in a directory that the release may write to",
      };
    });
}
