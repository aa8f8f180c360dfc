import type { Change } from "./changes.ts";
import { own } from "./lists.ts";
import { nameOf, type Step, type Steps, written } from "./steps.ts";

/** A change as one would say it. */
export interface Said {
  /** The container that it is in, if it is in one. */
  readonly container: string | undefined;
  readonly what: string;
  readonly a: unknown;
  readonly b: unknown;
}

const CONTAINERS: readonly string[] = ["containers", "initContainers"];

/** What stands before each field of a pod, of whatever kind. */
const POD = /^(?:spec\.jobTemplate\.)?spec\.template\.spec\./;
/** metadata.labels.<name>. */
const MARK = /^metadata\.(label|annotation)s\./;
const TEMPLATE = /^(?:spec\.jobTemplate\.)?spec\.template\./;

/** Fields that have a word of their own. */
const words: Readonly<Record<string, string>> = {
  "spec.replicas": "replicas",
  "spec.minReplicas": "least pods",
  "spec.maxReplicas": "most pods",
  terminationGracePeriodSeconds: "grace period in seconds",
  "resources.requests.cpu": "CPU request",
  "resources.requests.memory": "memory request",
  "resources.limits.cpu": "CPU limit",
  "resources.limits.memory": "memory limit",
};

export function said({ path, a, b }: Change): Said {
  const at = path.findIndex((step, index) => CONTAINERS.includes(nameOf(step)) && path[index + 1] !== undefined && "entry" in (path[index + 1] as Step));
  if (at < 0) return { container: undefined, ...plain(path, a, b) };
  const container = nameOf(path[at + 1] as Step);
  const inside = path.slice(at + 2);
  if (inside.length === 0) return { container, what: nameOf(path[at] as Step) === "containers" ? "the container" : initial(a ?? b), a, b };
  return { container, ...within(inside, a, b) };
}

const initial = (container: unknown): string =>
  (container as { restartPolicy?: unknown } | undefined)?.restartPolicy === "Always" ? "the sidecar" : "the init container";

type Rest = Omit<Said, "container">;

function plain(path: Steps, a: unknown, b: unknown): Rest {
  const whole = written(path);
  const pod = whole.replace(POD, "");
  const word = own(words, whole);
  if (word !== undefined) return { what: word, a, b };
  if (pod !== whole) return { what: own(words, pod) ?? pod, a, b };
  const template = whole.replace(TEMPLATE, "");
  const where = template === whole ? "" : "pod ";
  return { what: `${where}${template.replace(/^spec\./, "").replace(MARK, "$1 ")}`, a, b };
}

function within(path: Steps, a: unknown, b: unknown): Rest {
  const [first, second] = path.map(nameOf);
  if (first === "env" && second !== undefined) return variable(second, a, b);
  if (first === "envFrom" && second !== undefined) return { what: "envFrom", a: a === undefined ? undefined : second, b: b === undefined ? undefined : second };
  if (first === "image" && typeof a === "string" && typeof b === "string") return image(a, b);
  if (first === "ports" && path.length === 2) return { what: `port ${second}`, a: port(a), b: port(b) };
  const field = written(path);
  return { what: own(words, field) ?? field.replace(/^(\w+Probe)\./, "$1 "), a, b };
}

/** As kubectl describe says it. */
function port(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null) return entry;
  const { containerPort, protocol = "TCP" } = entry as { containerPort?: number; protocol?: string };
  return containerPort === undefined ? entry : `${containerPort}/${protocol}`;
}

/** Of the flags of the VM mostly one differs. */
function variable(name: string, a: unknown, b: unknown): Rest {
  const count = (flags: unknown): string | undefined => (typeof flags === "string" ? /\+S (\d+):\d+/.exec(flags)?.[1] : undefined);
  const rest = (flags: unknown): unknown => (typeof flags === "string" ? flags.replace(/ ?\+S \d+:\d+/, "") : flags);
  const [left, right] = [count(a), count(b)];
  if (name === "ERL_ZFLAGS" && left !== right && rest(a) === rest(b))
    return { what: "schedulers (+S)", a: left ?? "as the VM decides", b: right ?? "as the VM decides" };
  return { what: `env ${name}`, a, b };
}

function image(a: string, b: string): Rest {
  const [left, right] = [a, b].map(parts) as [Parts, Parts];
  if (left.name !== right.name || left.sign !== right.sign) return { what: "image", a, b };
  return { what: left.sign === "@" ? "image digest" : "image tag", a: left.version, b: right.version };
}

interface Parts {
  readonly name: string;
  readonly sign: string;
  readonly version: string;
}

function parts(image: string): Parts {
  const [, name = image, sign = "", version = ""] = /^(.+?)(@|:(?!.*\/))(.+)$/.exec(image) ?? [];
  return { name, sign, version };
}
