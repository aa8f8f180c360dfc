import { type CompleteProcess, WEB } from "../spec/processes.ts";
import type { Spec } from "../spec/schema.ts";
import { HTTP_PORT_NAME } from "./health.ts";
import { certificateName, workloadName } from "./names.ts";

/** How users reach web. */
export interface Edge {
  readonly hosts: readonly string[];
  readonly className: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  /** Secret with the certificate; undefined: no TLS here. */
  readonly certificate: string | undefined;
  readonly service: string;
  readonly port: string;
}

export function edge(name: string, spec: Spec, processes: readonly CompleteProcess[]): Edge | undefined {
  const { host, extraHosts, expose } = spec;
  const serves = processes.some((process) => process.name === WEB && process.http.enabled);
  if (expose.type === "none" || host === undefined || !serves) return undefined;
  const { className, annotations, tls } = expose.ingress;
  return {
    hosts: [...new Set([host, ...extraHosts])],
    className,
    annotations,
    certificate: tls.enabled ? (tls.secretName ?? certificateName(name)) : undefined,
    service: workloadName(name, WEB),
    port: HTTP_PORT_NAME,
  };
}
