import type { FromSchema } from "json-schema-to-ts";
import {
  absolutePath,
  called,
  choice,
  dataKey,
  dnsLabel,
  duration,
  fields,
  fileMode,
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
  pathBelowRoot,
  port,
  portName,
  quantity,
  text,
  urlPath,
  variableName,
  variableNameOrNone,
  whole,
} from "./keywords.ts";

// The one description of a PhoenixRelease. Types, the validator, the messages and the documentation all come from here.
// Maps stand wherever an overlay may want to patch: Kustomize replaces whole lists of kinds it has no schema for.

const secretKey = <const E extends string>(description: string, name: string, example: E) =>
  group(description, {
    secretName: { ...objectName, description: "Name of the Secret, where it is not the one of the release.", absent: "spec.secretName" },
    key: {
      ...dataKey,
      description: "Key in the Secret, where it is called otherwise.",
      absent: `the name the image uses, release.envNames.${name}`,
      examples: [example],
    },
  });

const plainValue = {
  type: "string",
  description: "The value. Quote numbers and booleans: an environment variable is a string.",
  examples: ["info"],
} as const;

const env = map(
  "Plain settings. At spec level they become the ConfigMap <name>-env, whose hash rolls the pods when a value changes; a process's own values stand in its container. " +
    "A value that uses $(OTHER) stands in the container after what it uses. Names that look like secrets are refused: they belong in a Secret.",
  variableName,
  plainValue,
);

const secretEnv = map(
  "One environment variable from one key of a Secret, for secrets that do not live in secretName or are stored under another key.",
  called(variableName, "STRIPE_KEY"),
  fields("Where the value is.", {
    secretName: { ...objectName, description: "Name of the Secret.", absent: "spec.secretName", examples: ["stripe"] },
    key: { ...dataKey, description: "Key in the Secret.", absent: "the name of the variable", examples: ["api-key"] },
    optional: flag({ description: "true: start without the variable when the Secret or the key is missing.", default: false }),
  }),
);

const envFrom = map(
  "Further ConfigMaps and Secrets whose keys all become variables, after <name>-env and secretName, in the order of these names. What they name is expected to exist in the cluster.",
  called(dnsLabel, "mail"),
  fields("Exactly one of configMap and secret.", {
    configMap: { ...objectName, description: "Name of a ConfigMap.", absent: "none", examples: ["shop-features"] },
    secret: { ...objectName, description: "Name of a Secret.", absent: "none", examples: ["shop-mail"] },
    prefix: { ...variableName, description: "Put before each key, so that keys of two objects do not meet.", absent: "none", examples: ["MAIL_"] },
    optional: flag({
      description: "true: start without it when it is missing. Otherwise the pod waits for it, and kubectl describe pod says so.",
      default: false,
    }),
  }),
);

const listener = group("The HTTP listener of the endpoint. It brings PORT, PHX_SERVER, the container port http, a Service and probes.", {
  enabled: flag({ description: "Whether the process serves HTTP. Of the processes only web does unless one says so.", default: true }),
  port: port({ description: "Port the endpoint listens on, given to the release as PORT.", default: 4000, examples: [8080] }),
});
const http = { ...listener, examples: [{ port: 8080 }] } as const;

const probe = (what: string, periodSeconds: number, timeoutSeconds: number, failureThreshold: number) =>
  ({
    ...group(what, {
      enabled: flag({ description: "false leaves the probe out.", default: true }),
      path: { ...urlPath, description: "HTTP path of this probe alone.", absent: "health.path", examples: ["/health/ready"] },
      port: port({
        description: "Port that this probe alone asks.",
        absent: "health.port; a process without http has a probe only where a port is given",
        examples: [4001],
      }),
      periodSeconds: duration({ description: "Seconds between two probes.", default: periodSeconds, examples: [10] }, 1),
      timeoutSeconds: duration({ description: "Seconds until a probe without an answer has failed.", default: timeoutSeconds, examples: [10] }, 1),
      failureThreshold: whole({ description: "Failed probes in a row until Kubernetes acts.", minimum: 1, default: failureThreshold, examples: [10] }),
    }),
    examples: [{ failureThreshold: 10 }],
  }) as const;

const health = group(
  "Probes. Without a path they open a TCP connection, since phx.new makes no health route and the endpoint starts last. " +
    "With a path they ask over HTTP with Host: localhost and X-Forwarded-Proto: https, so that force_ssl does not redirect them.",
  {
    path: { ...urlPath, description: "HTTP path that all three probes ask.", absent: "none; the probes open a TCP connection" },
    port: port({ description: "Port that all three probes ask, for a health listener of its own.", absent: "the http port", examples: [4001] }),
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
      examples: [20],
    }),
    socketsSeconds: duration({
      description: "Draining of LiveView and Channel sockets (Phoenix.Socket drainer, at most 30 s).",
      default: 30,
      examples: [60],
    }),
    httpSeconds: duration({ description: "Draining of HTTP requests (Bandit 15 s, Cowboy 5 s).", default: 15, examples: [5] }),
    jobsSeconds: duration({
      description: "Background work that ends with the release (Oban shutdown_grace_period 15 s).",
      default: 15,
      examples: [60],
    }),
    marginSeconds: duration({ description: "For everything else in the supervision tree, and for a busy node.", default: 5, examples: [10] }),
  },
);

const amounts = (description: string) =>
  map(description, called(labelKey, "memory"), { ...quantity, description: "An amount, as Kubernetes writes it.", examples: ["1Gi"] });

/** Devices beside cpu and memory. */
const otherAmount = { ...quantity, description: "An amount of another resource, such as nvidia.com/gpu.", absent: "none", examples: [1] } as const;

const resources = group("CPU and memory in Kubernetes' own shape.", {
  requests: {
    type: "object",
    description: "What the scheduler reserves. The CPU request also sets the number of schedulers of the BEAM (beam.schedulers).",
    default: {},
    properties: {
      cpu: { ...quantity, description: "CPU cores, which also decide how many schedulers the BEAM starts.", absent: "250m, or the limit where that is lower" },
      memory: {
        ...quantity,
        description: "Memory; an idle Phoenix release takes 100 to 200Mi.",
        absent: "512Mi, or the limit where that is lower",
        examples: ["1Gi"],
      },
    },
    propertyNames: called(labelKey, "nvidia.com/gpu"),
    additionalProperties: otherAmount,
  },
  limits: amounts(
    "Upper bounds. The memory limit is the memory request where not given, since the BEAM hands memory back late. No CPU limit unless asked: throttling a VM with several schedulers fails its probes.",
  ),
});

const beam = group(
  "Flags of the Erlang VM, which win over the image's vm.args: those with + stand after it, in ERL_ZFLAGS, where the last counts, those with - before it, in ERL_AFLAGS, where the first counts.",
  {
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
      examples: [4],
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
      examples: [262_144],
    }),
    flags: { type: "string", description: "Further flags, after ours, which they so win over.", default: "", examples: ["+zdbbl 8192"] },
    crashDump: choice(["termination-log", "none"], {
      description:
        "Where a crash dump goes. termination-log: its first 3900 bytes become the container's termination message, so that kubectl describe pod shows why the VM died. none: the VM's own default.",
      default: "termination-log",
    }),
  },
);

