// What generated specs are made of. The few names appear everywhere, so that one field meets another's; a pattern chooses those that fit it.

const labels = ["shop", "web", "worker", "cluster", "data", "metrics", "http", "epmd", "migrate", "seed", "tls", "a", "b"];
const longLabel = "long-".repeat(9).slice(0, -1);
const objects = ["shop-env", "shop-files", "shop-secrets", "shop-data", "shop-worker", "main.v1", "1-registry"];
const variables = ["A", "B", "LOG_LEVEL", "PHX_HOST", "POOL_SIZE", "MY_POD_IP", "DATABASE_HOST", "some_thing"];
const owned = ["POD_IP", "PORT", "RELEASE_NODE", "RELEASE_COOKIE", "SECRET_KEY_BASE", "HOSTNAME", "API_TOKEN", "DATABASE_URL", "ERL_ZFLAGS", "HOME"];
const paths = ["/data", "/data/shop.db", "/tmp", "/tmp/a-b", "/tmp/a/b", "/etc/app", "/etc/app/config.exs", "/app/lib/x/priv", "/app", "/"];
const images = ["ghcr.io/acme/shop:1.4.2", "registry.example.com:5000/a/b@sha256:".concat("0".repeat(64))];
const quantities = ["250m", "512Mi", "2", "0.5", "1Gi", "100Gi"];
const keys = ["team", "example.com/team", "nvidia.com/gpu", "memory", "cpu", "ephemeral-storage"];
const others = [
  "shop.example.com",
  "cluster.local",
  "1.28",
  "1.29",
  "1.30",
  "1.33",
  "0440",
  "0444",
  "0400",
  "30s",
  "1m",
  "0 3 * * *",
  "@daily",
  "10.0.0.0/8",
  "10.0.0.1",
  "Europe/Berlin",
  "auto",
  "none",
  "/health",
  "/metrics",
  "/spec/replicas",
  "ssl=true",
  "GET",
];
/** For strings of any form. */
const texts = ["$(A)", "x-$(B)-$(LOG_LEVEL)", "$(POD_IP)", "$$(A)", "$(NOWHERE)", "$5", "", " ", "true", "1_000", "a\nb\n", "ü – 語", "get", "pods", "apps"];
/** Names that an object has by itself. */
const strange = ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"];

export const words: readonly string[] = [...labels, ...objects, ...variables, ...paths, ...images, ...quantities, ...keys, ...others, ...texts];
/** Each of them once in a while. */
export const rareWords: readonly string[] = [longLabel, ...owned, ...strange, "postgres://user:password@host/x", "9".repeat(30)];

export const numbers: readonly number[] = [0, 1, 2, 3, 4, 5, 10, 30, 60, 100, 600];
export const rareNumbers: readonly number[] = [80, 443, 4000, 4001, 4369, 4370, 4375, 4379, 5432, 8080, 9568, 65_534, 65_535, 86_400];

/** What stands where the schema takes any shape, by the name of the field: Kubernetes must take it too. */
export const shapes: Readonly<Record<string, readonly object[]>> = {
  affinity: [
    {},
    { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "Exists" }] }] } } },
  ],
  namespaceSelector: [{}, { matchLabels: { team: "edge" } }],
  podSelector: [{}, { matchExpressions: [{ key: "role", operator: "In", values: ["proxy", "edge"] }] }],
  initContainers: [{}, { command: ["sh", "-c", "true"], env: [{ name: "A", value: "1" }] }],
  resources: [{}, { requests: { cpu: "10m" }, limits: { memory: "64Mi" } }],
  securityContext: [{}, { runAsUser: 2 }],
  valueFrom: [{ fieldRef: { fieldPath: "metadata.name" } }],
  sidecars: [{}, { ports: [{ name: "proxy", containerPort: 15_001 }], resources: { requests: { cpu: "10m" } } }, { securityContext: { runAsUser: 2 } }],
};

/** The lists of a container, as Kubernetes takes them together. */
export const lists: Readonly<Record<string, readonly (readonly object[])[]>> = {
  env: [[], [{ name: "A", value: "1" }], [{ name: "A" }, { name: "B", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }]],
  envFrom: [[], [{ configMapRef: { name: "settings", optional: true } }, { prefix: "B_", secretRef: { name: "settings", optional: true } }]],
  ports: [
    [],
    [
      { name: "proxy", containerPort: 15_001 },
      { containerPort: 15_002, protocol: "UDP" },
    ],
  ],
  volumeMounts: [[], [{ name: "tmp", mountPath: "/elsewhere" }]],
};
