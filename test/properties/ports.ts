import { type Anything, find, longRunning, matches, nameOf, type Output, ofKind, type Pod, podsOf } from "./look.ts";

const portNames = (pod: Pod): string[] => longRunning(pod).flatMap(({ ports = [] }) => ports.map(({ name }: Anything) => name));

export function namedPorts(output: Output): string[] {
  const pods = podsOf(output);
  const selectedBy = (selector: Anything): Pod[] => pods.filter(({ labels }) => matches(selector, labels));
  const onPods = (where: string, selector: Anything, port: unknown): string[] =>
    typeof port === "number" || selectedBy(selector).every((pod) => portNames(pod).includes(port as string)) ? [] : [`${where} wants the port ${port}`];
  const onService = (where: string, name: string, port: { name?: string; number?: number }): string[] => {
    const ports: Anything[] = find(output, "Service", name)?.spec.ports ?? [];
    return ports.some((one) => (port.name !== undefined ? one.name === port.name : one.port === port.number))
      ? []
      : [`${where} leads to ${name}, port ${port.name ?? port.number}`];
  };
  return [
    ...pods.flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const own = (container.ports ?? []).map(({ name }: Anything) => name);
        return ["startupProbe", "readinessProbe", "livenessProbe"]
          .map((probe) => container[probe])
          .flatMap((probe) => probe?.tcpSocket?.port ?? probe?.httpGet?.port ?? [])
          .filter((port) => typeof port === "string" && !own.includes(port))
          .map((port) => `a probe of ${pod.owner} asks the port ${port}`);
      }),
    ),
    ...ofKind(output, "Service").flatMap((one) =>
      (one.spec.ports ?? []).flatMap(({ port, targetPort = port }: Anything) => onPods(nameOf(one), { matchLabels: one.spec.selector }, targetPort)),
    ),
    ...ofKind(output, "PodMonitor").flatMap((one) =>
      one.spec.podMetricsEndpoints
        // Pods without the port are left out; somebody has it.
        .filter(({ port }: Anything) => !selectedBy(one.spec.selector).some((pod) => portNames(pod).includes(port)))
        .map(({ port }: Anything) => `${nameOf(one)} wants the port ${port}`),
    ),
    ...ofKind(output, "ServiceMonitor").flatMap((one) => {
      const services = ofKind(output, "Service").filter(({ metadata }) => matches(one.spec.selector, metadata.labels));
      if (services.length === 0) return [`${nameOf(one)} finds no Service`];
      return one.spec.endpoints
        .filter(({ port }: Anything) => !services.some(({ spec }) => (spec.ports ?? []).some(({ name }: Anything) => name === port)))
        .map(({ port }: Anything) => `${nameOf(one)} wants the port ${port}`);
    }),
    ...ofKind(output, "Ingress").flatMap((one) =>
      one.spec.rules.flatMap(({ http }: Anything) =>
        http.paths.flatMap(({ backend: { service } }: Anything) => onService(nameOf(one), service.name, service.port)),
      ),
    ),
    ...ofKind(output, "HTTPRoute").flatMap((one) =>
      one.spec.rules.flatMap(({ backendRefs }: Anything) => backendRefs.flatMap(({ name, port }: Anything) => onService(nameOf(one), name, { number: port }))),
    ),
  ];
}

export function open(output: Output): string[] {
  const [policy] = ofKind(output, "NetworkPolicy");
  if (!policy) return [];
  const allowed: Anything[] = (policy.spec.ingress ?? []).flatMap(({ ports = [] }: Anything) => ports);
  return ofKind(output, "Service").flatMap((service) =>
    (service.spec.ports ?? []).flatMap(({ name, port, targetPort = port, protocol = "TCP" }: Anything) =>
      podsOf(output)
        .filter(({ labels }) => matches({ matchLabels: service.spec.selector }, labels))
        .flatMap((pod) => longRunning(pod).flatMap(({ ports = [] }) => ports))
        .filter((one) => (typeof targetPort === "number" ? one.containerPort === targetPort : one.name === targetPort))
        .map(({ containerPort }) => containerPort)
        .filter((number) => !allowed.some((rule) => rule.protocol === protocol && rule.port <= number && number <= (rule.endPort ?? rule.port)))
        .map((number) => `${nameOf(service)}, port ${name}: nobody may reach ${number}/${protocol}`),
    ),
  );
}