const availability = group("What protects the pods from all going at once.", {
  maxUnavailable: whole({
    description: "PodDisruptionBudget: pods that a node drain may take at a time. Never zero, and never minAvailable, which blocks drains with one replica.",
    minimum: 1,
    default: 1,
    examples: [2],
  }),
  spread: choice(["soft", "none"], { description: "soft: prefer different nodes and zones, but start anyway. none: no preference.", default: "soft" }),
});

const rollout = group("How a new version replaces the old one.", {
  maxSurge: whole({ description: "Pods above the wanted number during a rollout. Each takes a whole connection pool.", minimum: 0, default: 1, examples: [2] }),
  maxUnavailable: whole({
    description: "Pods below the wanted number during a rollout. Zero keeps the capacity; more saves connections where maxSurge is zero.",
    minimum: 0,
    default: 0,
    examples: [1],
  }),
  minReadySeconds: duration({
    description: "Seconds a new pod must stay ready before the next one is replaced, so that one that dies at once stops the rollout.",
    default: 5,
    examples: [30],
  }),
  progressDeadlineSeconds: duration(
    {
      description: "Seconds without progress until the rollout counts as failed, and kubectl rollout status and Argo CD say so.",
      absent: "600, or longer where migrations and the startup probe may take longer together",
      examples: [900],
    },
    1,
  ),
  revisionHistoryLimit: whole({ description: "Old ReplicaSets kept for a rollback.", minimum: 0, default: 5, examples: [2] }),
});

const security = group("Pod and container security context.", {
  profile: choice(["restricted", "baseline", "none"], {
    description:
      "restricted: passes the Pod Security level restricted (numeric non-root user, no capabilities, no privilege escalation, default seccomp profile). " +
      "baseline: the image's own user, no privilege escalation, default seccomp profile. none: neither.",
    default: "restricted",
  }),
  user: whole({
    description: "Numeric user id. The kubelet cannot prove that a name, such as the image's USER nobody, is not root.",
    absent: "65534, Debian's nobody, under restricted; otherwise the image's own",
    examples: [1000],
    minimum: 0,
    maximum: 4_294_967_294,
  }),
  group: whole({
    description: "Numeric group id; it owns the volumes that the release writes to.",
    absent: "65534 under restricted; otherwise the image's own",
    examples: [1000],
    minimum: 0,
    maximum: 4_294_967_294,
  }),
  readOnlyRoot: flag({
    description: "Mount the image read-only, with an emptyDir at /tmp and HOME and RELEASE_TMP in it: what breaks in cannot stay.",
    default: true,
  }),
});

const writablePaths = list("Directories beside /tmp that the release writes to; each gets an emptyDir.", {
  ...absolutePath,
  description: "An absolute path.",
  examples: ["/app/lib/tzdata-1.1.2/priv"],
});

const files = map(
  "Files in the containers, by mount path: from a ConfigMap, a Secret, or written here. With key or content the path is one file, otherwise a directory with a file per key. " +
    "Changed contents roll the pods where the object is part of the build: its name carries a hash.",
  { ...pathBelowRoot, description: "Where it appears.", examples: ["/etc/shop/ca.pem"] },
  fields("Exactly one of configMap, secret and content.", {
    configMap: { ...objectName, description: "Name of a ConfigMap.", absent: "none", examples: ["company-ca"] },
    secret: { ...objectName, description: "Name of a Secret.", absent: "none", examples: ["shop-tls-client"] },
    content: {
      type: "string",
      description: "The text itself; it becomes part of the ConfigMap <name>-files, so it must be no secret.",
      absent: "none",
      examples: ["[logger]\nlevel = info\n"],
    },
    key: { ...dataKey, description: "The one key to mount, as a file.", absent: "none; a directory with a file per key", examples: ["ca.pem"] },
    mode: {
      ...fileMode,
      description: "Permissions, octal and in quotes. Without a bit for others the pod's fsGroup makes the file readable for the release.",
      absent: "Kubernetes' 0644",
    },
  }),
);

const stringMap = (description: string, names: typeof labelKey | typeof foreignKey, example: readonly [key: string, value: string], values: object = {}) =>
  map(description, { ...names, examples: [example[0]] }, {
    type: "string",
    ...values,
    description: "The value. Quote numbers and booleans.",
    examples: [example[1]],
  } as { readonly type: "string" });

const metrics = group("Prometheus metrics. They are there where port or path is set.", {
  port: port({
    description: "Port of a listener of its own (PromEx's standalone server, telemetry_metrics_prometheus 9568).",
    absent: "the http port",
    examples: [9568],
  }),
  path: {
    ...urlPath,
    description: "HTTP path that answers with the metrics.",
    absent: "/metrics with a port; otherwise there are no metrics",
    examples: ["/metrics"],
  },
  monitor: choice(["none", "annotations", "ServiceMonitor", "PodMonitor"], {
    description:
      "How Prometheus finds the pods. annotations: prometheus.io/scrape and its companions on the pods. ServiceMonitor and PodMonitor: objects of the Prometheus operator, whose CRDs the cluster must have. " +
      "none: somebody else takes care; metrics that nobody scrapes pile up in the VM's memory.",
    default: "none",
  }),
  labels: stringMap("Labels of the monitor, for operators that select by them, such as release: prometheus.", labelKey, ["release", "prometheus"], labelValue),
  interval: {
    type: "string",
    pattern: "^([0-9]+(ms|s|m|h))+$",
    patternErrorMessage: "a duration such as 30s",
    description: "Time between two scrapes, for the two monitors.",
    absent: "Prometheus' own",
    examples: ["30s"],
  },
  token: fields(
    "Key of a Secret with the bearer token that the endpoint wants, for the two monitors.",
    {
      secretName: { ...objectName, description: "Name of the Secret.", examples: ["shop-metrics"] },
      key: { ...dataKey, description: "Key in the Secret.", examples: ["token"] },
    },
    ["secretName", "key"],
  ),
  public: text({
    description:
      "Why metrics on the http port may be reached through the edge, which routes every path: without a reason that is refused. A port of their own is never routed.",
    absent: "none; they may not",
    examples: ["the endpoint wants a token"],
  }),
});

const word = (example: string) => text({ description: "One word; no shell reads it.", examples: [example] });

