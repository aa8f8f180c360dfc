// Short forms for the JSON Schema keywords that schema.ts repeats. They keep literal types, from which the spec's types are derived.

interface Notes {
  readonly description: string;
  readonly default?: unknown;
  /** What holds where nothing is written and no value is filled in, in words: it depends on something else, or there is none. */
  readonly absent?: string;
  readonly examples?: readonly unknown[];
}

/** A map of known fields that is always there: an absent one is filled with its fields' defaults. */
export const group = <const P extends object>(description: string, properties: P) =>
  ({ type: "object", description, additionalProperties: false, default: {}, properties }) as const;

/** A map of known fields; absent stays absent. */
export const fields = <const P extends object, const R extends readonly string[] = []>(description: string, properties: P, required?: R) =>
  ({ type: "object", description, additionalProperties: false, properties, required: required ?? ([] as unknown as R) }) as const;

/** A map keyed by names that the user chooses, so that an overlay can add, change or delete one entry. */
export const map = <const N extends object, const V>(description: string, propertyNames: N, additionalProperties: V) =>
  ({ type: "object", description, default: {}, propertyNames, additionalProperties }) as const;

/** Inside Kubernetes' own shapes: absent stays absent. */
export const items = <const V>(description: string, values: V) => ({ type: "array", description, items: values }) as const;

export const list = <const V>(description: string, items: V) => ({ type: "array", description, default: [], items }) as const;

export const text = <const N extends Notes>(notes: N) => ({ type: "string", minLength: 1, ...notes }) as const;

export const choice = <const V extends readonly string[], const N extends Notes>(values: V, notes: N) => ({ type: "string", enum: values, ...notes }) as const;

export const flag = <const N extends Notes>(notes: N) => ({ type: "boolean", ...notes }) as const;

/** Kubernetes counts in 32 bits. */
export const MAX_COUNT = 2_147_483_647;

export const whole = <const N extends Notes & { minimum: number; maximum?: number }>(notes: N) =>
  ({ type: "integer", ...notes, maximum: notes.maximum ?? MAX_COUNT }) as const;

/** A name for the example of a map. */
export const called = <const N extends object, const E extends string>(names: N, example: E) => ({ ...names, examples: [example] }) as const;

/** Kubernetes' own shape, passed on as it is. */
export const passed = (description: string, example: object) => ({ type: "object", description, examples: [example], additionalProperties: true }) as const;

const MAX_PORT = 65535;
export const port = <const N extends Notes>(notes: N) => whole({ minimum: 1, maximum: MAX_PORT, ...notes });

const seconds = 86_400;
/** Seconds, up to a day. */
export const duration = <const N extends Notes>(notes: N, minimum = 0) => whole({ minimum, maximum: seconds, ...notes });

// Patterns come with the sentence that editors and our messages show instead of a regular expression, and with an example for fields that have no better one.
export const dnsLabel = {
  type: "string",
  pattern: "^[a-z]([-a-z0-9]*[a-z0-9])?$",
  maxLength: 63,
  patternErrorMessage: "a DNS label: lower-case letters, digits and hyphens, beginning with a letter and not ending in a hyphen",
  examples: ["shop"],
} as const;

/** A name of a port, as IANA has service names. */
export const portName = {
  type: "string",
  pattern: "^(?!.*--)[a-z]([-a-z0-9]*[a-z0-9])?$",
  maxLength: 15,
  patternErrorMessage: "a port name: at most 15 lower-case letters, digits and single hyphens, beginning with a letter",
  examples: ["mqtt"],
} as const;

export const objectName = {
  type: "string",
  pattern: "^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$",
  maxLength: 253,
  patternErrorMessage: "the name of a Kubernetes object: lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit",
  examples: ["shop-secrets"],
} as const;

export const variableName = {
  type: "string",
  pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
  patternErrorMessage: "the name of an environment variable: letters, digits and underscores, not beginning with a digit",
  examples: ["LOG_LEVEL"],
} as const;

