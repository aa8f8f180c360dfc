import { GENERATOR, isGenerated } from "../release/labels.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import type { Item, KubernetesObject } from "../source/item.ts";
import type { Kustomization } from "../source/kustomization.ts";
import { type Problem, refuse } from "../source/problem.ts";
import type { Quantity } from "../spec/quantity.ts";
import { ownObjects } from "./own-objects.ts";
import { isForeign, misshapen } from "./shapes.ts";

/** One check of the final objects against the release that they were generated for. */
export type Check = (overlay: Overlay) => readonly Problem[];

/** One for which the objects say enough, whoever has them and whatever the spec was. */
export type ObjectCheck = (objects: Objects) => readonly Problem[];

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
  /** The process it runs; undefined for one-off pods, and where the release is not known. */
  readonly process: Process | undefined;
}

interface Autoscaler {
  readonly name: string;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  /** Whether it was generated. */
  readonly isOwn: boolean;
}

interface AutoscalerSpec {
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
}

const PREVIOUS_NAMES = "internal.config.kubernetes.io/previousNames";
const NEEDS_HASH = "internal.config.kubernetes.io/needsHashSuffix";
const workloadKinds: readonly unknown[] = ["Deployment", "StatefulSet", "Job", "CronJob"];

/** Final objects, of an overlay or of a stream. */
export class Objects {
  protected readonly items: readonly Item[];
  readonly #objects = new Map<Item, KubernetesObject>();

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  /** Those that were generated, told by their label: nothing else is known here. */
  get own(): readonly KubernetesObject[] {
    return this.mentioning(GENERATOR).filter(({ metadata }) => isGenerated(metadata?.labels ?? {}));
  }

  get workloads(): readonly Workload[] {
    return this.own
      .filter(({ kind }) => workloadKinds.includes(kind))
      .map((object) => ({ label: labelOf(object), object, template: templateOf(object), process: this.processOf(object) }));
  }

  protected processOf(_object: KubernetesObject): Process | undefined {
    return undefined;
  }

  /** The object that a reference means: before Kustomize has rewritten references, they hold the name an object was made with. */
  find(kind: string, name: string): KubernetesObject | undefined {
    return this.mentioning(name).find((object) => object.kind === kind && originalName(object) === name);
  }

  objects(kind: string): KubernetesObject[] {
    const line = new RegExp(`kind"?\\s*:\\s*["']?${kind}["']?(?![-.\\w])`);
    return this.items
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
    const scaler = this.objects("HorizontalPodAutoscaler").find(({ spec }) => {
      const { kind, name } = (spec as AutoscalerSpec | undefined)?.scaleTargetRef ?? {};
      return kind === object.kind && name === originalName(object);
    });
    return scaler && { ...(scaler.spec as AutoscalerSpec), name: scaler.metadata?.name ?? "", isOwn: this.own.includes(scaler) };
  }

  /** A word that is an object's name stands in its text too: the others need not be parsed. */
  protected mentioning(word: string): KubernetesObject[] {
    return this.items.filter(({ text }) => text.includes(word)).map((item) => this.#read(item));
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

/** All objects of an overlay as its last step sees them: own names are final but for the hash, references are not rewritten yet. */
export class Overlay extends Objects {
  readonly release: Release;
  readonly kustomization: Kustomization | undefined;
  #own: readonly KubernetesObject[] | undefined;

  constructor(release: Release, items: readonly Item[], kustomization: Kustomization | undefined) {
    super(items);
    this.release = release;
    this.kustomization = kustomization;
  }

  /** Of this release alone, told by kind and name: labels are the user's to change. */
  override get own(): readonly KubernetesObject[] {
    const own = ownObjects(this.release);
    this.#own ??= this.mentioning(this.release.name).filter((object) => own.has(`${object.kind}/${originalName(object)}`));
    return this.#own;
  }

  protected override processOf(object: KubernetesObject): Process | undefined {
    const name = originalName(object);
    return this.release.processes.find(({ kind, workload }) => kind === object.kind && workload === name);
  }

  /** Whether a text occurs outside of one object. */
  isMentioned(pattern: RegExp, except?: KubernetesObject): boolean {
    const hits = this.items.filter(({ text }) => pattern.test(text));
    return except === undefined ? hits.length > 0 : hits.some(({ object }) => object !== except);
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
