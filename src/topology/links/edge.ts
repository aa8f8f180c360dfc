import type { Build, Thing } from "../build.ts";
import type { Addition, Link, LinksOf, Port } from "../model.ts";
import { internet } from "../nodes.ts";
import { at, fields, list, once, text } from "../read.ts";
import { toService } from "./to-service.ts";

/** Ingress: from the hosts and paths of the world to Services. */
export const edge: LinksOf = (build) => {
  const found = build.all("Ingress").map((ingress) => ofIngress(build, ingress));
  return { nodes: found.flatMap(({ nodes }) => nodes), links: found.flatMap(({ links }) => links) };
};

interface Path {
  readonly row: Port;
  readonly backend: unknown;
  readonly why: string;
}

function ofIngress(build: Build, ingress: Thing): { nodes: Addition[]; links: Link[] } {
  const { id, spec, namespace } = ingress;
  const paths = pathsOf(ingress);
  const secure = list(spec["tls"]).length > 0;
  const targets = paths.map(({ row, backend, why }) => {
    const service = text(at(backend, "service", "name")) ?? "";
    const port = text(at(backend, "service", "port", "name")) ?? text(at(backend, "service", "port", "number")) ?? "";
    return toService(build, { from: id, fromPort: row.key, namespace, service, port, label: row.text, why });
  });
  const className = text(spec["ingressClassName"]);
  return {
    nodes: [
      internet,
      { id, ports: paths.map(({ row }) => row), details: className === undefined ? [] : [`class ${className}`] },
      ...targets.flatMap(({ nodes }) => nodes),
    ],
    links: [
      {
        kind: "traffic",
        from: internet.id,
        to: id,
        label: secure ? "https" : "http",
        why: secure ? `tls of ${ingress.kind} ${ingress.name}` : `${ingress.kind} ${ingress.name} has no tls`,
      },
      ...targets.flatMap(({ links }) => links),
    ],
  };
}

function pathsOf({ spec, kind, name }: Thing): Path[] {
  const fallback = spec["defaultBackend"];
  const paths = list(spec["rules"]).flatMap((rule) => {
    const host = text(at(rule, "host")) ?? "*";
    return list(at(rule, "http", "paths")).map((entry) => {
      const path = text(at(entry, "path")) ?? "/";
      const exact = at(entry, "pathType") === "Exact";
      const shown = `${host}${path}${exact ? " exactly" : ""}`;
      return { row: { key: shown, text: shown }, backend: at(entry, "backend"), why: `path ${path} of host ${host} in ${kind} ${name}` };
    });
  });
  if (fallback === undefined) return paths;
  return [...paths, { row: { key: "default", text: "everything else" }, backend: fallback, why: `defaultBackend of ${kind} ${name}` }];
}

/** What Secrets an Ingress or Gateway takes its certificates from. */
export const certificates = ({ kind, spec }: Thing): string[] =>
  once(
    kind === "Ingress"
      ? list(spec["tls"]).flatMap((entry) => text(at(entry, "secretName")) ?? [])
      : list(spec["listeners"])
          .flatMap((listener) => list(at(listener, "tls", "certificateRefs")))
          .map(fields)
          .flatMap(({ name, kind = "Secret" }) => (kind === "Secret" ? (text(name) ?? []) : [])),
  );