const containers = <const P extends object>(description: string, name: string, ours: P) =>
  map(description, { ...dnsLabel, examples: [name] }, {
    type: "object",
    description:
      "A container in Kubernetes' own shape, without its name. Its securityContext is completed by that of the release, so that the pod passes its Pod Security level.",
    required: ["image"],
    properties: {
      image: { ...imageReference, description: "Image of this container; the release's is not taken.", examples: ["ghcr.io/acme/proxy:2.1.0"] },
      command: items("Replaces the image's ENTRYPOINT.", word("/proxy")),
      args: items("Replaces the image's CMD.", word("--port=5432")),
      env: items(
        "Variables, as Kubernetes has them; those of the release are not shared.",
        fields(
          "One variable.",
          {
            name: { ...variableName, description: "Name of the variable." },
            value: {
              type: "string",
              description: "Its value. Quote numbers and booleans.",
              absent: "an empty string, or what valueFrom gives",
              examples: ["info"],
            },
            valueFrom: passed("Where the value is, as Kubernetes has it.", { fieldRef: { fieldPath: "metadata.name" } }),
          },
          ["name"],
        ),
      ),
      envFrom: items(
        "ConfigMaps and Secrets whose keys become variables.",
        passed("One of them, as Kubernetes has it.", { secretRef: { name: "shop-proxy" } }),
      ),
      ports: items("Ports of the container.", passed("One port, as Kubernetes has it.", { name: "admin", containerPort: 9091 })),
      volumeMounts: items(
        "Volumes of the pod, which come from writablePaths, files and storage.",
        passed("One of them, as Kubernetes has it.", { name: "tmp", mountPath: "/tmp" }),
      ),
      resources: passed("CPU and memory, as Kubernetes has them; they add to those of the pod.", { requests: { cpu: "50m", memory: "64Mi" } }),
      securityContext: passed("Further settings of its security, as Kubernetes has them.", { runAsUser: 1000 }),
      ...ours,
    },
    additionalProperties: true,
  } as const);

const pod = group("Passed on to the pods as Kubernetes has it.", {
  labels: stringMap("Further labels of the pods; never part of a selector.", foreignKey, ["example.com/team", "payments"], labelValue),
  annotations: stringMap("Further annotations of the pods, for what reads them there.", foreignKey, ["example.com/log-format", "json"]),
  nodeSelector: stringMap("Labels a node must have.", labelKey, ["kubernetes.io/arch", "arm64"], labelValue),
  tolerations: list(
    "Taints the pods accept.",
    fields("One toleration.", {
      key: text({ description: "Taint key.", absent: "all, with Exists", examples: ["example.com/spot"] }),
      operator: choice(["Exists", "Equal"], { description: "Exists ignores the value.", absent: "Equal, Kubernetes' own" }),
      value: { type: "string", description: "Taint value, for Equal.", absent: "an empty string", examples: ["true"] },
      effect: choice(["NoSchedule", "PreferNoSchedule", "NoExecute"], { description: "Taint effect that is accepted.", absent: "all" }),
      tolerationSeconds: whole({
        description: "Seconds the pod stays after a NoExecute taint.",
        minimum: 0,
        absent: "for ever, or 300 where a node is lost: Kubernetes' own",
        examples: [60],
      }),
    }),
  ),
  affinity: passed("Affinity rules, for what nodeSelector and availability.spread cannot say.", {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-1a", "eu-1b"] }] }],
      },
    },
  }),
  priorityClassName: {
    ...objectName,
    description: "PriorityClass of the pods: who is thrown out first where nodes are full.",
    absent: "the cluster's",
    examples: ["high-priority"],
  },
  runtimeClassName: {
    ...objectName,
    description: "RuntimeClass of the pods, for a sandbox such as gVisor.",
    absent: "the cluster's",
    examples: ["gvisor"],
  },
  dnsConfig: fields("DNS settings of the pods, such as a lower ndots, which spares lookups of names outside the cluster.", {
    nameservers: items("Addresses of name servers.", text({ description: "An address.", examples: ["10.0.0.10"] })),
    searches: items("Search domains.", text({ description: "A domain.", examples: ["internal.example.com"] })),
    options: items(
      "Resolver options, such as ndots.",
      fields(
        "One option.",
        {
          name: text({ description: "Name of the option.", examples: ["ndots"] }),
          value: text({ description: "Its value, a string.", absent: "none", examples: ["2"] }),
        },
        ["name"],
      ),
    ),
  }),
  hostAliases: list(
    "Further lines of /etc/hosts.",
    fields(
      "One address.",
      {
        ip: text({ description: "The address.", examples: ["10.1.2.3"] }),
        hostnames: items("Names that stand for it.", text({ description: "A name.", examples: ["legacy.example.com"] })),
      },
      ["ip"],
    ),
  ),
  shareProcessNamespace: flag({
    description: "Share one process namespace, so that the pause container reaps the zombies that epmd leaves.",
    absent: "false, Kubernetes' own",
  }),
  initContainers: containers(
    "Containers that run to their end before the release starts, in the order of these names, and before it waits for migrations. Servers only, not one-off pods.",
    "assets",
    {},
  ),
  sidecars: containers(
    "Containers that run beside the release. From kubernetesVersion 1.29 they are native sidecars: they start before every other container and end after the release, so that a database proxy is there for its whole life.",
    "proxy",
    {
      oneOffs: flag({
        description:
          "Ours, not Kubernetes': true runs it beside migrations, seed and cron too, for a proxy without which they cannot reach the database. Needs kubernetesVersion 1.29.",
        absent: "false",
      }),
    },
  ),
});

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

/** A process may also say that it is no BEAM. */
const ownBeam = {
  ...beam,
  properties: {
    enabled: flag({
      description:
        "false for a process whose image is no release, such as a renderer beside the application: it gets no variables and no secrets of the release beside the pod's own (POD_NAME, HOME, PORT), only what it says itself " +
        "(env, secretEnv, envFrom, files, health, containers of its pod), does not wait for migrations and is never clustered.",
      absent: "true",
    }),
    ...beam.properties,
  },
} as const;

/** Of the processes only web takes it from the spec. */
const ownHttp = {
  ...http,
  properties: { ...http.properties, enabled: { ...http.properties.enabled, absent: "spec.http.enabled for web, false for any other process" } },
} as const;

/** Fields that every process takes from the spec unless it says otherwise. */
const inherited = { secretEnv, envFrom, http, health, drain, resources, beam, availability, rollout, security, files, writablePaths, metrics, pod } as const;

const command = {
  ...list(
    "Replaces the image's ENTRYPOINT, and with it an init such as tini: args is nearly always right.",
    text({ description: "One word; no shell reads it.", examples: ["/app/bin/shop"] }),
  ),
  absent: "the image's own ENTRYPOINT",
  examples: [["/app/bin/shop", "start"]],
} as const;
const argument = text({ description: "One word; no shell reads it.", examples: ["start"] });
const args = list("Replaces the image's CMD and keeps its ENTRYPOINT.", argument);

const peer = {
  ...fields("One source of traffic, as a NetworkPolicy peer.", {
    namespaceSelector: passed("Label selector of namespaces; {} is all of them.", { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } }),
    podSelector: passed("Label selector of pods, in the selected namespaces or in the release's own.", {
      matchLabels: { "app.kubernetes.io/name": "billing" },
    }),
    ipBlock: fields(
      "A range of addresses, for what is no pod.",
      {
        cidr: text({ description: "The range, such as 10.0.0.0/8.", examples: ["10.0.0.0/8"] }),
        except: items("Ranges inside it that may not.", text({ description: "A range.", examples: ["10.1.0.0/16"] })),
      },
      ["cidr"],
    ),
  }),
  examples: [{ ipBlock: { cidr: "10.0.0.0/8" } }],
} as const;

