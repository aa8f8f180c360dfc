import { assigned, type Decision, listed, ofProcess, perProcess } from "../decision.ts";

export const metrics: readonly Decision[] = [
  {
    fields: ["metrics"],
    tell: perProcess((process) => {
      const what = `metrics of ${ofProcess(process)}`;
      const { metrics } = process;
      if (!metrics) return { what, value: "none", why: "neither metrics.port nor metrics.path is set" };
      const { path, port, portName, ownPort, monitor, interval } = metrics;
      return {
        what,
        value: `${path} on port ${portName} ${port}, found by ${monitor}${interval === undefined ? "" : `, every ${interval}`}`,
        why: ownPort ? "a listener of its own, which the edge never routes" : "on the http port",
      };
    }),
  },
  {
    fields: ["metrics.monitor", "metrics.labels", "metrics.interval", "metrics.token"],
    tell: ({ release: { monitors, name } }) =>
      monitors.map(({ kind, labels, components, endpoints }) => ({
        what: `${kind} ${name}`,
        value: `processes ${listed(components)}; ${listed(endpoints.map(({ portName, path, interval, token }) => `${portName} ${path}${interval === undefined ? "" : ` every ${interval}`}${token ? ` with key ${token.key} of Secret ${token.secretName}` : ""}`))}; labels ${assigned(labels)}`,
      })),
  },
];
