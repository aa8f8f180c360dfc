import type { FromSchema } from "json-schema-to-ts";
import {
  absolutePath,
  choice,
  dataKey,
  dnsLabel,
  duration,
  fields,
  flag,
  foreignKey,
  group,
  hostName,
  imageReference,
  items,
  labelKey,
  labelValue,
  list,
  map,
  objectName,
  passed,
  port,
  quantity,
  text,
  urlPath,
  variableName,
  whole,
} from "./keywords.ts";

// The one description of a PhoenixRelease. Types, the validator, the messages and the documentation all come from here.
// Maps stand wherever an overlay may want to patch: Kustomize replaces whole lists of kinds it has no schema for.

const secretKey = (description: string, key: string) =>
  group(description, {
    secretName: { ...objectName, description: "Name of the Secret. Default: spec.secretName." },
    key: { ...dataKey, description: "Key in the Secret.", default: key },
  });

const plainValue = { type: "string", description: "The value. Quote numbers and booleans: an environment variable is a string." } as const;

const env = map(
  "Plain settings. At spec level they become the ConfigMap <name>-env, whose hash rolls the pods when a value changes; a process's own values stand in its container. " +
    "A value that uses $(OTHER) stands in the container after what it uses. Names that look like secrets are refused: they belong in a Secret.",
  variableName,
  plainValue,
);

const secretEnv = map(
  "One environment variable from one key of a Secret, for secrets that do not live in secretName or are stored under another key.",
  variableName,
  fields("Where the value is.", {
    secretName: { ...objectName, description: "Name of the Secret. Default: spec.secretName." },
    key: { ...dataKey, description: "Key in the Secret. Default: the name of the variable." },
    optional: flag({ description: "true: start without the variable when the Secret or the key is missing.", default: false }),
  }),
);

const envFrom = map(
  "Further ConfigMaps and Secrets whose keys all become variables, after <name>-env and secretName, in the order of these names. What they name is expected to exist in the cluster.",
  dnsLabel,
  fields("Exactly one of configMap and secret.", {
    configMap: { ...objectName, description: "Name of a ConfigMap." },
    secret: { ...objectName, description: "Name of a Secret." },
    prefix: { ...variableName, description: "Put before each key." },
    optional: flag({ description: "true: start without it when it is missing.", default: false }),
  }),
);

const http = group("The HTTP listener of the endpoint. It brings PORT, PHX_SERVER, the container port http, a Service and probes.", {
  enabled: flag({ description: "Whether the process serves HTTP. Of the processes only web does unless one says so.", default: true }),
  port: port({ description: "Port the endpoint listens on, given to the release as PORT.", default: 4000 }),
});

const probe = (what: string, periodSeconds: number, timeoutSeconds: number, failureThreshold: number) =>
  group(what, {
    enabled: flag({ description: "false leaves the probe out.", default: true }),
    path: { ...urlPath, description: "HTTP path. Default: health.path." },
    port: port({ description: "Port to ask. Default: the http port; a process without http has a probe only where a port is given." }),
    periodSeconds: duration({ description: "Seconds between two probes.", default: periodSeconds }, 1),
    timeoutSeconds: duration({ description: "Seconds until a probe without an answer has failed.", default: timeoutSeconds }, 1),
    failureThreshold: whole({ description: "Failed probes in a row until Kubernetes acts.", minimum: 1, default: failureThreshold }),
  });

const health = group(
  "Probes. Without a path they open a TCP connection, since phx.new makes no health route and the endpoint starts last. " +
    "With a path they ask over HTTP with Host: localhost and X-Forwarded-Proto: https, so that force_ssl does not redirect them.",
  {
    path: { ...urlPath, description: "HTTP path that all three probes ask.", examples: ["/health"] },
    startup: probe(
      "Holds the other probes back until the release has booted: 2 s x 60 = 120 s. The strategy boot of migrations widens it five times.",
      2,
      2,
      60,
    ),
    readiness: probe("Takes the pod out of its Services while it fails.", 5, 3, 3),
    liveness: probe("Restarts the container when it fails. It must not ask the database: an outage there would restart every pod.", 15, 5, 4),
  },
);

