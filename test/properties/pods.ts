import { uses } from "../../src/spec/variables.ts";
import { type Anything, find, nameOf, type Output, ofKind, type Pod, podsOf, repeated, stringsIn } from "./look.ts";

export function variables(output: Output): string[] {
  return podsOf(output).flatMap((pod) =>
    pod.containers.flatMap(({ name, env = [] }) => {
      const names: string[] = env.map((one: Anything) => one.name);
      const where = `${pod.owner}, container ${name}`;
      return [
        ...repeated(names).map((variable) => `${where}: ${variable} stands twice`),
        ...env.flatMap(({ name: variable, value = "", valueFrom }: Anything, index: number) => {
          const annotation = /^metadata\.annotations\['(.*)'\]$/.exec(valueFrom?.fieldRef?.fieldPath ?? "")?.[1];
          const missing = annotation !== undefined && pod.template.metadata.annotations?.[annotation] === undefined;
          return [
            ...uses(value)
              // Kubernetes expands from the entries above alone, not from envFrom.
              .filter((used) => !names.slice(0, index).includes(used))
              .map((used) => `${where}: ${variable} uses ${used}, which ${names.includes(used) ? "stands after it" : "nobody defines"}`),
            ...(missing ? [`${where}: ${variable} reads the annotation ${annotation}, which the pod does not have`] : []),
          ];
        }),
      ];
    }),
  );
}

export function literalNames(output: Output): string[] {
  const said = stringsIn(output.document);
  const services = ofKind(output, "Service").map(({ metadata }) => metadata.name);
  return podsOf(output).flatMap((pod) =>
    pod.containers.flatMap(({ env = [] }) =>
      env
        .filter(({ value = "" }: Anything) => !said.has(value) && services.some((name) => /(.*)svc\./.exec(`.${value}.`)?.[1]?.includes(`.${name}.`)))
        .map(({ name, value }: Anything) => `${pod.owner}: ${name} is ${value}`),
    ),
  );
}

export function volumes(output: Output): string[] {
  return podsOf(output).flatMap((pod) => {
    const templates = ofKind(output, "StatefulSet").find((one) => nameOf(one) === pod.owner)?.spec.volumeClaimTemplates ?? [];
    const there: string[] = [...(pod.spec.volumes ?? []).map(({ name }: Anything) => name), ...templates.map(({ metadata }: Anything) => metadata.name)];
    const mounted = new Set<string>(pod.containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }: Anything) => name)));
    return [
      ...repeated(there).map((name) => `${pod.owner}: two volumes ${name}`),
      ...[...mounted].filter((name) => !there.includes(name)).map((name) => `${pod.owner}: no volume ${name}`),
      ...there.filter((name) => !mounted.has(name)).map((name) => `${pod.owner}: nobody mounts ${name}`),
      ...pod.containers.flatMap(({ volumeMounts = [] }) => volumeMounts.flatMap((mount: Anything) => missingFile(output, pod, mount))),
      ...pod.containers.flatMap(({ name, volumeMounts = [] }) =>
        repeated(volumeMounts.map(({ mountPath }: Anything) => mountPath)).map((path) => `${pod.owner}, container ${name}: two mounts at ${path}`),
      ),
    ];
  });
}

/** A file of a ConfigMap of ours that it does not hold; Kubernetes would make a directory of it. */
function missingFile(output: Output, { owner, spec }: Pod, { name, subPath }: Anything): string[] {
  const map = find(output, "ConfigMap", spec.volumes?.find((volume: Anything) => volume.name === name)?.configMap?.name);
  return subPath === undefined || !map || Object.hasOwn(map.data, subPath) ? [] : [`${owner}: ${nameOf(map)} has no key ${subPath}`];
}

/** An autoscaler and replicas fight; a disk for one pod holds up the second. */
export function single(output: Output): string[] {
  const scaled = ofKind(output, "HorizontalPodAutoscaler").map(({ spec }) => `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
  return ofKind(output, "Deployment", "StatefulSet").flatMap((one) => {
    const where = nameOf(one);
    const { replicas, strategy, template } = one.spec;
    const claims: string[] = (template.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }: Anything) => persistentVolumeClaim?.claimName ?? []);
    const exclusive = claims.filter((name) =>
      find(output, "PersistentVolumeClaim", name)?.spec.accessModes.every((mode: string) => mode.startsWith("ReadWriteOnce")),
    );
    const many = scaled.includes(where) || replicas > 1;
    return [
      ...(scaled.includes(where) && replicas !== undefined ? [`${where} has replicas beside an autoscaler`] : []),
      ...(scaled.includes(where) || replicas !== undefined ? [] : [`${where} has neither replicas nor an autoscaler`]),
      ...exclusive.flatMap((name) => [
        ...(many ? [`${where} has more than one pod on ${name}`] : []),
        ...(one.kind === "Deployment" && strategy?.type !== "Recreate" ? [`${where} would roll with ${name} mounted`] : []),
      ]),
      ...(strategy?.type === "Recreate" && many ? [`${where} is recreated with more than one pod`] : []),
    ];
  });
}

/** They serve nobody and keep nothing. */
export function oneOffs(output: Output): string[] {
  return podsOf(output)
    .filter(({ oneOff }) => oneOff)
    .flatMap(({ owner, spec }) => [
      ...(spec.containers.length === 1 ? [] : [`${owner} has ${spec.containers.length} containers`]),
      ...spec.containers
        .flatMap((one: Anything) => ["ports", "lifecycle", "startupProbe", "readinessProbe", "livenessProbe"].filter((field) => one[field]))
        .map((field: string) => `${owner} has ${field}`),
      ...(spec.volumes ?? []).filter((volume: Anything) => volume.persistentVolumeClaim).map(({ name }: Anything) => `${owner} mounts the disk ${name}`),
    ]);
}
