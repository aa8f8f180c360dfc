import type { Security } from "../release/security.ts";
import type { Problem } from "../source/problem.ts";
import { type Check, type Container, containersOf, type Overlay, type PodSecurity, type Template, type Workload } from "./overlay.ts";

/** What the spec promises of the pods must hold for all of their containers, those that a patch has added too; so must what their namespace demands. */
export const security: Check = (overlay) =>
  overlay.workloads.flatMap((workload) => {
    const promised = workload.process?.security ?? overlay.release.oneOffs.security;
    const broken = weaknessesOf(overlay, workload, promised);
    const refused = weaknessesOf(overlay, workload, demanded(overlay, workload)).filter((weakness) => !broken.includes(weakness));
    return [
      ...broken.map((weakness) => problem(workload, `${weakness}, which security in the spec rules out`, BROKEN)),
      ...refused.map((weakness) => problem(workload, `${weakness}, which the namespace ${workload.object.metadata?.namespace} does not let in`, REFUSED)),
    ];
  });

const BROKEN = "delete the patch, or say so in the spec: security.profile, security.user, security.readOnlyRoot, or the same under the process";
const REFUSED = "security.profile: restricted in the spec, or another label pod-security.kubernetes.io/enforce in namespace.yaml";

const problem = ({ label }: Workload, message: string, help: string): Problem => ({ code: "PHX314", object: label, message, help });

type Demands = Pick<Security, "nonRoot" | "confined" | "dropCapabilities" | "readOnlyRoot">;

/** A namespace that enforces the Pod Security level restricted refuses other pods when they are made, and the workload stays without. */
function demanded(overlay: Overlay, { object }: Workload): Demands {
  const namespace = overlay.objects("Namespace").find(({ metadata }) => metadata?.name === object.metadata?.namespace);
  const restricted = namespace?.metadata?.labels?.["pod-security.kubernetes.io/enforce"] === "restricted";
  return { nonRoot: restricted, confined: restricted, dropCapabilities: restricted, readOnlyRoot: false };
}

function weaknessesOf({ release }: Overlay, { template, process }: Workload, demands: Demands): string[] {
  const ours = process
    ? [process, ...process.initContainers]
    : [...release.jobs, ...release.crons].flatMap(({ container, initContainers }) => [container, ...initContainers]);
  const names = new Set(ours.map(({ name }) => name));
  return [
    ...podWeaknesses(template, demands),
    ...containersOf(template)
      .filter(({ image }) => image)
      .flatMap((container) => weaknesses(container, template.spec?.securityContext ?? {}, demands, names.has(String(container.name)))),
  ];
}

function podWeaknesses({ spec = {} }: Template, { confined }: Demands): string[] {
  if (!confined) return [];
  return [
    ...(["hostNetwork", "hostPID", "hostIPC"] as const).filter((field) => spec[field]).map((field) => `the pod has ${field}`),
    ...(spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => `the volume ${name} is a hostPath`),
  ];
}

const HARMLESS_CAPABILITY = "NET_BIND_SERVICE";

function weaknesses({ name, securityContext = {}, ports = [] }: Container, pod: PodSecurity, promised: Demands, isOurs: boolean): string[] {
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
