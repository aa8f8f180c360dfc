import type { Security } from "../release/security.ts";
import { type Check, type Container, containersOf, type PodSecurity, type Template } from "./overlay.ts";

/** What the spec promises of the pods must hold for all of their containers, those that a patch has added too. */
export const security: Check = (overlay) =>
  overlay.workloads.flatMap(({ label, template, process }) => {
    const promised = process?.security ?? overlay.release.oneOffs.security;
    const ours = new Set(
      [
        ...(process
          ? [process, ...process.initContainers]
          : [...overlay.release.jobs, ...overlay.release.crons].flatMap(({ container, initContainers }) => [container, ...initContainers])),
      ].map(({ name }) => name),
    );
    return [
      ...podWeaknesses(template, promised),
      ...containersOf(template)
        .filter(({ image }) => image)
        .flatMap((container) => weaknesses(container, template.spec?.securityContext ?? {}, promised, ours.has(String(container.name)))),
    ].map(
      (weakness) =>
        ({
          code: "PHX314",
          object: label,
          message: `${weakness}, which security in the spec rules out`,
          help: "delete the patch, or say so in the spec: security.profile, security.user, security.readOnlyRoot, or the same under the process",
        }) as const,
    );
  });

function podWeaknesses({ spec = {} }: Template, { confined }: Security): string[] {
  if (!confined) return [];
  return [
    ...(["hostNetwork", "hostPID", "hostIPC"] as const).filter((field) => spec[field]).map((field) => `the pod has ${field}`),
    ...(spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => `the volume ${name} is a hostPath`),
  ];
}

const HARMLESS_CAPABILITY = "NET_BIND_SERVICE";

function weaknesses({ name, securityContext = {}, ports = [] }: Container, pod: PodSecurity, promised: Security, isOurs: boolean): string[] {
  const user = securityContext.runAsUser ?? pod.runAsUser;
  const nonRoot = securityContext.runAsNonRoot ?? pod.runAsNonRoot;
  const seccomp = (securityContext.seccompProfile ?? pod.seccompProfile)?.type;
  const added = (securityContext.capabilities?.add ?? []).filter((capability) => capability !== HARMLESS_CAPABILITY);
  return [
    ...(promised.nonRoot && (nonRoot !== true || user === 0) ? [`container ${name} may run as root`] : []),
    ...(promised.confined && securityContext.privileged ? [`container ${name} is privileged`] : []),
    ...(promised.confined && securityContext.allowPrivilegeEscalation !== false ? [`container ${name} may gain privileges (allowPrivilegeEscalation)`] : []),
    ...(promised.confined ? ports.flatMap(({ hostPort }) => (hostPort ? [`container ${name} takes the port ${hostPort} of its node`] : [])) : []),
    ...(promised.confined && seccomp !== "RuntimeDefault" && seccomp !== "Localhost" ? [`container ${name} has no seccomp profile`] : []),
    ...(promised.dropCapabilities && (!securityContext.capabilities?.drop?.includes("ALL") || added.length > 0)
      ? [`container ${name} has ${added.length > 0 ? `the capabilities ${added.join(", ")}` : "capabilities"}`]
      : []),
    ...(promised.readOnlyRoot && isOurs && !securityContext.readOnlyRootFilesystem
      ? [`container ${name} may write to its image (readOnlyRootFilesystem)`]
      : []),
  ];
}
