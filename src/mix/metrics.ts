import { callOf, everyStatement, inside, lists, literal, pairOf, text } from "./elixir/terms.ts";
import type { Elixir } from "./elixir-files.ts";
import { type Fact, isFixedPath, isPort, likely, sure } from "./fact.ts";
import type { Library } from "./mixfile.ts";
import { configured, type Setting } from "./settings.ts";
import { variableIn } from "./variables.ts";

// Prometheus: a listener of its own, or a plug of the endpoint.

export interface Metrics {
  readonly library: Fact<string> | undefined;
  /** A listener of its own. */
  readonly port: Fact<number> | undefined;
  readonly path: Fact<string> | undefined;
  readonly portVariable: Fact<string> | undefined;
}

const NONE: Metrics = { library: undefined, port: undefined, path: undefined, portVariable: undefined };
const TELEMETRY_PORT = 9568;

export function readMetrics(elixir: Elixir, settings: readonly Setting[], library: Library): Metrics {
  const promEx = library("prom_ex");
  if (promEx) return { ...NONE, ...ofPromEx(elixir, settings), library: { ...promEx, value: "PromEx" } };
  const telemetry = library("telemetry_metrics_prometheus");
  return telemetry ? { ...NONE, ...ofTelemetry(elixir), library: { ...telemetry, value: "telemetry_metrics_prometheus" } } : NONE;
}

function ofPromEx(elixir: Elixir, settings: readonly Setting[]): Partial<Metrics> {
  const isPromEx = ({ key }: Setting): boolean => key !== undefined && /PromEx$/.test(key);
  const port = configured(settings, isPromEx, "metrics_server", "port").at(-1);
  if (port) {
    const read = variableIn(port.value, port.names);
    const number = Number(read?.fallback ?? literal(port.value));
    const path = configured(settings, isPromEx, "metrics_server", "path").at(-1);
    const written = text(path?.value);
    return {
      port: isPort(number) ? sure(number, port.at, "metrics_server of PromEx") : undefined,
      path: path && written !== undefined && isFixedPath(written) ? sure(written, path.at, "metrics_server of PromEx") : undefined,
      portVariable: read && sure(read.name, { file: port.at.file, line: read.line }, "metrics_server of PromEx"),
    };
  }
  for (const { file, nodes } of elixir.code) {
    for (const statement of everyStatement(nodes)) {
      const plug = callOf(statement, "plug");
      if (!plug || text(plug.args[0]) !== "PromEx.Plug") continue;
      const path = text(plug.args.flatMap((arg) => pairOf(arg, "path") ?? [])[0]?.value);
      return {
        path: sure(path !== undefined && isFixedPath(path) ? path : "/metrics", { file, line: plug.line }, "plug PromEx.Plug, on the port of the endpoint"),
      };
    }
  }
  return {};
}

/** {TelemetryMetricsPrometheus, [metrics: metrics(), port: 9568]} */
function ofTelemetry({ code }: Elixir): Partial<Metrics> {
  for (const { file, nodes } of code) {
    for (const list of [...lists(nodes), nodes]) {
      for (const node of list) {
        const items = inside([node], "{");
        if (items?.[0]?.kind !== "alias" || items[0].text !== "TelemetryMetricsPrometheus") continue;
        const options = inside(items.slice(2), "[") ?? items.slice(2);
        const pair = pairOf(options, "port");
        const number = literal(pair?.value);
        const at = { file, line: pair?.line ?? items[0].line };
        if (isPort(number)) return { port: sure(number, at, "port: of TelemetryMetricsPrometheus") };
        return pair ? {} : { port: likely(TELEMETRY_PORT, at, "its own default") };
      }
    }
  }
  return {};
}
