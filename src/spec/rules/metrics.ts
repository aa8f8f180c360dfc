import type { Path, Problem } from "../../source/problem.ts";
import { type CompleteProcess, WEB } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const metricsRules: Rule = ({ spec }, processes) =>
  processes.flatMap((process) => [...nothing(process, spec), ...published(process, spec), ...unscraped(process, spec)]);

const place = ({ name }: CompleteProcess, spec: Spec, field: "port" | "path" | "monitor"): Path =>
  spec.processes[name]?.metrics?.[field] === undefined ? ["spec", "metrics", field] : ["spec", "processes", name, "metrics", field];

function nothing(process: CompleteProcess, spec: Spec): Problem[] {
  const { name, metrics, http } = process;
  const own = spec.processes[name]?.metrics;
  if (metrics.port !== undefined || (metrics.path !== undefined && http.enabled)) return [];
  // A path for all processes is for those that serve HTTP.
  if (metrics.path === undefined ? metrics.monitor === "none" : own?.path === undefined) return [];
  return [
    {
      code: "PHX241",
      path: place(process, spec, metrics.path === undefined ? "monitor" : "path"),
      message:
        metrics.path === undefined
          ? `metrics.monitor is ${metrics.monitor}, but ${name} has no metrics to scrape`
          : `${name} has metrics at ${metrics.path}, but serves no HTTP`,
      help: "set metrics.port to the port of the metrics listener, or metrics.path where the endpoint answers it",
    },
  ];
}

function published(process: CompleteProcess, spec: Spec): Problem[] {
  const { name, metrics, http, service } = process;
  if (metrics.port !== undefined) {
    if (metrics.monitor !== "ServiceMonitor" || service.type === "ClusterIP") return [];
    return [
      {
        code: "PHX242",
        path: place(process, spec, "monitor"),
        message: `a ServiceMonitor needs the metrics port on the Service of ${name}, and that is a ${service.type}: everybody could read the metrics`,
        help: "take monitor: PodMonitor, which needs no Service",
      },
    ];
  }
  const routed =
    spec.host !== undefined && spec.expose.type !== "none" && (name === WEB || Object.values(spec.expose.routes).some(({ process }) => process === name));
  if (metrics.path === undefined || !http.enabled || !routed || metrics.public !== undefined) return [];
  return [
    {
      code: "PHX242",
      path: place(process, spec, "path"),
      message: `the edge routes every path of ${name}: everybody could read the metrics at ${metrics.path}`,
      help: 'give metrics a listener of their own (metrics.port), or say why they may be seen: metrics: {public: "the endpoint wants a token"}',
    },
  ];
}

/** Prometheus reporters keep what they have counted until somebody reads it. */
function unscraped(process: CompleteProcess, spec: Spec): Problem[] {
  const { name, metrics } = process;
  if (metrics.port === undefined || metrics.monitor !== "none") return [];
  return [
    {
      code: "PHX404",
      severity: "warning",
      path: place(process, spec, "port"),
      message: `nothing here makes Prometheus scrape the metrics of ${name}: distributions that nobody reads pile up in the memory of the VM`,
      help: "set metrics.monitor, or leave it where Prometheus finds the port by itself",
    },
  ];
}
