import type { Container, VolumeMount } from "kubernetes-types/core/v1.d.ts";
import type { Drain } from "../release/drain.ts";
import type { OneOff } from "../release/one-off.ts";
import type { NamedPort } from "../release/ports.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import type { Mount } from "../release/volumes.ts";
import { env, envFrom } from "./environment.ts";
import { probes } from "./probes.ts";
import { present } from "./resource.ts";
import { securityContext } from "./security-context.ts";

export function processContainer(release: Release, process: Process): Container {
  return {
    ...base(release, process),
    ...present("ports", process.ports.map(containerPort)),
    ...probes(process.health),
    ...present("lifecycle", pause(process.drain)),
  };
}

export const oneOffContainer = (release: Release, container: OneOff): Container => base(release, container);

function base({ pullPolicy }: Release, { name, image, command, args, variables, bundles, compute, security, mounts }: Process | OneOff) {
  return {
    name,
    image,
    ...present("imagePullPolicy", pullPolicy),
    ...present("command", [...command]),
    ...present("args", [...args]),
    ...present("envFrom", bundles.map(envFrom)),
    env: variables.map(env),
    resources: { requests: compute.requests, limits: compute.limits },
    ...present("securityContext", securityContext(security)),
    // Without a crash dump in the message, the end of the log says why the container died.
    terminationMessagePolicy: "FallbackToLogsOnError",
    ...present("volumeMounts", mounts.map(mount)),
  };
}

const containerPort = ({ name, port, protocol }: NamedPort) => ({ name, containerPort: port, protocol });

const mount = ({ volume, path, file, source }: Mount): VolumeMount => ({
  name: volume,
  mountPath: path,
  ...present("subPath", file),
  ...((source.from === "configMap" || source.from === "secret") && { readOnly: true }),
});

function pause({ preStopSeconds, nativeSleep }: Drain) {
  if (preStopSeconds === 0) return undefined;
  return { preStop: nativeSleep ? { sleep: { seconds: preStopSeconds } } : { exec: { command: ["sleep", String(preStopSeconds)] } } };
}
