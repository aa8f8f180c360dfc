import { type Anything, find, matches, nameOf, type Output, ofKind, type Pod, podsOf, stringsIn } from "./look.ts";

export const references = (output: Output): string[] => [...podReferences(output), ...objectReferences(output)];

/** What pods need from other objects: generated here, or named in the spec. */
function podReferences(output: Output): string[] {
  const said = stringsIn(output.document);
  const secrets = [`${output.document.metadata.name}-secrets`];
  return podsOf(output).flatMap((pod) =>
    neededBy(pod)
      .filter(({ kind, name }) => !find(output, kind, name) && !said.has(name) && !(kind === "Secret" && secrets.includes(name)))
      .map(({ kind, name }) => `${pod.owner} needs ${kind}/${name}`),
  );
}

interface Reference {
  readonly kind: string;
  readonly name: string;
}

function neededBy({ spec, containers }: Pod): Reference[] {
  const references: [kind: string, name: string | undefined][] = [
    ["ServiceAccount", spec.serviceAccountName],
    ...(spec.volumes ?? []).flatMap(({ configMap, secret, persistentVolumeClaim, projected }: Anything) => [
      ["ConfigMap", configMap?.name],
      ["Secret", secret?.secretName],
      ["PersistentVolumeClaim", persistentVolumeClaim?.claimName],
      ...(projected?.sources ?? []).flatMap((source: Anything) => [
        ["ConfigMap", source.configMap?.name],
        ["Secret", source.secret?.name],
      ]),
    ]),
    ...containers.flatMap(({ env = [], envFrom = [] }) => [
      ...envFrom.flatMap(({ configMapRef, secretRef }: Anything) => [
        ["ConfigMap", configMapRef?.name],
        ["Secret", secretRef?.name],
      ]),
      ...env.flatMap(({ valueFrom }: Anything) => [
        ["ConfigMap", valueFrom?.configMapKeyRef?.name],
        ["Secret", valueFrom?.secretKeyRef?.name],
      ]),
    ]),
  ];
  return references.flatMap(([kind, name]) => (name === undefined ? [] : [{ kind, name }]));
}

/** What other objects need from each other. */
function objectReferences(output: Output): string[] {
  const to = (from: Anything, kind: string, name: string): string[] => (find(output, kind, name) ? [] : [`${nameOf(from)} leads to ${kind}/${name}`]);
  return output.resources.flatMap((one): string[] => {
    const { spec } = one;
    switch (one.kind) {
      case "HorizontalPodAutoscaler":
        return to(one, spec.scaleTargetRef.kind, spec.scaleTargetRef.name);
      case "StatefulSet":
        return [...to(one, "Service", spec.serviceName), ...headless(output, one)];
      case "RoleBinding":
        return [...to(one, one.roleRef.kind, one.roleRef.name), ...one.subjects.flatMap(({ kind, name }: Anything) => to(one, kind, name))];
      case "Service":
        return Object.entries<string>(one.metadata.annotations ?? {})
          .filter(([key]) => key === "cloud.google.com/backend-config")
          .flatMap(([, value]) => to(one, "BackendConfig", JSON.parse(value).default));
      default:
        return [];
    }
  });
}

function headless(output: Output, one: Anything): string[] {
  const service = find(output, "Service", one.spec.serviceName);
  if (!service) return [];
  return [
    ...(service.spec.clusterIP === "None" ? [] : [`${nameOf(one)} is governed by ${nameOf(service)}, which is not headless`]),
    ...(matches({ matchLabels: service.spec.selector }, one.spec.template.metadata.labels)
      ? []
      : [`${nameOf(service)} does not select the pods of ${nameOf(one)}`]),
  ];
}

/** Settings that reach nobody, disks that nobody mounts. */
export function unused(output: Output): string[] {
  const needed = podsOf(output).flatMap(neededBy);
  return ofKind(output, "ConfigMap", "PersistentVolumeClaim", "ServiceAccount")
    .filter(({ kind, metadata }) => !needed.some((one) => one.kind === kind && one.name === metadata.name))
    .map((one) => `nothing uses ${nameOf(one)}`);
}