const openedTo = (absent: string) => ({ ...map("Sources that may reach it, by a name of your choice.", called(dnsLabel, "office"), peer), absent }) as const;

const expression = text({
  description: "Elixir expression, run as bin/<release.name> eval: the release's code and configuration are loaded, nothing is started. Instead of args.",
  absent: "none",
  examples: ["Shop.Release.cleanup()"],
});

const serviceAnnotations = stringMap("Annotations of the Service, for the cloud's load balancer and the like.", labelKey, [
  "service.beta.kubernetes.io/aws-load-balancer-scheme",
  "internal",
]);

const ownFields = {
  enabled: flag({ description: "false leaves the process out, for example in one overlay.", default: true }),
  env: { ...env, description: "Plain settings of this process alone; they stand in its container and win over the ConfigMap." },
  args: {
    ...args,
    description: "What the image is told to run: replaces its CMD and keeps its ENTRYPOINT.",
    absent: "the image's own for web, [<root>/bin/<release.name>, start] for any other process",
    examples: [["/app/bin/shop", "start"]],
  },
  command,
  image: {
    ...imageReference,
    description: "Another image for this process, for example another release of an umbrella.",
    absent: "spec.image",
    examples: ["ghcr.io/acme/renderer:2.0.0"],
  },
  ports: map(
    "Further ports, all on the Service of the process.",
    portName,
    fields(
      "One port.",
      {
        port: port({ description: "Port number of the container.", examples: [8883] }),
        protocol: choice(["TCP", "UDP", "SCTP"], { description: "Protocol of the port.", default: "TCP" }),
        from: openedTo("everybody"),
        servicePort: port({ description: "Port number of the Service, where it is another.", absent: "port", examples: [443] }),
        service: fields(
          "A Service of its own for this port, <workload>-<port>, that the outside reaches on layer 4, for example for devices with client certificates: TLS ends in the release.",
          {
            type: choice(["LoadBalancer", "NodePort"], {
              description: "Kind of Service: a load balancer of the cloud, or a port of every node.",
              default: "LoadBalancer",
            }),
            annotations: serviceAnnotations,
            externalTrafficPolicy: choice(["Local", "Cluster"], {
              description: "Local: the release sees the client's address, and nodes without a pod get no traffic. Cluster: any node, address hidden.",
              default: "Local",
            }),
            loadBalancerClass: text({
              description: "Which load balancer serves it, where there are several.",
              absent: "the cluster's",
              examples: ["service.k8s.aws/nlb"],
            }),
            sourceRanges: {
              ...list("Addresses that may reach it, as CIDR ranges.", text({ description: "A range.", examples: ["10.0.0.0/8"] })),
              absent: "all",
            },
          },
        ),
      },
      ["port"],
    ),
  ),
  service: group("The Service of the process. It exists where the process has http or ports.", {
    type: choice(["ClusterIP", "NodePort", "LoadBalancer"], {
      description: "Kind of Service. ClusterIP is enough for an Ingress or a Gateway; some clouds' Ingress controllers want NodePort.",
      default: "ClusterIP",
    }),
    annotations: serviceAnnotations,
  }),
  singleton: flag({
    description:
      "Never two pods at once: one replica, and an update ends the old pod before it starts the new one (Recreate). For what must not run twice; everything else is better off with two pods.",
    default: false,
  }),
  stateful: flag({
    description:
      "StatefulSet instead of Deployment: pods with names that stay (<workload>-0, -1, …) and storage of their own. All start at once (Parallel), since nodes of a cluster may need each other to boot. For Mnesia, Khepri, Ra.",
    default: false,
  }),
  storage: map(
    "Volumes that outlive the pods, by name. A volume that one node at a time can mount (ReadWriteOnce) forces one replica and Recreate, unless the process is stateful, where each pod has its own.",
    called(dnsLabel, "data"),
    fields(
      "One volume.",
      {
        path: { ...pathBelowRoot, description: "Where it is mounted." },
        size: { ...quantity, description: "How much to ask for.", absent: "none; needed unless existingClaim is given", examples: ["10Gi"] },
        accessMode: choice(["ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany"], {
          description: "Who may mount it: pods of one node, one pod, or pods anywhere (network file systems).",
          default: "ReadWriteOnce",
        }),
        class: { ...objectName, description: "StorageClass, which says what kind of disk it is.", absent: "the cluster's", examples: ["fast"] },
        existingClaim: {
          ...objectName,
          description: "A PersistentVolumeClaim that is there already; none is generated.",
          absent: "<name>-<storage>, generated",
          examples: ["shop-uploads"],
        },
      },
      ["path"],
    ),
  ),
  replicas: whole({ description: "Number of pods. Overlays set it with replicas: in their kustomization.", minimum: 0, default: 1, examples: [3] }),
  autoscale: group(
    "HorizontalPodAutoscaler on CPU. The workload then has no replicas, which would fight with it. Memory is no measure: the BEAM hands it back late.",
    {
      enabled: flag({ description: "Whether the process is scaled automatically.", default: false }),
      min: whole({ description: "Fewest pods. Two survive the loss of a node.", minimum: 1, default: 2, examples: [3] }),
      max: whole({ description: "Most pods. Each takes a whole connection pool (database.maxConnections).", minimum: 1, default: 10, examples: [20] }),
      cpuPercent: whole({ description: "Wanted CPU use in percent of the CPU request.", minimum: 1, maximum: 1000, default: 70, examples: [60] }),
    },
  ),
  cluster: group("Membership in the Erlang cluster.", {
    enabled: flag({ description: "false keeps this process out of the cluster, which then is whatever spec.cluster.enabled makes it.", default: true }),
  }),
} as const;

const RESERVED_PROCESS = "cluster";
const processName = {
  ...dnsLabel,
  examples: ["worker"],
  pattern: `^(?!${RESERVED_PROCESS}$)[a-z]([-a-z0-9]*[a-z0-9])?$`,
  patternErrorMessage: `a DNS label (lower-case letters, digits and hyphens), and not "${RESERVED_PROCESS}", whose Service name is taken by clustering`,
} as const;

const oneOffResources = group("CPU and memory of its pod, in Kubernetes' own shape.", {
  requests: {
    type: "object",
    description: "What the scheduler reserves. The release is loaded whole, so that memory is needed though little happens.",
    default: {},
    properties: {
      cpu: { ...quantity, description: "CPU cores.", absent: "100m, or the limit where that is lower", examples: ["200m"] },
      memory: {
        ...quantity,
        description: "Memory of the pod, in which the whole release is loaded.",
        absent: "256Mi, or the limit where that is lower",
        examples: ["512Mi"],
      },
    },
    propertyNames: called(labelKey, "nvidia.com/gpu"),
    additionalProperties: otherAmount,
  },
  limits: amounts("Upper bounds; the memory limit is the memory request where not given."),
});

const timeoutSeconds = duration({ description: "Seconds until the Job is stopped (activeDeadlineSeconds).", default: 600, examples: [1800] }, 1);