const drain = group(
  "Seconds that the parts of a graceful stop may take, one after another. terminationGracePeriodSeconds is their sum, never under 30; Kubernetes' own 30 cuts sockets off. " +
    "A process without http has no pause and counts neither sockets nor http.",
  {
    preStopSeconds: duration({
      description: "Pause before SIGTERM while the endpoint still serves, until load balancers have forgotten the pod.",
      default: 10,
    }),
    socketsSeconds: duration({ description: "Draining of LiveView and Channel sockets (Phoenix.Socket drainer, at most 30 s).", default: 30 }),
    httpSeconds: duration({ description: "Draining of HTTP requests (Bandit 15 s, Cowboy 5 s).", default: 15 }),
    jobsSeconds: duration({ description: "Background work that ends with the release (Oban shutdown_grace_period 15 s).", default: 15 }),
    marginSeconds: duration({ description: "For everything else in the supervision tree.", default: 5 }),
  },
);

const amounts = (description: string) => map(description, labelKey, quantity);

const resources = group("CPU and memory in Kubernetes' own shape.", {
  requests: {
    type: "object",
    description: "What the scheduler reserves. The CPU request also sets the number of schedulers of the BEAM (beam.schedulers).",
    default: {},
    properties: {
      cpu: { ...quantity, description: "CPU cores. Default: 250m, or the limit where that is lower." },
      memory: { ...quantity, description: "Memory; an idle Phoenix release takes 100 to 200Mi. Default: 512Mi, or the limit where that is lower." },
    },
    propertyNames: labelKey,
    additionalProperties: quantity,
  },
  limits: amounts(
    "Upper bounds. The memory limit is the memory request where not given, since the BEAM hands memory back late. No CPU limit unless asked: throttling a VM with several schedulers fails its probes.",
  ),
});

const beam = group("Flags of the Erlang VM, given as ERL_ZFLAGS, which win over the image's vm.args.", {
  schedulers: {
    type: ["string", "integer"],
    pattern: "^(auto|none)$",
    minimum: 1,
    maximum: 1024,
    patternErrorMessage: "auto, none or a number of schedulers",
    description:
      "Number of schedulers (+S). auto: twice the CPU request, rounded up, at least 2, and left to the VM where there is a CPU limit, which the VM reads by itself; " +
      "without either it would start one per core of the node. none: not set.",
    default: "auto",
  },
  busyWait: choice(["none", "very_short", "short", "medium", "long", "very_long"], {
    description: "How long idle schedulers spin (+sbwt, +sbwtdcpu, +sbwtdio). Spinning counts as CPU use: it is paid for and misleads an autoscaler.",
    default: "none",
  }),
  portLimit: whole({
    description:
      "Size of the VM's port table (+Q). Without it the VM sizes the table from the file-descriptor limit, which is about a billion on many nodes: 1.6 GB before boot.",
    minimum: 1024,
    maximum: 134_217_727,
    default: 65_536,
  }),
  flags: { type: "string", description: "Further flags, after ours.", default: "", examples: ["+zdbbl 8192"] },
  crashDump: choice(["termination-log", "none"], {
    description:
      "Where a crash dump goes. termination-log: its first 3900 bytes become the container's termination message, so that kubectl describe pod shows why the VM died. none: the VM's own default.",
    default: "termination-log",
  }),
});

const availability = group("What protects the pods from all going at once.", {
  maxUnavailable: whole({
    description: "PodDisruptionBudget: pods that a node drain may take at a time. Never zero, and never minAvailable, which blocks drains with one replica.",
    minimum: 1,
    default: 1,
  }),
  spread: choice(["soft", "none"], { description: "soft: prefer different nodes and zones, but start anyway. none: no preference.", default: "soft" }),
});

