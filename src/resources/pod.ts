import type { Container, PodSpec, Volume } from "kubernetes-types/core/v1.d.ts";
import type { Guest, Guests } from "../release/guests.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import type { Security } from "../release/security.ts";
import type { Mount, VolumeSource } from "../release/volumes.ts";
import { present } from "./resource.ts";
import { guestSecurityContext, podSecurityContext } from "./security-context.ts";

/** Who runs, where, and as what: the same for servers and one-off pods. */
interface Common {
  readonly pod: Process["pod"];
  readonly token: boolean;
  readonly security: Security;
  readonly volumeGroup: number | undefined;
}

export function common({ account, pullSecrets }: Release, { pod, token, security, volumeGroup }: Common): Omit<PodSpec, "containers"> {
  return {
    serviceAccountName: account.name,
    automountServiceAccountToken: token,
    // Kubernetes would set <SERVICE>_PORT=tcp://… for each Service of the namespace, and break releases that read such a name as a number.
    enableServiceLinks: false,
    ...present(
      "imagePullSecrets",
      pullSecrets.map((name) => ({ name })),
    ),
    ...present("securityContext", podSecurityContext(security, volumeGroup)),
    ...present("nodeSelector", pod.nodeSelector),
    ...present("tolerations", pod.tolerations),
    ...present("affinity", pod.affinity),
    ...present("priorityClassName", pod.priorityClassName),
    ...present("runtimeClassName", pod.runtimeClassName),
    ...present("dnsConfig", pod.dnsConfig),
    ...present("hostAliases", pod.hostAliases),
  };
}

interface Containers {
  readonly guests: Guests;
  readonly security: Security;
  /** Ours that run before the main one. */
  readonly before: readonly Container[];
  readonly main: Container;
}

/** Sidecars first: what waits for the database may need the proxy that leads to it. */
export function containers({ guests, security, before, main }: Containers): Pick<PodSpec, "initContainers" | "containers"> {
  const spelled = ({ name, container }: Guest): Container => ({
    name,
    ...(container as Omit<Container, "name">),
    ...present("securityContext", { ...guestSecurityContext(security), ...(container["securityContext"] as object | undefined) }),
  });
  const sidecars = guests.sidecars.map(spelled);
  return {
    ...present("initContainers", [
      ...(guests.native ? sidecars.map((sidecar) => ({ ...sidecar, restartPolicy: "Always" })) : []),
      ...guests.initContainers.map(spelled),
      ...before,
    ]),
    containers: [main, ...(guests.native ? [] : sidecars)],
  };
}

/** Each volume once, in the order in which it is first mounted. What a StatefulSet makes for each pod is not among them. */
export function volumes(mounts: readonly Mount[]): Volume[] {
  const byName = new Map(mounts.map(({ volume, source }) => [volume, source]));
  return [...byName].filter(([, { from }]) => from !== "template").map(([name, source]) => ({ name, ...content(source) }));
}

function content(source: VolumeSource): Omit<Volume, "name"> {
  switch (source.from) {
    case "claim":
      return { persistentVolumeClaim: { claimName: source.claim } };
    case "configMap":
      return { configMap: { name: source.object, ...present("defaultMode", source.mode) } };
    case "secret":
      return { secret: { secretName: source.object, ...present("defaultMode", source.mode) } };
    default:
      return { emptyDir: {} };
  }
}