const envName = <const E extends string>(description: string, absent: string, example: E) =>
  ({ ...variableNameOrNone, description, absent, examples: [example] }) as const;

const specFields = {
  image: {
    ...imageReference,
    description: "Image of every container of the release. A plain string, so that images: of Kustomize works; nothing that is generated depends on its tag.",
  },
  imagePullPolicy: choice(["Always", "IfNotPresent", "Never"], {
    description: "When the kubelet pulls the image.",
    absent: "Kubernetes' own: Always for the tag latest, IfNotPresent for any other",
  }),
  imagePullSecrets: map("Secrets with registry credentials, by name.", called(objectName, "registry"), fields("Nothing to say: the name is the key.", {})),
  host: {
    ...hostName,
    description: "Host name under which users reach the application: PHX_HOST (URLs and check_origin), the Ingress rule and its certificate.",
    absent: "none; needed where web serves HTTP and env does not say it",
  },
  extraHosts: list("Further hosts on the edge. check_origin of the application must allow them, or LiveView reloads for ever.", {
    ...hostName,
    description: "A host name.",
    examples: ["www.shop.example.com"],
  }),
  secretName: {
    ...objectName,
    description:
      "Secret with SECRET_KEY_BASE, DATABASE_URL, RELEASE_COOKIE and the application's own keys. All keys become variables. Only referenced, never generated.",
    absent: "<name>-secrets",
  },
  release: group("The release inside the image.", {
    tool: choice(["mix", "distillery"], {
      description:
        "What built the release. distillery: Distillery 2.x, whose script has other commands (foreground, migrate) and variables (REPLACE_OS_VARS, RELEASE_MUTABLE_DIR).",
      default: "mix",
    }),
    name: {
      type: "string",
      pattern: "^[a-z][a-z0-9_]*$",
      patternErrorMessage: "a release name as in mix.exs: lower-case letters, digits and underscores",
      description: "Name of the release in mix.exs: the script bin/<name> and the first part of the node name.",
      absent: "metadata.name with hyphens as underscores",
      examples: ["shop"],
    },
    root: { ...absolutePath, description: "Where the release lies in the image.", default: "/app", examples: ["/opt/shop"] },
    script: {
      ...absolutePath,
      description: "The release's script, for images that call it otherwise.",
      absent: "<root>/bin/<release.name>",
      examples: ["/app/bin/entrypoint"],
    },
    envNames: group(
      "What the image calls the variables that this tool sets. Keys of the Secret follow. An empty name: do not set it. For images whose env.sh or runtime.exs reads other names.",
      {
        port: envName("Port of the endpoint.", "PORT", "HTTP_PORT"),
        host: envName("Host in URLs.", "PHX_HOST", "PUBLIC_HOST"),
        server: envName("Switches the listener on.", "PHX_SERVER", ""),
        secretKeyBase: envName("Secret that signs sessions.", "SECRET_KEY_BASE", "SHOP_SECRET_KEY_BASE"),
        databaseUrl: envName("URL of the database.", "DATABASE_URL", "DB_URL"),
        poolSize: envName("Connections per pool.", "POOL_SIZE", "DB_POOL"),
        ipv6: envName("Reach the database over IPv6.", "ECTO_IPV6", "DB_IPV6"),
        node: envName(
          "Node name, under which the others call this one.",
          `RELEASE_NODE; with Distillery NAME, which its vm.args must use: -name \${NAME}`,
          "NODE_NAME",
        ),
        cookie: envName(
          "Cookie, which nodes must share to form a cluster.",
          `RELEASE_COOKIE; with Distillery COOKIE, which its vm.args must use: -setcookie \${COOKIE}`,
          "ERLANG_COOKIE",
        ),
        distribution: envName("Kind of distribution (name, none).", "RELEASE_DISTRIBUTION; with Distillery not set", ""),
        clusterQuery: envName(
          "How the nodes are found: the DNS name of the headless Service (dns, libcluster-dns), its bare name (libcluster-srv), or the label selector (libcluster-kubernetes). CLUSTER_SERVICE always holds the bare name.",
          "DNS_CLUSTER_QUERY with dns and libcluster-dns, otherwise not set",
          "CLUSTER_QUERY",
        ),
        podIp: envName("Address of the pod.", "POD_IP", "MY_POD_IP"),
        podName: envName("Name of the pod.", "POD_NAME", "MY_POD_NAME"),
        namespace: envName("Namespace of the pod.", "POD_NAMESPACE", "MY_POD_NAMESPACE"),
        nodeName: envName("Name of the Kubernetes node.", "not set", "NODE_NAME"),
        metricsPort: envName("Port of the metrics listener (metrics.port).", "not set", "PROMETHEUS_PORT"),
        tmp: envName("Directory the release may write to.", "RELEASE_TMP; with Distillery RELEASE_MUTABLE_DIR", "RELEASE_TMP_DIR"),
      },
    ),
  }),
  http,
  health,
  expose: group("How the outside reaches web.", {
    type: choice(["ingress", "gateway", "none"], {
      description: "ingress: an Ingress. gateway: an HTTPRoute of the Gateway API. none: nothing, the release is reached from inside alone.",
      absent: "ingress where there is a host and web serves HTTP, none otherwise",
    }),
    timeoutSeconds: duration(
      {
        description:
          "Seconds that the edge leaves a quiet connection open, where the controller's preset can say so; an HTTPRoute then has no limit for a whole request (0s). LiveView's heartbeat is 30 s, many proxies give up after 30 or 60 s. Zero: say nothing.",
        default: 3600,
        examples: [600],
      },
      0,
    ),
    routes: map(
      "Further ways in, by a name of your choice: another host or path, another process, another port. Needs spec.host, which leads to web.",
      called(dnsLabel, "admin"),
      {
        ...fields("One way.", {
          host: { ...hostName, description: "Host that leads there.", absent: "spec.host", examples: ["admin.shop.example.com"] },
          path: { ...urlPath, description: "Path that leads there, and all below it.", absent: "/", examples: ["/admin"] },
          process: { ...dnsLabel, description: "Process that serves it.", absent: "web", examples: ["admin"] },
          port: { ...dnsLabel, description: "Name of one of its ports.", absent: "http", examples: ["http"] },
        }),
        examples: [{ path: "/admin", process: "admin" }],
      },
    ),
    ingress: group("The Ingress.", {
      className: { ...objectName, description: "IngressClass: which controller serves it.", absent: "the cluster's default class", examples: ["nginx"] },
      controller: choice(["none", "nginx", "traefik", "haproxy", "alb", "gke"], {
        description:
          "Preset for an Ingress controller: timeouts for websockets and long polls, body size, and sticky sessions where web is not clustered, since a long poll must find its process again. " +
          "nginx: ingress-nginx. traefik: Traefik 3. haproxy: the controllers of HAProxy Technologies and of haproxy-ingress. alb: AWS Load Balancer Controller. gke: Google's, with a BackendConfig.",
        default: "none",
      }),
      annotations: stringMap("Further annotations of the Ingress; they win over the preset's.", labelKey, ["nginx.ingress.kubernetes.io/limit-rps", "20"]),
      maxBodyMegabytes: whole({
        description: "Largest request body that presets let through. Plug.Parsers takes 8 MB; nginx alone would refuse more than 1 MB.",
        minimum: 1,
        maximum: 10_240,
        default: 8,
        examples: [64],
      }),
      tls: group("TLS at the edge.", {
        enabled: flag({ description: "Whether the edge serves HTTPS. The generated prod.exs redirects to it (force_ssl).", default: true }),
        secretName: { ...objectName, description: "Secret with the certificate.", absent: "<name>-tls", examples: ["wildcard-tls"] },
        issuer: {
          ...objectName,
          description: "Issuer of cert-manager in this namespace that makes the certificate.",
          absent: "none; somebody else makes it",
          examples: ["letsencrypt"],
        },
        clusterIssuer: {
          ...objectName,
          description: "ClusterIssuer of cert-manager that makes the certificate.",
          absent: "none; somebody else makes it",
          examples: ["letsencrypt"],
        },
      }),
    }),
    gateway: fields("The Gateway that the HTTPRoute belongs to; it holds the certificate.", {
      name: { ...objectName, description: "Name of the Gateway.", absent: "none; needed with type gateway", examples: ["public"] },
      namespace: {
        ...dnsLabel,
        description: "Its namespace. The Gateway must let routes of other namespaces in (allowedRoutes).",
        absent: "that of the release",
        examples: ["gateways"],
      },
      sectionName: { ...objectName, description: "Its listener, where only one is to be used.", absent: "all that fit", examples: ["https"] },
    }),
  }),
  env,
  plainEnv: map(
    "Names in env that look like secrets but are not, each with the reason: they are let through.",
    called(variableName, "STRIPE_PUBLISHABLE_KEY"),
    text({ description: "Why the value may be read by everyone who can read the manifests.", examples: ["publishable key, part of every page"] }),
  ),
  secretEnv,
  envFrom,
  database: {
    ...group("The database of the release's Ecto repos.", {
      enabled: flag({ description: "false for a release without a database: no DATABASE_URL, no POOL_SIZE, no migrations.", default: true }),
      url: secretKey("Where DATABASE_URL comes from.", "databaseUrl", "DATABASE_URL"),
      parts: fields(
        "DATABASE_URL composed in the pod from the parts that a database operator writes into its Secret. User and password must be safe in a URL; where they may not be, take the operator's own URI: url: {secretName, key: uri}.",
        {
          layout: choice(["custom", "cloudnative-pg", "zalando", "crunchy"], {
            description:
              "Which keys the Secret has. cloudnative-pg (<cluster>-app): username, password, host, port, dbname. zalando: username, password; give host and name. crunchy (<cluster>-pguser-<user>): user, password, host, port, dbname. " +
              "custom: username, password; give host and name, or their keys.",
            default: "custom",
          }),
          secretName: { ...objectName, description: "The operator's Secret.", examples: ["shop-db-app"] },
          host: { ...hostName, description: "Host of the database, where the Secret does not hold it.", absent: "the layout's key", examples: ["shop-db"] },
          port: port({ description: "Port of the database, where the Secret does not hold it.", absent: "the layout's key, or 5432", examples: [6432] }),
          name: text({ description: "Name of the database, where the Secret does not hold it.", absent: "the layout's key", examples: ["shop_prod"] }),
          options: {
            type: "string",
            pattern: "^[^?\\s]*$",
            patternErrorMessage: "URL options such as ssl=true, without the question mark",
            description: "Options after the question mark.",
            absent: "none",
            examples: ["ssl=true"],
          },
          keys: group("Keys in the Secret, where they are not those of the layout. A literal (host, port, name) wins over a key.", {
            username: { ...dataKey, description: "Key of the user.", absent: "the layout's", examples: ["user"] },
            password: { ...dataKey, description: "Key of the password.", absent: "the layout's", examples: ["pass"] },
            host: { ...dataKey, description: "Key of the host.", absent: "the layout's", examples: ["host"] },
            port: { ...dataKey, description: "Key of the port.", absent: "the layout's", examples: ["port"] },
            name: { ...dataKey, description: "Key of the database's name.", absent: "the layout's", examples: ["dbname"] },
          }),
          env: group("Variables that hold the parts, for images that read them instead of a URL.", {
            username: { ...variableName, description: "Variable of the user.", default: "DATABASE_USER", examples: ["PGUSER"] },
            password: { ...variableName, description: "Variable of the password.", default: "DATABASE_PASSWORD", examples: ["PGPASSWORD"] },
            host: { ...variableName, description: "Variable of the host.", default: "DATABASE_HOST", examples: ["PGHOST"] },
            port: { ...variableName, description: "Variable of the port.", default: "DATABASE_PORT", examples: ["PGPORT"] },
            name: { ...variableName, description: "Variable of the database's name.", default: "DATABASE_NAME", examples: ["PGDATABASE"] },
          }),
        },
        ["secretName"],
      ),
      path: {
        ...absolutePath,
        description:
          "File of a SQLite database, given as DATABASE_PATH. It lies in the storage of a process that runs one pod at a time; migrations run when the release boots, as phx.new --database sqlite3 has it.",
        absent: "none; the database is a server, under a URL",
        examples: ["/data/shop.db"],
      },
      pool: whole({
        description: "Connections per pod and repo, given as POOL_SIZE.",
        absent: "10, for SQLite 5, as in the generated runtime.exs",
        minimum: 1,
        examples: [20],
      }),
      repos: whole({ description: "Number of repos that each open a pool.", minimum: 1, default: 1, examples: [2] }),
      ipv6: flag({ description: "Sets ECTO_IPV6, for a database that is reached over IPv6 only.", default: false }),
      perPod: whole({
        description: "Connections of one pod, where its repos differ and pool x repos is not the sum. Only counted, not given to the release.",
        absent: "pool x repos",
        examples: [34],
        minimum: 1,
      }),
      maxConnections: whole({
        description:
          "Connections the database allows this release. The build fails when all pods at their maximum, the surge of a rollout and the migration need more.",
        absent: "none; nobody counts",
        examples: [97],
        minimum: 1,
      }),
    }),
    examples: [{ pool: 20, maxConnections: 97 }],
  },
  migrations: group("How the database schema follows the code.", {
    strategy: choice(["job", "initContainer", "boot", "none"], {
      description:
        "job: a Job per version of image and settings. initContainer: before each start of each pod. boot: the application migrates by itself when it starts. none: not here.",
      absent: "job with a database, boot with SQLite, none without",
    }),
    ordering: choice(["wait", "argocd", "none"], {
      description:
        "wait: new pods hold in an init container that only reads, until no migration is pending, since kubectl apply and Flux start Job and pods together; when a migration fails, the old pods keep serving. " +
        "argocd: sync waves instead; whatever starts pods or waits for them comes after the Job (wave 1), and a failed migration ends the sync. " +
        "none: pods start at once. Counts with strategy job.",
      absent: "wait, with Distillery none",
    }),
    eval: { ...expression, examples: ["Shop.Release.migrate()"] },
    args: {
      ...args,
      description: "Arguments of the migration.",
      absent: "[<root>/bin/migrate], the script that mix phx.gen.release makes; with Distillery [<root>/bin/<release.name>, migrate]",
      examples: [["/app/bin/migrate"]],
    },
    command,
    env: { ...env, description: "Plain settings of the migration alone; they win over the ConfigMap." },
    databaseUrl: fields(
      "Another DATABASE_URL for the migration, for example one that bypasses PgBouncer, whose transaction mode breaks the migration lock.",
      {
        secretName: { ...objectName, description: "Name of the Secret.", absent: "spec.secretName" },
        key: { ...dataKey, description: "Key in the Secret.", examples: ["DATABASE_DIRECT_URL"] },
      },
      ["key"],
    ),
    resources: oneOffResources,
    timeoutSeconds,
    backoffLimit: whole({ description: "Failed tries until the Job has failed.", minimum: 0, default: 3, examples: [6] }),
    ttlSeconds: whole({
      description: "Seconds until a finished Job is deleted. Argo CD and Flux would create it again, and so run it again.",
      absent: "none; it stays",
      examples: [86_400],
      minimum: 0,
    }),
  }),
  seed: group(
    "A Job that fills the database once per version of image and settings, after the migrations. For dev and staging; in prod only where it may run twice.",
    {
      enabled: flag({ description: "Whether there is a seed Job.", default: false }),
      eval: { ...expression, examples: ["Shop.Release.seed()"] },
      args: { ...args, description: "Arguments of the seed.", absent: "none", examples: [["/app/bin/seed"]] },
      command,
      env: { ...env, description: "Plain settings of the seed alone; they win over the ConfigMap." },
      resources: oneOffResources,
      timeoutSeconds,
      backoffLimit: whole({ description: "Failed tries until the Job has failed.", minimum: 0, default: 3, examples: [0] }),
    },
  ),
  cron: map(
    "Work by the clock, from the same image: one CronJob each. A run is left out while the one before has not ended (Forbid). Oban's own cron needs none of this.",
    called(dnsLabel, "cleanup"),
    fields(
      "One CronJob; it says one of eval, args and command.",
      {
        enabled: flag({ description: "false leaves it out, for example in one overlay.", default: true }),
        schedule: {
          type: "string",
          pattern: "^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[-0-9*/,A-Za-z?]+( +[-0-9*/,A-Za-z?]+){4})$",
          patternErrorMessage: 'five fields such as "0 3 * * *", or @daily',
          description: "When it runs, as cron has it.",
          examples: ["0 3 * * *"],
        },
        timeZone: {
          type: "string",
          pattern: "^(UTC|GMT|[A-Z][A-Za-z_]+(/[A-Z][-+A-Za-z0-9_]*)+)$",
          patternErrorMessage: "a time zone such as Europe/Berlin or UTC",
          description: "Time zone of the schedule.",
          absent: "that of the cluster's controller, mostly UTC",
          examples: ["Europe/Berlin"],
        },
        suspend: flag({ description: "true keeps the CronJob but starts nothing.", default: false }),
        eval: expression,
        args: { ...args, description: "Arguments of the container.", absent: "none", examples: [["/app/bin/cleanup"]] },
        command,
        image: {
          ...imageReference,
          description: "Another image, for work that needs other tools.",
          absent: "spec.image",
          examples: ["ghcr.io/acme/reports:1.0.0"],
        },
        env: { ...env, description: "Plain settings of this CronJob alone; they win over the ConfigMap." },
        resources: oneOffResources,
        timeoutSeconds: duration({ description: "Seconds until a run is stopped (activeDeadlineSeconds).", default: 3600, examples: [900] }, 1),
        backoffLimit: whole({
          description: "Tries after a failed one. Better none: the next run comes by itself, and a half-done one may have written already.",
          minimum: 0,
          default: 0,
          examples: [2],
        }),
      },
      ["schedule"],
    ),
  ),
  cluster: group("Erlang distribution between the pods. It does not depend on the number of replicas: a rollout has two pods for a while.", {
    enabled: flag({ description: "Whether the pods form a cluster.", default: true }),
    discovery: choice(["dns", "libcluster-dns", "libcluster-srv", "libcluster-kubernetes", "custom"], {
      description:
        "How nodes find each other. dns: dns_cluster asks for the addresses of a headless Service. libcluster-dns: Cluster.Strategy.DNSPoll or Kubernetes.DNS do the same. " +
        "libcluster-srv: Kubernetes.DNSSRV, for stateful processes, whose names stay. libcluster-kubernetes: Cluster.Strategy.Kubernetes asks the API, for which the pods get a token and the right to read. " +
        "custom: the application finds them by itself, for example through Postgres; node names, cookie and ports are the same.",
      default: "dns",
    }),
    lookup: choice(["endpoints", "pods"], {
      description:
        "What libcluster-kubernetes may read, as in its kubernetes_ip_lookup_mode. Endpoints are deprecated since Kubernetes 1.33, but libcluster's default.",
      default: "endpoints",
    }),
    selector: {
      ...map(
        "Labels that libcluster-kubernetes looks for, where the application has its kubernetes_selector compiled in: they are put on the headless Service (lookup endpoints) or on the pods (lookup pods).",
        called(foreignKey, "app"),
        { ...labelValue, description: "Value of the label.", examples: ["shop"] },
      ),
      absent: "phoenix-release.dev/cluster=<name>",
    },
    nodeHost: choice(["ip", "hostname"], {
      description:
        "Second part of the node name. ip: the pod's address. hostname: <pod>.<headless Service>.<namespace>.svc.<domain>, which stays, for stateful processes.",
      absent: "hostname with libcluster-srv, ip otherwise",
    }),
    basename: {
      type: "string",
      pattern: "^[a-z][-a-z0-9_]*$",
      patternErrorMessage: "the part of a node name before the @: lower-case letters, digits, hyphens and underscores",
      description: "First part of the node name; dns_cluster joins only equal ones.",
      absent: "release.name",
      examples: ["shop"],
    },
    cookie: secretKey(
      "Where RELEASE_COOKIE comes from. The image's own cookie changes with each build, so that old and new pods would refuse each other.",
      "cookie",
      "RELEASE_COOKIE",
    ),
    epmd: group("The Erlang port mapper daemon.", {
      enabled: flag({
        description:
          "false: no epmd; every node listens on distribution.min (OTP 23.1 or later). remote and rpc then do not listen at all, by a remote.vm.args that takes the place of the image's.",
        default: true,
      }),
      port: port({ description: "Its port, given as ERL_EPMD_PORT where it differs.", default: 4369, examples: [4500] }),
    }),
    distribution: group("Ports that nodes listen on for each other. More than one, since remote and rpc start a node of their own in the pod.", {
      managed: flag({
        description:
          "false: the image sets the port of its nodes itself, in its vm.args, its env.sh or an epmd module of its own. We give no flags and only open the ports from min to max, which may then be one.",
        default: true,
      }),
      min: port({ description: "First port; without epmd the only one.", default: 4370, examples: [9100] }),
      max: port({ description: "Last port.", default: 4379, examples: [9109] }),
    }),
    extraPorts: map(
      "Further ports between the nodes, such as gen_rpc's 5369: on the headless Service, and open to pods of the same cluster alone.",
      called(portName, "gen-rpc"),
      fields(
        "One port.",
        {
          port: port({ description: "Port number.", examples: [5369] }),
          protocol: choice(["TCP", "UDP", "SCTP"], { description: "Protocol of the port.", default: "TCP" }),
        },
        ["port"],
      ),
    ),
    ipFamily: choice(["IPv4", "IPv6"], {
      description:
        "Family of the pods' addresses, where it must be said: the headless Service has only this one, and with IPv6 distribution uses it (-proto_dist inet6_tcp).",
      absent: "the cluster's first",
    }),
    domain: { ...hostName, description: "DNS domain of the Kubernetes cluster.", default: "cluster.local", examples: ["k8s.example.com"] },
    isolateVersions: flag({
      description:
        "true: only pods of the same version form a cluster, by a hash in the first part of the node name. For releases whose messages change; processes, presence and long polls are then cut in two during a rollout. For dns with one clustered process.",
      default: false,
    }),
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
      http: group("The http port.", { from: openedTo("everybody") }),
      metrics: group("The metrics port, where it is one of its own.", { from: openedTo("pods of any namespace, nobody outside") }),
    },
  ),
  serviceAccount: group("The account the pods run under. They do not use default, whose rights others may widen.", {
    name: {
      ...objectName,
      description: "Name of the generated account, where a cloud's policy names another.",
      absent: "metadata.name",
      examples: ["shop-web"],
    },
    annotations: stringMap("Annotations, for example for the cloud's workload identity.", labelKey, [
      "eks.amazonaws.com/role-arn",
      "arn:aws:iam::111122223333:role/shop",
    ]),
    rules: map(
      "What the release may do with the API of its namespace, by a name of your choice: Role and RoleBinding; without Kustomize, set metadata.namespace, which the binding names. For FLAME, Livebook's runtimes and the like.",
      called(dnsLabel, "runtimes"),
      fields(
        "One rule, as Kubernetes has it.",
        {
          apiGroups: {
            ...items("API groups; an empty string is the core group.", { type: "string", description: "A group.", examples: ["batch"] } as const),
            absent: "the core group",
          },
          resources: items("Resources that may be used.", text({ description: "A resource.", examples: ["pods"] })),
          resourceNames: { ...items("Names of the objects that may be used.", text({ description: "A name.", examples: ["shop-lock"] })), absent: "all" },
          verbs: items("What may be done with them.", text({ description: "A verb.", examples: ["get"] })),
        },
        ["resources", "verbs"],
      ),
    ),
    token: flag({
      description: "Whether pods get an API token, which whoever breaks in can use.",
      absent: "servers and CronJobs with rules, and clustered processes with libcluster-kubernetes",
    }),
  }),
  security,
  files,
  writablePaths,
  metrics,
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
      examples: [{ env: { OBAN: "on" }, replicas: 2 }],
      additionalProperties: false,
      properties: { ...ownFields, ...withoutDefaults({ ...inherited, http: ownHttp, beam: ownBeam }) },
    },
  },
  patches: list(
    "JSON patches on generated objects, for what no field says. An object or a path that is not there is an error.",
    fields(
      "One object and its patch.",
      {
        target: fields(
          "The generated object.",
          {
            kind: text({ description: "Kind of the object.", examples: ["Deployment"] }),
            name: text({ description: "Name as generated.", examples: ["shop"] }),
          },
          ["kind", "name"],
        ),
        patch: {
          type: "array",
          description: "RFC 6902 operations.",
          minItems: 1,
          items: fields(
            "One operation.",
            {
              op: choice(["add", "remove", "replace", "move", "copy", "test"], { description: "What to do." }),
              path: {
                type: "string",
                pattern: "^(/.*)?$",
                patternErrorMessage: "a JSON pointer such as /spec/replicas",
                description: "JSON pointer to the place.",
                examples: ["/spec/template/spec/hostNetwork"],
              },
              from: {
                type: "string",
                pattern: "^(/.*)?$",
                patternErrorMessage: "a JSON pointer such as /spec/replicas",
                description: "JSON pointer to where the value is, for move and copy.",
                absent: "none",
                examples: ["/spec/template/metadata/labels/team"],
              },
              value: { description: "Any value, for add, replace and test.", absent: "none", examples: [true] },
            },
            ["op", "path"],
          ),
          examples: [[{ op: "add", path: "/spec/template/spec/hostNetwork", value: true }]],
        },
      },
      ["target", "patch"],
    ),
  ),
  kubernetesVersion: {
    type: "string",
    pattern: "^1\\.[0-9]+$",
    patternErrorMessage: 'a minor version in quotes, such as "1.30"',
    description:
      "Oldest Kubernetes that the manifests must run on. From 1.29 sidecars are native, from 1.30 the pause before SIGTERM needs no sleep binary in the image.",
    default: "1.30",
    examples: ["1.30"],
  },
} as const;