const rollout = group("How a new version replaces the old one.", {
  maxSurge: whole({ description: "Pods above the wanted number during a rollout. Each takes a whole connection pool.", minimum: 0, default: 1 }),
  maxUnavailable: whole({ description: "Pods below the wanted number during a rollout.", minimum: 0, default: 0 }),
  minReadySeconds: duration({ description: "Seconds a new pod must stay ready before the next one is replaced.", default: 5 }),
  progressDeadlineSeconds: duration(
    {
      description:
        "Seconds without progress until the rollout counts as failed. Default: 600, or longer where migrations and the startup probe may take longer together.",
    },
    1,
  ),
  revisionHistoryLimit: whole({ description: "Old ReplicaSets kept for a rollback.", minimum: 0, default: 5 }),
});

const security = group("Pod and container security context.", {
  profile: choice(["restricted", "baseline", "none"], {
    description:
      "restricted: passes the Pod Security level restricted (numeric non-root user, no capabilities, no privilege escalation, default seccomp profile). " +
      "baseline: the image's own user, no privilege escalation, default seccomp profile. none: neither.",
    default: "restricted",
  }),
  user: whole({
    description: "Numeric user id. Default under restricted: 65534, Debian's nobody, since the kubelet cannot prove that the image's USER nobody is not root.",
    minimum: 0,
    maximum: 4_294_967_294,
  }),
  group: whole({ description: "Numeric group id. Default under restricted: 65534.", minimum: 0, maximum: 4_294_967_294 }),
  readOnlyRoot: flag({
    description: "Mount the image read-only, with an emptyDir at /tmp and HOME and RELEASE_TMP in it.",
    default: true,
  }),
});

const writablePaths = list("Directories beside /tmp that the release writes to; each gets an emptyDir.", {
  ...absolutePath,
  description: "An absolute path.",
  examples: ["/app/lib/tzdata-1.1.2/priv"],
});

const stringMap = (description: string, names: typeof labelKey | typeof foreignKey, values: object = { type: "string" }) =>
  map(description, names, values as { readonly type: "string" });

const pod = group("Passed on to the pods as Kubernetes has it.", {
  labels: stringMap("Further labels of the pods; never part of a selector.", foreignKey, labelValue),
  annotations: stringMap("Further annotations of the pods.", foreignKey),
  nodeSelector: stringMap("Labels a node must have.", labelKey, labelValue),
  tolerations: list(
    "Taints the pods accept.",
    fields("One toleration.", {
      key: text({ description: "Taint key." }),
      operator: choice(["Exists", "Equal"], { description: "Exists ignores the value." }),
      value: { type: "string", description: "Taint value." },
      effect: choice(["NoSchedule", "PreferNoSchedule", "NoExecute"], { description: "Taint effect; absent means all." }),
      tolerationSeconds: whole({ description: "Seconds the pod stays after a NoExecute taint.", minimum: 0 }),
    }),
  ),
  affinity: passed("Affinity rules."),
  priorityClassName: { ...objectName, description: "PriorityClass of the pods." },
  runtimeClassName: { ...objectName, description: "RuntimeClass of the pods." },
  dnsConfig: fields("DNS settings of the pods.", {
    nameservers: items("Addresses of name servers.", text({ description: "An address." })),
    searches: items("Search domains.", text({ description: "A domain." })),
    options: items(
      "Resolver options, such as ndots.",
      fields("One option.", { name: text({ description: "Name." }), value: text({ description: "Value, a string." }) }, ["name"]),
    ),
  }),
  hostAliases: list(
    "Further lines of /etc/hosts.",
    fields("One address.", { ip: text({ description: "Address." }), hostnames: items("Names.", text({ description: "A name." })) }, ["ip"]),
  ),
  shareProcessNamespace: flag({ description: "Share one process namespace, so that the pause container reaps the zombies that epmd leaves." }),
});

