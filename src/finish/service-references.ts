import type { KubernetesObject } from "../source/item.ts";
import type { Problem } from "../source/problem.ts";
import { containersOf, labelOf, type ObjectCheck, type Objects, originalName, portNames } from "./overlay.ts";
import { guessed, missing } from "./reference.ts";

/** From the edge by way of Services to the pods: a name that leads nowhere is an error for every user. */
export const serviceReferences: ObjectCheck = (objects) =>
  objects.own.flatMap((object) => [...targets(objects, object), ...backends(objects, object), ...backendConfigs(objects, object)]);

interface ServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly targetPort?: unknown }[];
}

const serviceSpec = ({ spec }: KubernetesObject): ServiceSpec => (spec ?? {}) as ServiceSpec;

function targets(objects: Objects, service: KubernetesObject): Problem[] {
  if (service.kind !== "Service") return [];
  const { selector = {}, ports = [] } = serviceSpec(service);
  const wanted = Object.entries(selector);
  // Without a selector nobody finds the pods.
  const selected = objects.workloads.filter(({ template }) => wanted.length > 0 && wanted.every(([key, value]) => template.metadata?.labels?.[key] === value));
  if (selected.length === 0) {
    return [
      missing(labelOf(service), "selects no pod of this build", "its selector and the pods' labels must agree; use labels: with includeSelectors: false"),
    ];
  }
  const known = selected.flatMap(({ template }) => containersOf(template).flatMap(portNames));
  return ports
    .map(({ targetPort }) => targetPort)
    .filter((port): port is string => typeof port === "string" && !known.includes(port))
    .map((port) =>
      missing(
        labelOf(service),
        `leads to the port ${port}, which its pods do not have${guessed(port, known)}`,
        "the ports of a process come from http.port and ports in the spec",
      ),
    );
}

interface Backend {
  readonly service?: string | undefined;
  readonly port?: string | number | undefined;
}

function backends(objects: Objects, object: KubernetesObject): Problem[] {
  if (object.kind === "Ingress") return ofIngress(object).flatMap((backend) => backendProblems(objects, labelOf(object), backend));
  return object.kind === "HTTPRoute" ? ofRoute(object).flatMap((backend) => backendProblems(objects, labelOf(object), backend)) : [];
}

interface IngressBackend {
  readonly service?: { readonly name?: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

function ofIngress({ spec }: KubernetesObject): Backend[] {
  const { rules = [] } = (spec ?? {}) as { rules?: readonly { http?: { paths?: readonly { backend?: IngressBackend }[] } }[] };
  return rules
    .flatMap(({ http }) => http?.paths ?? [])
    .map(({ backend }) => ({ service: backend?.service?.name, port: backend?.service?.port?.name ?? backend?.service?.port?.number }));
}

function ofRoute({ spec }: KubernetesObject): Backend[] {
  const { rules = [] } = (spec ?? {}) as { rules?: readonly { backendRefs?: readonly { kind?: string; name?: string; port?: number }[] }[] };
  return rules
    .flatMap(({ backendRefs = [] }) => backendRefs)
    .filter(({ kind = "Service" }) => kind === "Service")
    .map(({ name, port }) => ({ service: name, port }));
}

function backendProblems(objects: Objects, label: string, { service: name, port }: Backend): Problem[] {
  if (name === undefined) return [];
  const service = objects.find("Service", name);
  const help = "the edge serves errors until the backend exists";
  if (!service) return [missing(label, `leads to the Service ${name}, which is not in this build${guessed(name, objects.names("Service"))}`, help)];
  const { ports = [] } = serviceSpec(service);
  const found = ports.some((one) => (typeof port === "string" ? one.name === port : one.port === port));
  return found ? [] : [missing(label, `leads to the port ${port} of the Service ${name}, which has no such port`, help)];
}

const BACKEND_CONFIG = "cloud.google.com/backend-config";

/** Kustomize renames the BackendConfig; it cannot reach the name inside the JSON of an annotation. */
function backendConfigs(objects: Objects, service: KubernetesObject): Problem[] {
  const annotation = service.kind === "Service" ? service.metadata?.annotations?.[BACKEND_CONFIG] : undefined;
  if (annotation === undefined) return [];
  return objects
    .objects("BackendConfig")
    .map((config) => ({ before: originalName(config), now: config.metadata?.name ?? "" }))
    .filter(({ before, now }) => before !== now && annotation.includes(`"${before}"`))
    .map(({ before, now }) =>
      missing(
        labelOf(service),
        `its annotation ${BACKEND_CONFIG} names the BackendConfig ${before}, which is called ${now} here: Google's load balancer would serve errors`,
        `write the name in the spec: service: {annotations: {${BACKEND_CONFIG}: '{"default": "${now}"}'}}`,
      ),
    );
}