const metadata = fields(
  "Kubernetes metadata.",
  {
    name: { ...dnsLabel, description: "Name of the release; every generated name derives from it." },
    namespace: {
      ...dnsLabel,
      description: "Namespace of everything generated. Overlays set it with namespace: in their kustomization.",
      absent: "none; whatever applies the manifests says it",
      examples: ["shop-prod"],
    },
    labels: {
      type: "object",
      description: "Labels of this document. They are not copied: labels of what is generated are Kustomize's labels:.",
      absent: "none",
      examples: [{ team: "payments" }],
      additionalProperties: { type: "string", description: "Value of the label." },
    },
    annotations: {
      type: "object",
      description: "Annotations of this document, for this tool and Kustomize. They are not copied.",
      absent: "none",
      examples: [{ "phoenix-release.dev/waive-PHX401": "check_origin lists extraHosts" }],
      additionalProperties: { type: "string", description: "Value of the annotation." },
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
    apiVersion: { type: "string", const: API_VERSION, description: "Version of this format.", examples: [API_VERSION] },
    kind: { type: "string", const: KIND, description: "Kind of this document.", examples: [KIND] },
    metadata,
    spec: { type: "object", description: "The release.", additionalProperties: false, required: ["image"], properties: specFields },
  },
} as const;

type DeepPartial<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> } : T;

type Own = FromSchema<{ readonly type: "object"; readonly additionalProperties: false; readonly properties: typeof ownFields }>;
type Inherited = FromSchema<{ readonly type: "object"; readonly additionalProperties: false; readonly properties: typeof inherited }>;
type Shared = Omit<typeof specFields, "processes">;

/** A process as written: its own fields with their defaults, the inherited ones only where it says something. */
export type ProcessSpec = Own & DeepPartial<Inherited> & { readonly beam?: { readonly enabled?: boolean } };
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