/** Fields that every process takes from the spec unless it says otherwise. */
const inherited = { secretEnv, envFrom, http, health, drain, resources, beam, availability, rollout, security, writablePaths, pod } as const;

const command = list(
  "Replaces the image's ENTRYPOINT, and with it an init such as tini: args is nearly always right.",
  text({ description: "One argument; no shell reads it." }),
);
const args = list("Replaces the image's CMD and keeps its ENTRYPOINT.", text({ description: "One argument; no shell reads it." }));

const ownFields = {
  enabled: flag({ description: "false leaves the process out, for example in one overlay.", default: true }),
  env: { ...env, description: "Plain settings of this process alone; they stand in its container and win over the ConfigMap." },
  args: {
    ...args,
    description:
      "Replaces the image's CMD and keeps its ENTRYPOINT. Default: the image's own for web, [<root>/bin/<release.name>, start] for any other process.",
  },
  command,
  image: { ...imageReference, description: "Another image for this process, for example another release of an umbrella." },
  ports: map(
    "Further ports, all on the Service of the process.",
    { ...dnsLabel, maxLength: 15, patternErrorMessage: "a port name: at most 15 lower-case letters, digits and hyphens" },
    fields(
      "One port.",
      {
        port: port({ description: "Port number of container and Service." }),
        protocol: choice(["TCP", "UDP", "SCTP"], { description: "Protocol.", default: "TCP" }),
      },
      ["port"],
    ),
  ),
  service: group("The Service of the process. It exists where the process has http or ports.", {
    type: choice(["ClusterIP", "NodePort", "LoadBalancer"], { description: "Kind of Service.", default: "ClusterIP" }),
    annotations: stringMap("Annotations of the Service.", labelKey),
  }),
  replicas: whole({ description: "Number of pods. Overlays set it with replicas: in their kustomization.", minimum: 0, default: 1 }),
  autoscale: group(
    "HorizontalPodAutoscaler on CPU. The workload then has no replicas, which would fight with it. Memory is no measure: the BEAM hands it back late.",
    {
      enabled: flag({ description: "Whether the process is scaled automatically.", default: false }),
      min: whole({ description: "Fewest pods.", minimum: 1, default: 2 }),
      max: whole({ description: "Most pods.", minimum: 1, default: 10 }),
      cpuPercent: whole({ description: "Wanted CPU use in percent of the CPU request.", minimum: 1, maximum: 1000, default: 70 }),
    },
  ),
  cluster: group("Membership in the Erlang cluster.", {
    enabled: flag({ description: "false keeps this process out of the cluster. Default: spec.cluster.enabled.", default: true }),
  }),
} as const;

/** The same schema for a place where absent means "as the spec says": without any default. */
function withoutDefaults<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(withoutDefaults) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== "default")
      .map(([key, value]) => [key, withoutDefaults(value)]),
  ) as T;
}

const RESERVED_PROCESS = "cluster";
const processName = {
  ...dnsLabel,
  pattern: `^(?!${RESERVED_PROCESS}$)[a-z]([-a-z0-9]*[a-z0-9])?$`,
  patternErrorMessage: `a DNS label (lower-case letters, digits and hyphens), and not "${RESERVED_PROCESS}", whose Service name is taken by clustering`,
} as const;

const oneOffResources = group("CPU and memory of the migration, in Kubernetes' own shape.", {
  requests: {
    type: "object",
    description: "What the scheduler reserves.",
    default: {},
    properties: {
      cpu: { ...quantity, description: "CPU cores. Default: 100m, or the limit where that is lower." },
      memory: { ...quantity, description: "Memory. Default: 256Mi, or the limit where that is lower." },
    },
    propertyNames: labelKey,
    additionalProperties: quantity,
  },
  limits: amounts("Upper bounds; the memory limit is the memory request where not given."),
});

