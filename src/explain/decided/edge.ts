import { envNames } from "../../spec/env-names.ts";
import { type Decision, listed, type Told, variablesNamed } from "../decision.ts";

export const edge: readonly Decision[] = [
  {
    fields: ["host", "extraHosts", "expose"],
    tell: ({ release: { edge, name } }): Told[] => {
      if (!edge) return [{ what: "way in from outside", value: "none", why: "expose.type is none, or there is no host, or web has no http" }];
      const { hosts, routes, timeoutSeconds, kind } = edge;
      const common: Told[] = [
        { what: `hosts of ${kind} ${name}`, value: listed(hosts) },
        ...routes.map(({ host, path, service, port }) => ({ what: `${host}${path}`, value: `Service ${service}, port ${port.name} (${port.number})` })),
        { what: "time that a quiet connection may last", value: timeoutSeconds === 0 ? "whatever the edge thinks" : `${timeoutSeconds} s` },
      ];
      if (edge.kind === "HTTPRoute") {
        const { name: gateway, namespace, sectionName } = edge.gateway;
        return [
          ...common,
          { what: "HTTPRoutes", value: listed(edge.objects.map(({ name, hosts }) => `${name} for ${hosts.join(" and ")}`)) },
          {
            what: "Gateway",
            value: `${namespace === undefined ? "" : `${namespace}/`}${gateway}${sectionName === undefined ? "" : `, listener ${sectionName}`}`,
          },
        ];
      }
      const { className, controller, certificate, issuer, maxBodyMegabytes, sticky, backends } = edge;
      const asked = backends.flatMap(({ service, health: { path, port } }) =>
        path === undefined && port === undefined ? [] : [`${service} at ${path ?? "its own path"}${port === undefined ? "" : ` on port ${port}`}`],
      );
      return [
        ...common,
        { what: "IngressClass", value: className ?? "the cluster's default class" },
        { what: "preset for the controller", value: controller },
        {
          what: "Secret with the certificate",
          value: certificate ?? "none",
          why: issuer ? `made by the ${issuer.kind} ${issuer.name} of cert-manager` : "expose.ingress.tls; nothing here makes it",
        },
        { what: "largest request body, where the preset can say so", value: `${maxBodyMegabytes} MB` },
        {
          what: "sticky sessions, where the preset can say so",
          value: sticky ? "yes" : "no",
          why: "a long poll must find its process again, and without a cluster only the same pod has it",
        },
        ...(asked.length > 0 ? [{ what: "what a load balancer with health checks of its own asks", value: listed(asked) }] : []),
      ];
    },
  },
  { fields: ["host", "release.envNames.host"], tell: ({ release, spec }) => variablesNamed(release, [envNames(spec).host]) },
];
