import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Anything } from "../../kustomize.ts";
import { addressesOf } from "../world/gateway.ts";
import type { World } from "../world/world.ts";
import type { Image } from "./container.ts";
import type { Store, Values } from "./environment.ts";
import { type Pod, startPod } from "./pod.ts";
import { type Placed, recordsOf } from "./records.ts";
import { type Kind, type Made, podOf } from "./workload.ts";

/** A cluster of one node. */
export interface Cluster {
  readonly world: World;
  readonly namespace: (name: string, given: Given) => Namespace;
  /** Ends its pods by force. */
  readonly close: () => void;
}

/** What is applied to a namespace. */
interface Given {
  readonly objects: readonly Anything[];
  readonly secrets: Secrets;
  readonly images: Readonly<Record<string, Image>>;
  /** Of the cluster's network; IPv4 where absent. */
  readonly ipFamily?: "IPv4" | "IPv6";
}

type Secrets = Readonly<Record<string, Values>>;

export interface Namespace {
  readonly object: (kind: string, name: string) => Anything;
  readonly names: (kind: string) => string[];
  /** Starts a pod of a workload or Job of that name, on request with other secrets than those given. */
  readonly start: (kind: Kind, name: string, secrets?: Secrets) => Promise<Pod>;
  /** Starts it and waits for its end. */
  readonly run: (kind: Kind, name: string) => Promise<{ readonly code: number; readonly log: string }>;
  /** Kills what still runs in it. */
  readonly end: () => void;
}

export function cluster(world: World): Cluster {
  const directory = mkdtempSync(join(tmpdir(), "phoenix-release-beam-"));
  const namespaces: { readonly name: string; readonly objects: readonly Anything[]; readonly pods: Placed[] }[] = [];
  let pods = 0;
  const publish = (): Promise<void> =>
    world.agent.publish(Object.assign({}, ...namespaces.map((namespace) => recordsOf(namespace.name, namespace.objects, namespace.pods))));

  const startIn = async (
    namespace: (typeof namespaces)[number],
    { images, ipFamily = "IPv4" }: Given,
    { name, spec, labels, annotations }: Made,
    store: Store,
    claims: Values,
  ) => {
    const number = ++pods;
    const ip = addressesOf(number)[ipFamily];
    namespace.pods.push({ ip, labels, hostname: spec.hostname, subdomain: spec.subdomain });
    await publish();
    const facts = { name, namespace: namespace.name, ip, labels, annotations, serviceAccount: spec.serviceAccountName };
    return startPod({ world, number, facts, spec, store, images, claims, directory });
  };

  return {
    world,
    namespace(name, given) {
      const namespace = { name, objects: given.objects, pods: [] };
      namespaces.push(namespace);
      const disks = new Map<string, string>();
      const counts = new Map<string, number>();
      const object = (kind: string, wanted: string): Anything => find(given.objects, kind, wanted);
      const started: Pod[] = [];
      const start = async (kind: Kind, workload: string, secrets = given.secrets): Promise<Pod> => {
        const number = counts.get(workload) ?? 0;
        counts.set(workload, number + 1);
        const made = podOf(object(kind, workload), number);
        for (const claim of claimsOf(made)) if (!disks.has(claim)) disks.set(claim, disk(directory));
        const pod = await startIn(namespace, given, made, storeOf(given.objects, secrets), Object.fromEntries(disks));
        started.push(pod);
        return pod;
      };
      return {
        object,
        names: (kind) => given.objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name),
        start,
        end: () => {
          for (const pod of started) pod.kill();
        },
        run: async (kind, workload) => {
          const pod = await start(kind, workload);
          const codes = await Promise.all(pod.containers.map(({ exit }) => exit));
          return { code: Math.max(...codes), log: pod.log() };
        },
      };
    },
    close() {
      world.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const claimsOf = ({ spec: { volumes = [] } }: Made): string[] => volumes.flatMap((volume: Anything) => volume.persistentVolumeClaim?.claimName ?? []);

/** As a storage driver hands it over: root's. */
function disk(directory: string): string {
  const path = mkdtempSync(join(directory, "disk-"));
  chmodSync(path, 0o755);
  return path;
}

const storeOf = (objects: readonly Anything[], secrets: Secrets): Store => ({
  ConfigMap: Object.fromEntries(objects.filter(({ kind }) => kind === "ConfigMap").map(({ metadata, data }) => [metadata.name, data])),
  Secret: secrets,
});

function find(objects: readonly Anything[], kind: string, name: string): Anything {
  const hit = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!hit) throw new Error(`no ${kind} ${name} among ${objects.map((object) => `${object.kind} ${object.metadata.name}`).join(", ")}`);
  return hit;
}
