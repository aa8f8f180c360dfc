import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import type { Item, KubernetesObject } from "../source/item.ts";
import type { Kustomization } from "../source/kustomization.ts";
import { type Problem, refuse } from "../source/problem.ts";
import type { Quantity } from "../spec/quantity.ts";
import { ownObjects } from "./own-objects.ts";
import { isForeign, misshapen } from "./shapes.ts";

/** One check of the final objects. */
export type Check = (overlay: Overlay) => readonly Problem[];

// The parts of pods and workloads that the checks look at. Everything is optional: patches may have removed it.

export interface Source {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
}
interface Variable {
  readonly name?: string;
  readonly value?: unknown;
  readonly valueFrom?: { readonly configMapKeyRef?: Source; readonly secretKeyRef?: Source };
}
export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly env?: readonly Variable[];
  readonly envFrom?: readonly { readonly prefix?: string; readonly configMapRef?: Source; readonly secretRef?: Source }[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort?: number; readonly hostPort?: number }[];
  readonly volumeMounts?: readonly { readonly name?: string; readonly subPath?: string }[];
  readonly resources?: { readonly requests?: Readonly<Record<string, Quantity>>; readonly limits?: Readonly<Record<string, Quantity>> };
  readonly securityContext?: ContainerSecurity;
  readonly [probe: string]: unknown;
}
export interface PodSecurity {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type?: string };
}
interface ContainerSecurity extends PodSecurity {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}
interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly serviceAccountName?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly volumes?: readonly Volume[];
  readonly securityContext?: PodSecurity;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
}
interface Volume {
  readonly name?: string;
  readonly configMap?: Source;
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean };
  readonly hostPath?: object;
  readonly persistentVolumeClaim?: { readonly claimName?: string };
}
export interface Template {
  readonly metadata?: KubernetesObject["metadata"];
  readonly spec?: PodSpec;
}

/** An object of this release that makes pods. */
export interface Workload {
  /** Kind/name, for messages. */
  readonly label: string;
  readonly object: KubernetesObject;
  readonly template: Template;
  /** The process it runs; undefined for one-off pods. */
  readonly process: Process | undefined;
}

interface Autoscaler {
  readonly maxReplicas?: number;
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
}

const PREVIOUS_NAMES = "internal.config.kubernetes.io/previousNames";
const NEEDS_HASH = "internal.config.kubernetes.io/needsHashSuffix";
const workloadKinds: readonly unknown[] = ["Deployment", "StatefulSet", "Job", "CronJob"];

/** All objects of an overlay as its last step sees them: own names are final but for the hash, references are not rewritten yet. */
export class Overlay {
  readonly release: Release;
  readonly kustomization: Kustomization | undefined;
  readonly #items: readonly Item[];
  readonly #objects = new Map<Item, KubernetesObject>();
  #own: readonly KubernetesObject[] | undefined;

  constructor(release: Release, items: readonly Item[], kustomization: Kustomization | undefined) {
    this.release = release;
    this.kustomization = kustomization;
    this.#items = items;
  }

  /** Objects generated for this release, told by kind and name: labels are the user's to change. */
  get own(): readonly KubernetesObject[] {
    const own = ownObjects(this.release);
    this.#own ??= this.#mentioning(this.release.name).filter((object) => own.has(`${object.kind}/${originalName(object)}`));
    return this.#own;
  }

  get workloads(): readonly Workload[] {
    return this.own.filter(({ kind }) => workloadKinds.includes(kind)).map((object) => this.#workload(object));
  }

  #workload(object: KubernetesObject): Workload {
    const name = originalName(object);
    const process = this.release.processes.find(({ kind, workload }) => kind === object.kind && workload === name);
    return { label: labelOf(object), object, template: templateOf(object), process };
  }

  /** The object that a reference means: references still hold the name an object was made with. */
  find(kind: string, name: string): KubernetesObject | undefined {
    return this.#mentioning(name).find((object) => object.kind === kind && originalName(object) === name);
  }

  objects(kind: string): KubernetesObject[] {
    const line = new RegExp(`kind"?\\s*:\\s*["']?${kind}["']?(?![-.\\w])`);
    return this.#items
      .filter(({ text }) => line.test(text))
      .map((item) => this.#read(item))
      .filter((object) => object.kind === kind);
  }

  /** Names of all objects of a kind, as references know them. */
  names(kind: string): string[] {
    return this.objects(kind).map(originalName);
  }

  /** The autoscaler of a workload, ours or one that the user has added. */
  autoscalerOf({ object }: Workload): Autoscaler | undefined {
    const scalers = this.objects("HorizontalPodAutoscaler").map(({ spec }) => (spec ?? {}) as Autoscaler);
    return scalers.find(({ scaleTargetRef }) => scaleTargetRef?.kind === object.kind && scaleTargetRef?.name === originalName(object));
  }

  /** Whether a text occurs outside of one object. */
  isMentioned(pattern: RegExp, except?: KubernetesObject): boolean {
    const hits = this.#items.filter(({ text }) => pattern.test(text));
    return except === undefined ? hits.length > 0 : hits.some(({ object }) => object !== except);
  }

  /** A word that is an object's name stands in its text too: the others need not be parsed. */
  #mentioning(word: string): KubernetesObject[] {
    return this.#items.filter(({ text }) => text.includes(word)).map((item) => this.#read(item));
  }

  #read(item: Item): KubernetesObject {
    const known = this.#objects.get(item);
    if (known) return known;
    const { object } = item;
    refuse(misshapen(object));
    const { apiVersion = "", kind, metadata } = object;
    const readable = isForeign(object) ? { apiVersion, kind: `${kind}.${apiVersion.split("/")[0]}`, metadata } : object;
    this.#objects.set(item, readable);
    return readable;
  }
}

/** Whether Kustomize will append a hash to its name: then only references that Kustomize rewrites find it. */
export const willBeHashed = ({ metadata }: KubernetesObject): boolean => metadata?.annotations?.[NEEDS_HASH] === "enabled";

/** The name an object had before prefixes and suffixes. */
export function originalName({ metadata }: KubernetesObject): string {
  return metadata?.annotations?.[PREVIOUS_NAMES]?.split(",")[0] ?? metadata?.name ?? "";
}

export const labelOf = (object: KubernetesObject): string => `${object.kind}/${object.metadata?.name}`;

export function templateOf({ kind, spec }: KubernetesObject): Template {
  const job = kind === "CronJob" ? (spec as { jobTemplate?: { spec?: unknown } } | undefined)?.jobTemplate?.spec : spec;
  return (job as { template?: Template } | undefined)?.template ?? {};
}

export const containersOf = ({ spec }: Template): Container[] => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];

export const portNames = ({ ports = [] }: Container): string[] => ports.flatMap(({ name }) => (name === undefined ? [] : [name]));