const peer = fields("One source of traffic, as a NetworkPolicy peer.", {
  namespaceSelector: passed("Label selector of namespaces."),
  podSelector: passed("Label selector of pods."),
  ipBlock: fields(
    "A range of addresses.",
    {
      cidr: text({ description: "The range, such as 10.0.0.0/8." }),
      except: items("Ranges inside it that may not.", text({ description: "A range." })),
    },
    ["cidr"],
  ),
});

const specFields = {
  image: {
    ...imageReference,
    description: "Image of every container of the release. A plain string, so that images: of Kustomize works; nothing that is generated depends on its tag.",
    examples: ["ghcr.io/acme/shop:1.4.2"],
  },
  imagePullPolicy: choice(["Always", "IfNotPresent", "Never"], { description: "When the kubelet pulls the image. Default: Kubernetes' own." }),
  imagePullSecrets: map("Secrets with registry credentials, by name.", objectName, fields("Nothing to say: the name is the key.", {})),
  host: {
    ...hostName,
    description: "Host name under which users reach the application: PHX_HOST (URLs and check_origin), the Ingress rule and its certificate.",
    examples: ["shop.example.com"],
  },
  extraHosts: list("Further hosts on the edge. check_origin of the application must allow them, or LiveView reloads for ever.", {
    ...hostName,
    description: "A host name.",
  }),
  secretName: {
    ...objectName,
    description:
      "Secret with SECRET_KEY_BASE, DATABASE_URL, RELEASE_COOKIE and the application's own keys. All keys become variables. Only referenced, never generated. Default: <name>-secrets.",
  },
  release: group("The release inside the image.", {
    tool: choice(["mix"], { description: "What built the release.", default: "mix" }),
    name: {
      type: "string",
      pattern: "^[a-z][a-z0-9_]*$",
      patternErrorMessage: "a release name as in mix.exs: lower-case letters, digits and underscores",
      description:
        "Name of the release in mix.exs: the script bin/<name> and the first part of the node name. Default: metadata.name with hyphens as underscores.",
    },
    root: { ...absolutePath, description: "Where the release lies in the image.", default: "/app" },
  }),
  http,
  health,
  expose: group("How the outside reaches web.", {
    type: choice(["ingress", "none"], { description: "Default: ingress where there is a host and web serves HTTP, none otherwise." }),
    ingress: group("The Ingress.", {
      className: { ...objectName, description: "IngressClass. Default: the cluster's default class." },
      controller: choice(["none"], { description: "Preset of annotations for an Ingress controller.", default: "none" }),
      annotations: stringMap("Further annotations of the Ingress.", labelKey),
      tls: group("TLS at the edge.", {
        enabled: flag({ description: "Whether the edge serves HTTPS. The generated prod.exs redirects to it (force_ssl).", default: true }),
        secretName: { ...objectName, description: "Secret with the certificate. Default: <name>-tls." },
      }),
    }),
  }),
  env,
  plainEnv: map(
    "Names in env that look like secrets but are not, each with the reason: they are let through.",
    variableName,
    text({ description: "Why the value may be read by everyone who can read the manifests.", examples: ["publishable key, part of every page"] }),
  ),
  secretEnv,
  envFrom,
  database: group("The database of the release's Ecto repos.", {
    enabled: flag({ description: "false for a release without a database: no DATABASE_URL, no POOL_SIZE, no migrations.", default: true }),
    url: secretKey("Where DATABASE_URL comes from.", "DATABASE_URL"),
    pool: whole({ description: "Connections per pod and repo, given as POOL_SIZE.", minimum: 1, default: 10 }),
    repos: whole({ description: "Number of repos that each open a pool.", minimum: 1, default: 1 }),
    ipv6: flag({ description: "Sets ECTO_IPV6, for a database that is reached over IPv6 only.", default: false }),
    maxConnections: whole({
      description:
        "Connections the database allows this release. The build fails when all pods at their maximum, the surge of a rollout and the migration need more.",
      minimum: 1,
    }),
  }),
  migrations: group("How the database schema follows the code.", {
    strategy: choice(["job", "initContainer", "boot", "none"], {
      description:
        "job: a Job per version of image and settings. initContainer: before each start of each pod. boot: the application migrates by itself when it starts. none: not here. " +
        "Default: job with a database, none without.",
    }),
    ordering: choice(["wait", "none"], {
      description:
        "wait: new pods hold in an init container that only reads, until no migration is pending, since kubectl apply and Flux start Job and pods together; when a migration fails, the old pods keep serving. " +
        "none: pods start at once. Counts with strategy job.",
      default: "wait",
    }),
    args: { ...args, description: "Arguments of the migration. Default: [<root>/bin/migrate], the script that mix phx.gen.release makes." },
    command,
    resources: oneOffResources,
    timeoutSeconds: duration({ description: "Seconds until the Job is stopped (activeDeadlineSeconds).", default: 600 }, 1),
    backoffLimit: whole({ description: "Failed tries until the Job has failed.", minimum: 0, default: 3 }),
    ttlSeconds: whole({
      description: "Seconds until a finished Job is deleted. Unset by default: Argo CD and Flux would create it again, and so run it again.",
      minimum: 0,
    }),
  }),
  cluster: group("Erlang distribution between the pods. It does not depend on the number of replicas: a rollout has two pods for a while.", {
    enabled: flag({ description: "Whether the pods form a cluster.", default: true }),
    discovery: choice(["dns"], { description: "How nodes find each other. dns: dns_cluster asks for the addresses of a headless Service.", default: "dns" }),
    basename: {
      type: "string",
      pattern: "^[a-z][-a-z0-9_]*$",
      patternErrorMessage: "the part of a node name before the @: lower-case letters, digits, hyphens and underscores",
      description: "First part of the node name; dns_cluster joins only equal ones. Default: release.name.",
    },
    cookie: secretKey(
      "Where RELEASE_COOKIE comes from. The image's own cookie changes with each build, so that old and new pods would refuse each other.",
      "RELEASE_COOKIE",
    ),
    epmd: group("The Erlang port mapper daemon.", { port: port({ description: "Its port, given as ERL_EPMD_PORT where it differs.", default: 4369 }) }),
    distribution: group("Ports that nodes listen on for each other. More than one, since remote and rpc start a node of their own in the pod.", {
      min: port({ description: "First port.", default: 4370 }),
      max: port({ description: "Last port.", default: 4379 }),
    }),
    domain: { ...hostName, description: "DNS domain of the Kubernetes cluster.", default: "cluster.local" },
  }),
  drain,
  resources,
  beam,
  availability,
  rollout,
  networkPolicy: group(
    "Who may reach the pods. Erlang distribution gives full control to whoever knows the cookie, so only pods of the same cluster reach it. Ingress only; no egress rules.",
    {
      enabled: flag({ description: "Whether there is a NetworkPolicy.", default: true }),
      http: group("The http port.", { from: map("Sources that may reach it, by a name of your choice. Default: everybody.", dnsLabel, peer) }),
    },
  ),
  serviceAccount: group("The account the pods run under. They do not use default, whose rights others may widen.", {
    name: { ...objectName, description: "Name of the generated account. Default: metadata.name." },
    annotations: stringMap("Annotations, for example for the cloud's workload identity.", labelKey),
    token: flag({ description: "Whether pods get an API token. A Phoenix release needs none.", default: false }),
  }),
  security,
  writablePaths,
  pod,
  processes: {
    type: "object",
    description:
      "One workload each. web is always there unless web.enabled is false; any other states args, command, image or env, so that a mistyped name is not a second workload.",
    default: {},
    propertyNames: processName,
    additionalProperties: {
      type: "object",
      description: "One process. Fields that the spec has too are merged over the spec's.",
      additionalProperties: false,
      properties: { ...ownFields, ...withoutDefaults(inherited) },
    },
  },
  patches: list(
    "JSON patches on generated objects, for what no field says. An object or a path that is not there is an error.",
    fields(
      "One object and its patch.",
      {
        target: fields("The generated object.", { kind: text({ description: "Kind." }), name: text({ description: "Name as generated." }) }, ["kind", "name"]),
        patch: {
          type: "array",
          description: "RFC 6902 operations.",
          minItems: 1,
          items: fields(
            "One operation.",
            {
              op: choice(["add", "remove", "replace", "move", "copy", "test"], { description: "What to do." }),
              path: { type: "string", pattern: "^(/.*)?$", patternErrorMessage: "a JSON pointer such as /spec/replicas", description: "JSON pointer." },
              from: {
                type: "string",
                pattern: "^(/.*)?$",
                patternErrorMessage: "a JSON pointer such as /spec/replicas",
                description: "JSON pointer, for move and copy.",
              },
              value: { description: "Any value, for add, replace and test." },
            },
            ["op", "path"],
          ),
        },
      },
      ["target", "patch"],
    ),
  ),
  kubernetesVersion: {
    type: "string",
    pattern: "^1\\.[0-9]+$",
    patternErrorMessage: 'a minor version in quotes, such as "1.30"',
    description: "Oldest Kubernetes that the manifests must run on. From 1.30 the pause before SIGTERM needs no sleep binary in the image.",
    default: "1.30",
    examples: ["1.30"],
  },
} as const;

