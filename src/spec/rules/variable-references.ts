import { type Path, type Problem, pathText } from "../../source/problem.ts";
import { nearest } from "../../source/suggest.ts";
import { type EnvNames, envNames } from "../env-names.ts";
import { inCircles } from "../graph.ts";
import { type CompleteProcess, isClustered } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";
import { oneOffEnvs, uses } from "../variables.ts";

type Values = Readonly<Record<string, string>>;

/** $(NAME) inside values. */
export const variableReferenceRules: Rule = ({ spec }, processes) => {
  const names = envNames(spec);
  return [
    ...processes.flatMap((process) => [...circles(process, spec), ...unknown(process, spec, names)]),
    ...oneOffEnvs(spec).flatMap(({ path, env }) =>
      circlesIn({ ...spec.env, ...env }, (variable) => (Object.hasOwn(env, variable) ? [...path, variable] : ["spec", "env", variable])),
    ),
    ...shellStyle(spec, processes, names),
    ...unknownOfOneOffs(spec, names),
    ...unknownInFields(spec, names),
  ];
};

/** No shell reads a value: ${PORT} reaches the release as it is. */
function shellStyle(spec: Spec, processes: readonly CompleteProcess[], names: EnvNames): Problem[] {
  const places: readonly (readonly [path: Path, env: Values])[] = [
    [["spec", "env"], spec.env],
    ...processes.map(({ name, env }) => [["spec", "processes", name, "env"], env] as const),
    ...oneOffEnvs(spec).map(({ path, env }) => [path, env] as const),
  ];
  const known = new Set([...Object.keys(spec.env), ...Object.keys(spec.secretEnv), ...ours(spec, names)]);
  return places.flatMap(([path, env]) =>
    Object.keys(env).flatMap((variable) =>
      [...(env[variable] as string).matchAll(/\$(?:\{(\w+)\}|([A-Z]\w+))/g)]
        .map(([text, inBraces, bare]) => [text, inBraces ?? bare ?? ""] as const)
        .filter(([, used]) => known.has(used))
        .map(
          ([text, used]): Problem => ({
            code: "PHX408",
            severity: "warning",
            path: [...path, variable],
            message: `${pathText([...path, variable])} holds ${text}, which nothing fills in: Kubernetes knows $(${used})`,
            help: `write $(${used}), or waive it where the application replaces it`,
          }),
        ),
    ),
  );
}

const circles = ({ name, env }: CompleteProcess, spec: Spec): Problem[] => circlesIn({ ...spec.env, ...env }, (variable) => placeOf(variable, name, env));

/** $(A) inside B and $(B) inside A: Kubernetes would leave one of them as it is. */
function circlesIn(values: Values, placeOf: (variable: string) => Path): Problem[] {
  const used = new Map(Object.entries(values).map(([variable, value]) => [variable, uses(value).filter((one) => Object.hasOwn(values, one))]));
  return [...inCircles([...used.keys()], (variable) => used.get(variable) ?? [])].map((variable) => {
    const path = placeOf(variable);
    return { code: "PHX206", path, message: `${pathText(path)} uses itself, directly or by way of another variable`, help: "write one of the values out" };
  });
}

const placeOf = (variable: string, process: string, env: Values): Path =>
  Object.hasOwn(env, variable) ? ["spec", "processes", process, "env", variable] : ["spec", "env", variable];

/** Kubernetes leaves $(X) as it is where it knows no X: the release would be given the text. */
function unknown(process: CompleteProcess, spec: Spec, names: EnvNames): Problem[] {
  const { name, env, secretEnv, isRelease } = process;
  const shared: Values = isRelease ? Object.fromEntries(Object.entries(spec.env).filter(([key]) => !Object.hasOwn(env, key))) : {};
  const users = [...Object.keys(shared), ...Object.keys(env), ...Object.keys(secretEnv)];
  return [
    // Where a container lacks one of ours, the shared value is left out.
    ...undefinedUses(shared, [...users, ...ours(spec, names)], (variable) => ["spec", "env", variable]),
    ...undefinedUses(env, [...users, ...given(process, spec, names)], (variable) => ["spec", "processes", name, "env", variable]),
  ];
}

/** Ours that the container of this process has. */
function given(process: CompleteProcess, spec: Spec, names: EnvNames): string[] {
  const { isRelease, http, metrics } = process;
  if (!isRelease) return [names.podName, names.podIp, names.namespace, names.nodeName, "HOME", ...(http.enabled ? ["PORT"] : [])];
  const lacking = new Set([
    ...(http.enabled ? [] : [names.port, names.server]),
    ...(metrics.port === undefined ? [names.metricsPort] : []),
    ...(isClustered(process, spec) ? [] : ["CLUSTER_SERVICE", "POD_TEMPLATE_HASH", names.clusterQuery, ...(spec.release.tool === "mix" ? [names.node] : [])]),
  ]);
  return ours(spec, names).filter((name) => !lacking.has(name));
}

function unknownOfOneOffs(spec: Spec, names: EnvNames): Problem[] {
  const shared = [...Object.keys(spec.env), ...Object.keys(spec.secretEnv), ...ours(spec, names)];
  return oneOffEnvs(spec).flatMap(({ path, env }) => undefinedUses(env, [...Object.keys(env), ...shared], (variable) => [...path, variable]));
}

/** Fields that become values of variables: only the pod's own variables are there for all containers that have them. */
function unknownInFields({ beam, database, processes }: Spec, { podName, podIp, namespace, nodeName }: EnvNames): Problem[] {
  const pod = [podName, podIp, namespace, nodeName].filter((name) => name !== "");
  const written: readonly (readonly [path: Path, value: string])[] = [
    [["spec", "beam", "flags"], beam.flags],
    ...Object.entries(processes).map(([name, { beam }]) => [["spec", "processes", name, "beam", "flags"], beam?.flags ?? ""] as const),
    ...(["host", "name", "options"] as const).map((part) => [["spec", "database", "parts", part], database.parts?.[part] ?? ""] as const),
  ];
  return written.flatMap(([path, value]) => undefinedUses({ [pathText(path)]: value }, pod, () => path));
}

function undefinedUses(values: Values, defined: readonly string[], placeOf: (variable: string) => Path): Problem[] {
  const known = new Set(defined);
  return Object.keys(values).flatMap((variable) =>
    [...new Set(uses(values[variable] as string))]
      .filter((used) => !known.has(used))
      .map((used): Problem => {
        const path = placeOf(variable);
        const guess = nearest(used, [...known]);
        return {
          code: "PHX222",
          path,
          message: `${pathText(path)} uses $(${used}), which nothing here defines: the release would be given the text $(${used}) itself${guess ? `; did you mean $(${guess})?` : ""}`,
          help: `define it in env; a key of the Secret is named by secretEnv: {${used}: {}}; for the text itself write $$(${used})`,
        };
      }),
  );
}

/** Ours that no field names. */
const always = ["CLUSTER_SERVICE", "POD_TEMPLATE_HASH", "HOME", "ERL_ZFLAGS", "ERL_CRASH_DUMP", "DATABASE_PATH"];

const ours = ({ database }: Spec, names: EnvNames): string[] => [
  ...Object.values(names),
  ...(database.parts ? Object.values(database.parts.env) : []),
  ...always,
];
