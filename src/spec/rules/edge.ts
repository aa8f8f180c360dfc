import type { Problem } from "../../source/problem.ts";
import { nearest } from "../../source/suggest.ts";
import { type CompleteProcess, WEB } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const edgeRules: Rule = ({ spec }, processes) => [...gateway(spec), ...issuers(spec), ...routes(spec, processes), ...healthless(spec, processes)];

function gateway({ expose }: Spec): Problem[] {
  if (expose.type !== "gateway" && expose.gateway !== undefined) {
    return [
      {
        code: "PHX225",
        path: ["spec", "expose", "gateway"],
        on: "key",
        message: `expose.gateway is set, and expose.type is ${expose.type ?? "ingress where nothing is said"}: no route would come out`,
        help: "set expose.type to gateway, or delete expose.gateway",
      },
    ];
  }
  if (expose.type !== "gateway" || expose.gateway?.name !== undefined) return [];
  return [
    {
      code: "PHX101",
      path: ["spec", "expose", "gateway", "name"],
      message: "spec.expose.gateway.name is missing: a route belongs to a Gateway",
      help: "add gateway: {name: …}; kubectl get gateways -A lists those of the cluster",
    },
  ];
}

function issuers({ expose: { type, ingress } }: Spec): Problem[] {
  const { enabled, issuer, clusterIssuer } = ingress.tls;
  const path = ["spec", "expose", "ingress", "tls"];
  if (issuer === undefined && clusterIssuer === undefined) return [];
  if (issuer !== undefined && clusterIssuer !== undefined) {
    return [
      {
        code: "PHX205",
        path: [...path, "clusterIssuer"],
        message: "tls.issuer and tls.clusterIssuer are both set, and cert-manager refuses both",
        help: "delete one; in an overlay's patch, issuer: null deletes the base's",
      },
    ];
  }
  if (enabled && type !== "gateway" && type !== "none") return [];
  return [
    {
      code: "PHX225",
      path: [...path, issuer === undefined ? "clusterIssuer" : "issuer"],
      message: enabled
        ? `expose.type is ${type}: there is no Ingress whose certificate an issuer could make`
        : "an issuer is named, but tls.enabled is false: there is no certificate to make",
      help: enabled ? "the certificate of a Gateway is made at the Gateway; delete the issuer here" : "set tls.enabled to true, or delete the issuer",
    },
  ];
}

function routes({ expose }: Spec, processes: readonly CompleteProcess[]): Problem[] {
  return Object.entries(expose.routes).flatMap(([key, { process = WEB, port = "http" }]): Problem[] => {
    const path = ["spec", "expose", "routes", key];
    const target = processes.find(({ name }) => name === process);
    if (!target) {
      const known = processes.map(({ name }) => name);
      const guess = nearest(process, known);
      return [
        {
          code: "PHX226",
          path: [...path, "process"],
          message: `expose.routes.${key} leads to the process ${process}, which is not there${guess ? `; did you mean "${guess}"?` : ""}`,
          help: `processes are: ${known.join(", ")}`,
        },
      ];
    }
    const ports = [...(target.http.enabled ? ["http"] : []), ...Object.keys(target.ports).filter((name) => target.ports[name]?.service === undefined)];
    if (ports.includes(port)) return [];
    const guess = nearest(port, ports);
    return [
      {
        code: "PHX226",
        path: [...path, "port"],
        message: `expose.routes.${key} leads to the port ${port} of ${process}, which the Service of ${process} does not have${guess ? `; did you mean "${guess}"?` : ""}`,
        help: ports.length > 0 ? `it has: ${ports.join(", ")}` : `add processes.${process}.ports, or set processes.${process}.http.enabled to true`,
      },
    ];
  });
}

/** Google's load balancer probes by itself, without our headers, and takes nothing but 200. */
function healthless({ host, expose }: Spec, processes: readonly CompleteProcess[]): Problem[] {
  if (expose.ingress.controller !== "gke" || expose.type === "gateway" || expose.type === "none" || host === undefined) return [];
  const behind = new Set([WEB, ...Object.values(expose.routes).map(({ process = WEB }) => process)]);
  return processes
    .filter(({ name, http, health }) => behind.has(name) && http.enabled && health.path === undefined && health.readiness.path === undefined)
    .map(({ name }) => ({
      code: "PHX227",
      path: ["spec", "expose", "ingress", "controller"],
      message: `Google's load balancer asks the pods of ${name} for / and takes only 200 for healthy: under force_ssl it gets a redirect and answers 502 for ever`,
      help: `set ${name === WEB ? "" : `processes.${name}.`}health.path to a route that answers 200 over plain HTTP: force_ssl: [exclude: [paths: ["/health"]]] in config/prod.exs`,
    }));
}
