import type { CompleteProcess } from "../spec/processes.ts";

export interface Probe {
  readonly port: string | number;
  /** Absent: a TCP connection is enough. */
  readonly path: string | undefined;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface Health {
  readonly startup: Probe | undefined;
  readonly readiness: Probe | undefined;
  readonly liveness: Probe | undefined;
}

export const HTTP_PORT_NAME = "http";

/** An application that migrates when it boots must not be killed in the middle of it. */
const BOOT_MIGRATION_FACTOR = 5;

/** @param migrationSeconds that a migration at boot may take; undefined: none runs there */
export function health(process: CompleteProcess, migrationSeconds: number | undefined): Health {
  const { startup, readiness, liveness } = process.health;
  const { periodSeconds, failureThreshold } = startup;
  const failures =
    migrationSeconds === undefined ? failureThreshold : Math.max(failureThreshold * BOOT_MIGRATION_FACTOR, Math.ceil(migrationSeconds / periodSeconds));
  return {
    startup: probe(process, { ...startup, failureThreshold: failures }),
    readiness: probe(process, readiness),
    liveness: probe(process, liveness),
  };
}

function probe({ http, health }: CompleteProcess, { enabled, path, port = health.port, ...numbers }: CompleteProcess["health"]["startup"]): Probe | undefined {
  if (!enabled || !(http.enabled || port !== undefined)) return undefined;
  return { port: port ?? HTTP_PORT_NAME, path: path ?? health.path, ...numbers };
}

/** Seconds until Kubernetes gives a booting container up. */
export const startupSeconds = ({ startup }: { readonly startup: Pick<Probe, "periodSeconds" | "failureThreshold"> | undefined }): number =>
  startup ? startup.periodSeconds * startup.failureThreshold : 0;
