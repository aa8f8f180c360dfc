import type { ProcessSpec, Spec } from "./schema.ts";

type Inherited = Pick<
  Spec,
  "secretEnv" | "envFrom" | "http" | "health" | "drain" | "resources" | "beam" | "availability" | "rollout" | "security" | "writablePaths" | "pod"
>;

/** A process with everything it inherits from the spec. */
export type CompleteProcess = Omit<ProcessSpec, keyof Inherited> & Inherited & { readonly name: string };

/** The process that exists unless it is switched off. */
export const WEB = "web";

/** What an absent `web:` stands for; the schema's defaults for a process that says nothing. */
const plainProcess: ProcessSpec = {
  enabled: true,
  env: {},
  args: [],
  command: [],
  ports: {},
  service: { type: "ClusterIP", annotations: {} },
  replicas: 1,
  autoscale: { enabled: false, min: 2, max: 10, cpuPercent: 70 },
  cluster: { enabled: true },
};

/** The processes that are switched on, web first, the others by name: the order of a map does not count. */
export function processes(spec: Spec): CompleteProcess[] {
  const written: Readonly<Record<string, ProcessSpec>> = { [WEB]: plainProcess, ...spec.processes };
  return Object.keys(written)
    .sort((a, b) => Number(b === WEB) - Number(a === WEB) || (a < b ? -1 : 1))
    .map((name) => complete(spec, name, written[name] as ProcessSpec))
    .filter(({ enabled }) => enabled);
}

function complete(spec: Spec, name: string, own: ProcessSpec): CompleteProcess {
  const { secretEnv, envFrom, http, health, drain, resources, beam, availability, rollout, security, writablePaths, pod } = spec;
  const inherited: Inherited = {
    secretEnv,
    envFrom,
    http: { ...http, enabled: name === WEB && http.enabled },
    health,
    drain,
    resources,
    beam,
    availability,
    rollout,
    security,
    writablePaths,
    pod,
  };
  return { ...(merge(inherited, own) as CompleteProcess), name };
}

/** Maps merge, everything else is replaced: what Kustomize does with a patch on the spec. */
function merge(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over === undefined ? base : over;
  return Object.fromEntries([...new Set([...Object.keys(base), ...Object.keys(over)])].map((key) => [key, merge(base[key], over[key])]));
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
