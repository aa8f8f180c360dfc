import type { CompleteProcess } from "../spec/processes.ts";
import { HTTP_PORT_NAME } from "./health.ts";

export interface Metrics {
  /** Name of the container's port. */
  readonly portName: string;
  readonly port: number;
  /** A listener beside the endpoint's. */
  readonly ownPort: boolean;
  readonly path: string;
  readonly monitor: "none" | "annotations" | "ServiceMonitor" | "PodMonitor";
  /** Labels of the monitor. */
  readonly labels: Readonly<Record<string, string>>;
  readonly interval: string | undefined;
  readonly token: { readonly secretName: string; readonly key: string } | undefined;
}

export const METRICS_PORT_NAME = "metrics";
const PATH = "/metrics";

export function metrics({ http, metrics: { port, path, ...rest } }: CompleteProcess): Metrics | undefined {
  if (port !== undefined) return { portName: METRICS_PORT_NAME, port, ownPort: true, path: path ?? PATH, ...scrape(rest) };
  if (path === undefined || !http.enabled) return undefined;
  return { portName: HTTP_PORT_NAME, port: http.port, ownPort: false, path, ...scrape(rest) };
}

const scrape = ({ monitor, labels, interval, token }: Pick<CompleteProcess["metrics"], "monitor" | "labels" | "interval" | "token">) => ({
  monitor,
  labels,
  interval,
  token,
});

/** An object of the Prometheus operator that finds the pods of one release. */
export interface Monitor {
  readonly kind: "ServiceMonitor" | "PodMonitor";
  readonly labels: Readonly<Record<string, string>>;
  readonly components: readonly string[];
  readonly endpoints: readonly Pick<Metrics, "portName" | "path" | "interval" | "token">[];
}

interface Scraped {
  readonly name: string;
  readonly metrics: Metrics | undefined;
}

/** One of each kind that somebody asks for. */
export function monitors(processes: readonly Scraped[]): Monitor[] {
  return (["ServiceMonitor", "PodMonitor"] as const).flatMap((kind): Monitor[] => {
    const scraped = processes.filter(({ metrics }) => metrics?.monitor === kind);
    if (scraped.length === 0) return [];
    const endpoints = scraped.flatMap(({ metrics }) => metrics ?? []).map(({ portName, path, interval, token }) => ({ portName, path, interval, token }));
    return [
      {
        kind,
        labels: Object.assign({}, ...scraped.map(({ metrics }) => metrics?.labels)) as Monitor["labels"],
        components: scraped.map(({ name }) => name),
        endpoints: [...new Map(endpoints.map((endpoint) => [JSON.stringify(endpoint), endpoint])).values()],
      },
    ];
  });
}