const metadata = fields(
  "Kubernetes metadata.",
  {
    name: { ...dnsLabel, description: "Name of the release; every generated name derives from it.", examples: ["shop"] },
    namespace: { ...dnsLabel, description: "Namespace of everything generated. Overlays set it with namespace: in their kustomization." },
    labels: {
      type: "object",
      description: "Labels of this document. They are not copied: labels of what is generated are Kustomize's labels:.",
      additionalProperties: { type: "string" },
    },
    annotations: {
      type: "object",
      description: "Annotations of this document, for this tool and Kustomize. They are not copied.",
      additionalProperties: { type: "string" },
    },
  },
  ["name"],
);

export const API_VERSION = "phoenix-release.dev/v1";
export const KIND = "PhoenixRelease";

export const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: KIND,
  type: "object",
  description: "An Elixir/Phoenix release and what it needs from Kubernetes.",
  additionalProperties: false,
  required: ["apiVersion", "kind", "metadata", "spec"],
  properties: {
    apiVersion: { type: "string", const: API_VERSION, description: "Version of this format." },
    kind: { type: "string", const: KIND, description: "This kind." },
    metadata,
    spec: { type: "object", description: "The release.", additionalProperties: false, required: ["image"], properties: specFields },
  },
} as const;

type DeepPartial<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> } : T;

type Own = FromSchema<{ readonly type: "object"; readonly additionalProperties: false; readonly properties: typeof ownFields }>;
type Inherited = FromSchema<{ readonly type: "object"; readonly additionalProperties: false; readonly properties: typeof inherited }>;
type Shared = Omit<typeof specFields, "processes">;

/** A process as written: its own fields with their defaults, the inherited ones only where it says something. */
export type ProcessSpec = Own & DeepPartial<Inherited>;
/** The spec with every default filled in. */
export type Spec = FromSchema<{
  readonly type: "object";
  readonly additionalProperties: false;
  readonly required: readonly ["image"];
  readonly properties: Shared;
}> & {
  readonly processes: Readonly<Record<string, ProcessSpec>>;
};
/** A valid document. */
export interface PhoenixRelease {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: typeof KIND;
  readonly metadata: FromSchema<typeof metadata>;
  readonly spec: Spec;
}
