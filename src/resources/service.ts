import type { Service } from "kubernetes-types/core/v1.d.ts";
import { HTTP_PORT_NAME } from "../release/health.ts";
import { componentSelector } from "../release/labels.ts";
import type { Process } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import type { Outlet, ProcessService, ServicePort } from "../release/service.ts";
import { backendAnnotations } from "./ingress-controllers.ts";
import { metadata } from "./metadata.ts";
import { present } from "./resource.ts";

const HTTP_SERVICE_PORT = 80;

export const services = (release: Release) =>
  release.processes.flatMap((process) => {
    const { service } = process;
    if (!service) return [];
    return [
      ...(service.http || service.ports.length > 0 ? [inside(release, process, service)] : []),
      ...service.outlets.map((outlet) => outside(release, process, outlet)),
    ];
  });

function inside(release: Release, { name, workload }: Process, { type, annotations, http, ports }: ProcessService) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(release, workload, {
      component: name,
      annotations: { ...backendAnnotations(release, workload), ...annotations },
      isLate: type === "LoadBalancer",
    }),
    spec: {
      type,
      selector: componentSelector(release.name, name),
      ports: [
        ...(http ? [{ name: HTTP_PORT_NAME, port: HTTP_SERVICE_PORT, targetPort: HTTP_PORT_NAME, protocol: "TCP", appProtocol: "http" }] : []),
        ...ports.map(servicePort),
      ],
    },
  } as const satisfies Service;
}

function outside(release: Release, { name }: Process, outlet: Outlet) {
  const { type, annotations, externalTrafficPolicy, loadBalancerClass, sourceRanges, port } = outlet;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(release, outlet.name, { component: name, annotations, isLate: type === "LoadBalancer" }),
    spec: {
      type,
      externalTrafficPolicy,
      ...present("loadBalancerClass", loadBalancerClass),
      ...present("loadBalancerSourceRanges", [...sourceRanges]),
      selector: componentSelector(release.name, name),
      ports: [servicePort(port)],
    },
  } as const satisfies Service;
}

const servicePort = ({ name, port, protocol }: ServicePort) => ({ name, port, targetPort: name, protocol });
