import { likely } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import { type Decision, decided } from "./decision.ts";

// The endpoint, its probes and the way to it.

const PORT = 4000;

export function http({ web, dockerfile, health, names }: Project): Decision[] {
  if (web.endpoint === undefined) {
    const nothing = likely(false, names.app.at, "no endpoint, and no server for Plug");
    return decided("http.enabled", nothing, true);
  }
  const exposed = dockerfile?.expose && likely(dockerfile.expose.port, dockerfile.expose.at, "EXPOSE");
  return [
    ...decided("http.port", web.port ?? (web.portVariable ? undefined : exposed), PORT),
    ...probes(health),
    {
      path: ["expose", "ingress"],
      fact: {
        value: { className: "nginx", controller: "nginx", tls: { clusterIssuer: "letsencrypt" } },
        certainty: "guess",
        why: "the cluster decides: without this its default class, and a Secret with the certificate",
      },
      isOff: true,
    },
  ];
}

function probes({ path, liveness, readiness, startup }: Project["health"]): Decision[] {
  if (!path) return [];
  const own = (name: string, fact: typeof path | undefined): Decision[] => (fact && fact.value !== path.value ? decided(`health.${name}.path`, fact) : []);
  return [...decided("health.path", path), ...own("startup", startup), ...own("readiness", readiness), ...own("liveness", liveness)];
}
