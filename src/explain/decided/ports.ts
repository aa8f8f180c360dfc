import { envNames } from "../../spec/env-names.ts";
import { type Decision, listed, ofProcess, perProcess, type Told, variablesNamed } from "../decision.ts";

export const ports: readonly Decision[] = [
  {
    fields: ["http", "processes.<name>.ports", "metrics.port", "cluster.epmd", "cluster.extraPorts"],
    tell: perProcess((process) => ({
      what: `container ports of ${ofProcess(process)}`,
      value: listed(process.ports.map(({ name, port, protocol }) => `${name} ${port}/${protocol}`)),
    })),
  },
  {
    fields: ["http", "release.envNames.port", "release.envNames.server", "release.envNames.metricsPort", "metrics.port"],
    tell: ({ release, spec }) => {
      const { port, server, metricsPort } = envNames(spec);
      return variablesNamed(
        release,
        [port, server, metricsPort, "PORT"].filter((name) => name !== ""),
      );
    },
  },
  {
    fields: ["http", "processes.<name>.service", "processes.<name>.ports"],
    tell: perProcess((process): Told[] => {
      const { service, workload } = process;
      if (!service) return [{ what: `Service of ${ofProcess(process)}`, value: "none", why: "it has neither http nor ports" }];
      const inside = [...(service.http ? ["http 80"] : []), ...service.ports.map(({ name, port, protocol }) => `${name} ${port}/${protocol}`)];
      return [
        { what: `Service ${workload}`, value: `${service.type}, ${listed(inside)}` },
        ...service.outlets.map(({ name, type, externalTrafficPolicy, loadBalancerClass, sourceRanges, port }) => ({
          what: `Service ${name}, for the outside`,
          value: `${type}, ${port.name} ${port.port}/${port.protocol}, externalTrafficPolicy ${externalTrafficPolicy}${loadBalancerClass === undefined ? "" : `, class ${loadBalancerClass}`}${sourceRanges.length > 0 ? `, from ${listed(sourceRanges)}` : ""}`,
        })),
      ];
    }),
  },
  {
    fields: ["processes.<name>.stateful", "cluster.enabled"],
    tell: perProcess((process) =>
      process.podsService
        ? {
            what: `headless Service of ${ofProcess(process)}`,
            value: process.podsService.name,
            why: process.podsService.isOwn ? "its own, since the process is not clustered" : "that of the cluster",
          }
        : [],
    ),
  },
];
