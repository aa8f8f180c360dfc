import { type Anything, type Output, type Pod, podsOf } from "./look.ts";

// The level restricted of the Pod Security Standards, as far as our pods can miss it.

const VOLUMES = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

/** Broken promises of pods whose profile is restricted; a container in which the user wrote a securityContext is the user's. */
export function podSecurity(output: Output): string[] {
  const { spec } = output.document;
  const lax = Object.entries<Anything>(spec.processes ?? {})
    .filter(([, process]) => (process.security?.profile ?? "restricted") !== "restricted")
    .map(([name]) => name);
  if ((spec.security?.profile ?? "restricted") !== "restricted") return [];
  return podsOf(output)
    .filter(({ containers }) => !containers.some(({ name }) => lax.includes(name)))
    .flatMap((pod) => broken(pod, spec).map((problem) => `${pod.owner}: ${problem}`));
}

function broken({ spec, containers }: Pod, said: Anything): string[] {
  const theirs = JSON.stringify([said.pod, said.processes]);
  const context = spec.securityContext ?? {};
  return [
    ...(spec.hostNetwork || spec.hostPID || spec.hostIPC ? ["host namespaces"] : []),
    ...(spec.volumes ?? []).filter((volume: Anything) => !VOLUMES.some((type) => volume[type])).map(({ name }: Anything) => `the volume ${name}`),
    ...(context.runAsNonRoot === true && context.runAsUser !== 0 ? [] : ["may run as root"]),
    ...(context.seccompProfile?.type === "RuntimeDefault" ? [] : ["no seccomp profile"]),
    ...containers
      .filter(({ securityContext }) => !theirs.includes(JSON.stringify(securityContext)))
      .flatMap(({ name, securityContext = {} }) => [
        ...(securityContext.allowPrivilegeEscalation === false ? [] : [`container ${name} may gain privileges`]),
        ...(securityContext.capabilities?.drop?.includes("ALL") ? [] : [`container ${name} keeps capabilities`]),
        ...(securityContext.privileged ? [`container ${name} is privileged`] : []),
      ]),
  ];
}
