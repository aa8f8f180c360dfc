import { type Build, idOf, type Thing } from "../build.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { expected, internet } from "../nodes.ts";
import { at, fields, list, text } from "../read.ts";
import { toService } from "./to-service.ts";

/** Gateway API: through a Gateway, which mostly belongs to others, and an HTTPRoute to Services. */
export const routes: LinksOf = (build) => {
  const found = [...build.all("Gateway").map(ofGateway), ...build.all("HTTPRoute").flatMap((route) => [ofParents(build, route), ofRules(build, route)])];
  return { nodes: found.flatMap(({ nodes }) => nodes), links: found.flatMap(({ links }) => links) };
};

interface Found {
  readonly nodes: Addition[];
  readonly links: Link[];
}

const fromInternet = (gateway: string, why: string): Link => ({ kind: "traffic", from: internet.id, to: gateway, label: "", why });

function ofGateway({ id, name, spec }: Thing): Found {
  const listeners = list(spec["listeners"]).map((listener) => {
    const protocol = text(at(listener, "protocol")) ?? "";
    return `${protocol} ${text(at(listener, "port")) ?? ""} ${text(at(listener, "hostname")) ?? "any host"}`.trim();
  });
  return { nodes: [internet, { id, details: listeners }], links: [fromInternet(id, `listeners of Gateway ${name}`)] };
}

function ofParents(build: Build, { id, name, namespace, spec }: Thing): Found {
  const hosts = list(spec["hostnames"]).flatMap((host) => text(host) ?? []);
  const parents = list(spec["parentRefs"]).map((parent): Found => {
    const { kind = "Gateway", name: gateway, namespace: elsewhere = namespace } = fields(parent);
    const to = idOf(text(kind) ?? "", text(elsewhere) ?? "", text(gateway) ?? "");
    const why = `parentRefs of HTTPRoute ${name}`;
    const link: Link = { kind: "traffic", from: to, to: id, label: hosts.join(", ") || "any host", why };
    if (build.find(text(kind) ?? "", text(elsewhere) ?? "", text(gateway) ?? "")) return { nodes: [], links: [link] };
    return {
      nodes: [internet, expected(to, text(kind) ?? "", text(elsewhere) ?? "", text(gateway) ?? "", "edge")],
      links: [fromInternet(to, why), link],
    };
  });
  return { nodes: parents.flatMap(({ nodes }) => nodes), links: parents.flatMap(({ links }) => links) };
}

function ofRules(build: Build, route: Thing): Found {
  const { id, name, namespace, spec } = route;
  const hosts = list(spec["hostnames"]).flatMap((host) => text(host) ?? []);
  const rules = list(spec["rules"]).flatMap((rule) => {
    const matches = list(at(rule, "matches"));
    const paths = (matches.length > 0 ? matches : [{}]).map((match) => ({
      path: text(at(match, "path", "value")) ?? "/",
      exact: at(match, "path", "type") === "Exact",
    }));
    return paths.flatMap(({ path, exact }) =>
      (hosts.length > 0 ? hosts : ["*"]).map((host) => {
        const shown = `${host}${path}${exact ? " exactly" : ""}`;
        const targets = list(at(rule, "backendRefs"))
          .map(fields)
          .filter(({ kind = "Service" }) => kind === "Service")
          .map(({ name: service, namespace: elsewhere = namespace, port }) =>
            toService(build, {
              from: id,
              fromPort: shown,
              namespace: text(elsewhere) ?? "",
              service: text(service) ?? "",
              port: text(port),
              label: shown,
              why: `path ${path} of host ${host} in HTTPRoute ${name}`,
            }),
          );
        return { row: { key: shown, text: shown }, targets };
      }),
    );
  });
  return {
    nodes: [{ id, ports: rules.map(({ row }) => row) }, ...rules.flatMap(({ targets }) => targets.flatMap(({ nodes }) => nodes))],
    links: rules.flatMap(({ targets }) => targets.flatMap(({ links }) => links)),
  };
}
