import { type Decision, listed } from "../decision.ts";

export const network: readonly Decision[] = [
  {
    fields: ["networkPolicy", "http.port", "processes.<name>.ports", "metrics.port"],
    tell: ({ release: { network, name } }) => {
      if (!network) return [{ what: "NetworkPolicy", value: "none", why: "networkPolicy.enabled is false: everybody reaches every port" }];
      return network.map(({ ports, from }) => ({
        what: `NetworkPolicy ${name}: ${listed(ports.map(({ port, protocol }) => `${port}/${protocol}`))}`,
        value: from.length === 0 ? "from everybody" : `from ${from.map((peer) => JSON.stringify(peer)).join(" and ")}`,
      }));
    },
  },
  {
    fields: ["networkPolicy.enabled", "cluster"],
    tell: ({ release: { cluster, network, name } }) =>
      cluster && network
        ? [
            {
              what: `NetworkPolicy ${name}: epmd, distribution and further ports of the cluster`,
              value: "from pods of the same cluster alone",
              why: "whoever reaches them and knows the cookie has full control",
            },
          ]
        : [],
  },
];
