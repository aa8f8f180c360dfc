import type { Probe } from "../../release/health.ts";
import { startupSeconds } from "../../release/health.ts";
import { type Decision, ofProcess, perProcess, type Told } from "../decision.ts";

const kinds = ["startup", "readiness", "liveness"] as const;

const asked = ({ port, path }: Probe): string => (path === undefined ? `a TCP connection to port ${port}` : `GET ${path} on port ${port}`);

function told(what: string, probe: Probe | undefined): Told {
  if (!probe) return { what, value: "none", why: "it is switched off, or the process has no port to ask" };
  const { periodSeconds, timeoutSeconds, failureThreshold } = probe;
  return { what, value: `${asked(probe)}, every ${periodSeconds} s, answered within ${timeoutSeconds} s, failed after ${failureThreshold} in a row` };
}

export const health: readonly Decision[] = [
  ...kinds.map(
    (kind): Decision => ({
      fields: [`health.${kind}`, "health.path", "health.port", "http.enabled"],
      tell: perProcess((process) => told(`${kind} probe of ${ofProcess(process)}`, process.health[kind])),
    }),
  ),
  {
    fields: ["health.startup", "migrations.strategy"],
    tell: perProcess((process) => ({
      what: `time that ${ofProcess(process)} may take to boot`,
      value: process.health.startup ? `${startupSeconds(process.health)} s` : "as long as it wants",
      why: "periodSeconds x failureThreshold of the startup probe; the strategy boot of migrations widens it five times",
    })),
  },
];
