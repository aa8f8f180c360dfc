import { WEB } from "../processes.ts";
import type { Rule } from "../rules.ts";

export const edgeRules: Rule = ({ spec }, processes) => {
  const serving = processes.filter(({ http }) => http.enabled);
  const nameless = serving.filter(({ env, secretEnv }) => ![spec.env, env, secretEnv].some((map) => Object.hasOwn(map, "PHX_HOST")));
  const webServes = serving.some(({ name }) => name === WEB);
  return [
    ...(spec.host === undefined && nameless.length > 0
      ? [
          {
            code: "PHX201",
            path: ["spec", "host"],
            message: `spec.host is missing, and ${nameless.map(({ name }) => name).join(", ")} serves HTTP: the release would build its URLs for example.com and refuse every LiveView socket`,
            help: "add host: shop.example.com, or set PHX_HOST in env, or switch http off",
          } as const,
        ]
      : []),
    ...(spec.expose.type === "ingress" && (spec.host === undefined || !webServes)
      ? [
          {
            code: "PHX211",
            path: ["spec", "expose", "type"],
            message: `spec.expose.type is ingress, but ${webServes ? "there is no host to route" : "web serves no HTTP"}`,
            help: webServes ? "add spec.host" : "set processes.web.http.enabled to true, or expose.type to none",
          } as const,
        ]
      : []),
    ...(spec.extraHosts.length > 0 && spec.host === undefined
      ? [
          {
            code: "PHX211",
            path: ["spec", "extraHosts"],
            message: "spec.extraHosts is set, but spec.host is not",
            help: "move the first of them to spec.host",
          } as const,
        ]
      : []),
  ];
};
