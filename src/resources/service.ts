import type { Service } from "kubernetes-types/core/v1.d.ts";
import { HTTP_PORT_NAME } from "../release/health.ts";
import { componentSelector } from "../release/labels.ts";
import type { Process, ProcessService } from "../release/process.ts";
import type { Release } from "../release/release.ts";
import { metadata } from "./metadata.ts";

const HTTP_SERVICE_PORT = 80;

export const services = (release: Release) => release.processes.flatMap((process) => (process.service ? [service(release, process, process.service)] : []));

function service(release: Release, { name, workload }: Process, { type, annotations, http, ports }: ProcessService) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(release, workload, { component: name, annotations }),
    spec: {
      type,
      selector: componentSelector(release.name, name),
      ports: [
        ...(http ? [{ name: HTTP_PORT_NAME, port: HTTP_SERVICE_PORT, targetPort: HTTP_PORT_NAME, protocol: "TCP", appProtocol: "http" }] : []),
        ...ports.map(({ name, port, protocol }) => ({ name, port, targetPort: name, protocol })),
      ],
    },
  } as const satisfies Service;
}