/** Empty: not set. */
export const variableNameOrNone = {
  type: "string",
  pattern: "^([A-Za-z_][A-Za-z0-9_]*)?$",
  patternErrorMessage: 'the name of an environment variable, or "" for none',
  examples: ["HTTP_PORT"],
} as const;

/** Octal; in quotes, since YAML reads 0440 as a number. */
export const fileMode = {
  type: "string",
  pattern: "^0[0-7]{3}$",
  patternErrorMessage: 'permissions in octal and in quotes, such as "0440"',
  examples: ["0440"],
} as const;

/** A key of a ConfigMap or Secret. */
export const dataKey = {
  type: "string",
  pattern: "^[-._a-zA-Z0-9]+$",
  maxLength: 253,
  patternErrorMessage: "a key of a ConfigMap or Secret: letters, digits, hyphens, underscores and dots",
  examples: ["DATABASE_URL"],
} as const;

export const labelKey = {
  type: "string",
  pattern: "^([a-z0-9]([-.a-z0-9]*[a-z0-9])?/)?[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$",
  patternErrorMessage: "a label or annotation key such as team or example.com/team",
  examples: ["example.com/team"],
} as const;

/** Selectors are made of our own keys: a user's value there would cut pods off from their Services. */
export const foreignKey = {
  type: "string",
  pattern: `^(?!app\\.kubernetes\\.io/(name|component|part-of|managed-by)$|phoenix-release\\.dev/)${labelKey.pattern.slice(1)}`,
  patternErrorMessage:
    "a label or annotation key such as team or example.com/team, and none of those that this tool sets (app.kubernetes.io/name, component, part-of, managed-by and phoenix-release.dev/…)",
  examples: ["example.com/team"],
} as const;

export const labelValue = {
  type: "string",
  pattern: "^([A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$",
  patternErrorMessage: "a label value: at most 63 letters, digits, hyphens, underscores and dots, beginning and ending with a letter or digit",
  examples: ["payments"],
} as const;

export const hostName = {
  type: "string",
  pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
  maxLength: 253,
  patternErrorMessage: "a host name such as shop.example.com, without scheme, port, path or wildcard",
  examples: ["shop.example.com"],
} as const;

export const imageReference = {
  type: "string",
  pattern: "^([a-zA-Z0-9]([-.a-zA-Z0-9]*[a-zA-Z0-9])?(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][-.A-Za-z0-9_]{0,127})?(@sha256:[a-f0-9]{64})?$",
  patternErrorMessage: "an image reference such as ghcr.io/acme/shop:1.4.2",
  examples: ["ghcr.io/acme/shop:1.4.2"],
} as const;

export const absolutePath = {
  type: "string",
  pattern: "^/([^/\\s:]+(/[^/\\s:]+)*)?$",
  patternErrorMessage: "an absolute path such as /app, without a trailing slash, spaces or colons",
  examples: ["/app"],
} as const;

/** A path of something that is mounted: never the root itself. */
export const pathBelowRoot = {
  type: "string",
  pattern: "^(/[^/\\s:]+)+$",
  patternErrorMessage: "an absolute path below the root, such as /data or /etc/shop/config.exs, without a trailing slash, spaces or colons",
  examples: ["/data"],
} as const;

export const urlPath = {
  type: "string",
  pattern: "^/[^\\s]*$",
  patternErrorMessage: "a URL path that begins with a slash, such as /health",
  examples: ["/health"],
} as const;

/** A Kubernetes quantity; YAML's numbers are taken too, since `cpu: 2` is what people write. */
export const quantity = {
  type: ["string", "number"],
  pattern: "^[0-9]+(\\.[0-9]+)?([numkMGTPE]|[KMGTPE]i)?$",
  minimum: 0,
  patternErrorMessage: "a Kubernetes quantity such as 250m, 2 or 512Mi",
  examples: ["500m"],
} as const;
