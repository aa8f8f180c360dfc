import type { ProcessSpec, Spec } from "./schema.ts";

type Inherited = Pick<
  Spec,
  | "secretEnv"
  | "envFrom"
  | "http"
  | "health"
  | "drain"
  | "resources"
  | "beam"
  | "availability"
  | "rollout"
  | "security"
  | "files"
  | "writablePaths"
  | "metrics"
  | "pod"
>;

/** A process with everything it inherits from the spec. */
export type CompleteProcess = Omit<ProcessSpec, keyof Inherited> &
  Inherited & {
    readonly name: string;
    /** false: its image is no release (beam.enabled). */
    readonly isRelease: boolean;
  };

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
  singleton: false,
  stateful: false,
  storage: {},
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
  const { secretEnv, envFrom, http, health, drain, resources, beam, availability, rollout, security, files, writablePaths, metrics, pod } = spec;
  const isRelease = own.beam?.enabled !== false;
  const inherited: Inherited = {
    secretEnv: isRelease ? secretEnv : {},
    envFrom: isRelease ? envFrom : {},
    http: { ...http, enabled: name === WEB && http.enabled },
    health: isRelease ? health : { ...health, path: undefined, port: undefined },
    drain,
    resources,
    beam,
    availability,
    rollout,
    security,
    files: isRelease ? files : {},
    writablePaths: isRelease ? writablePaths : [],
    metrics: isRelease ? metrics : { monitor: "none", labels: {} },
    pod: isRelease ? pod : { ...pod, initContainers: {}, sidecars: {} },
  };
  const merged = merge(inherited, own) as CompleteProcess;
  // A file comes from one place: half of it would be the spec's, half the process's.
  return { ...merged, files: { ...inherited.files, ...own.files } as Inherited["files"], name, isRelease };
}

/** Whether the process is a node of the Erlang cluster. */
export const isClustered = ({ cluster, isRelease }: CompleteProcess, spec: Spec): boolean => spec.cluster.enabled && cluster.enabled && isRelease;

/** Whether at most one pod may mount a volume of the process: two at once would wait for each other. */
export const hasExclusiveStorage = ({ stateful, storage }: CompleteProcess): boolean =>
  Object.values(storage).some(({ accessMode, existingClaim }) => accessMode !== "ReadWriteMany" && !(stateful && existingClaim === undefined));

/** A single file that two pods must not write at once. */
export const holdsSqlite = ({ isRelease, storage }: CompleteProcess, { enabled, path: file }: Spec["database"]): boolean =>
  isRelease && enabled && file !== undefined && Object.values(storage).some(({ path }) => file !== path && isBelow(file, path));

/** Whether an update must end the old pod before it starts the new one. */
export const isAlone = (process: CompleteProcess, database: Spec["database"]): boolean =>
  process.singleton || hasExclusiveStorage(process) || holdsSqlite(process, database);

export const isBelow = (path: string, directory: string): boolean => path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);

/** Most pods that the spec asks for. */
export const mostPods = ({ autoscale, replicas, singleton }: CompleteProcess): number => (singleton ? 1 : autoscale.enabled ? autoscale.max : replicas);

/** Maps merge, everything else is replaced: what Kustomize does with a patch on the spec. */
function merge(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over === undefined ? base : over;
  return Object.fromEntries([...new Set([...Object.keys(base), ...Object.keys(over)])].map((key) => [key, merge(own(base, key), own(over, key))]));
}

/** Not what every object of the language has, such as toString. */
const own = (map: Record<string, unknown>, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
