import type { Problem } from "../../source/problem.ts";
import { envNames } from "../env-names.ts";
import { type CompleteProcess, WEB } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

/** The host that URLs are built for, and those that users come by. */
export const hostRules: Rule = ({ spec }, processes) => [
  ...hostless(spec, processes),
  ...nowhere(spec, processes),
  ...strangeHost(spec, processes),
  ...uncheckedOrigins(spec),
];

function hostless(spec: Spec, processes: readonly CompleteProcess[]): Problem[] {
  const { host: name } = envNames(spec);
  if (spec.host !== undefined || name === "") return [];
  const serving = processes.filter(({ http, isRelease }) => http.enabled && isRelease);
  const nameless = serving.filter(({ env, secretEnv }) => ![spec.env, env, secretEnv].some((map) => Object.hasOwn(map, name)));
  if (nameless.length === 0) return [];
  return [
    {
      code: "PHX201",
      path: ["spec", "host"],
      message: `spec.host is missing, and ${nameless.map(({ name }) => name).join(", ")} serves HTTP: the release would build its URLs for example.com and refuse every LiveView socket`,
      help: `add host: shop.example.com, or set ${name} in env, or switch http off`,
    },
  ];
}

function nowhere({ host, extraHosts, expose }: Spec, processes: readonly CompleteProcess[]): Problem[] {
  const webServes = processes.some(({ name, http }) => name === WEB && http.enabled);
  const wanted = expose.type === "ingress" || expose.type === "gateway";
  const more = ["extraHosts", "routes"].filter((field) => (field === "routes" ? Object.keys(expose.routes).length > 0 : extraHosts.length > 0));
  return [
    ...(wanted && (host === undefined || !webServes)
      ? [
          {
            code: "PHX211",
            path: ["spec", "expose", "type"],
            message: `spec.expose.type is ${expose.type}, but ${webServes ? "there is no host to route" : "web serves no HTTP"}`,
            help: webServes ? "add spec.host" : "set processes.web.http.enabled to true, or expose.type to none",
          } as const,
        ]
      : []),
    ...more
      .filter(() => host === undefined)
      .map((field): Problem => {
        const path = field === "routes" ? ["spec", "expose", "routes"] : ["spec", field];
        return { code: "PHX211", path, message: `${path.join(".")} is set, but spec.host is not`, help: "set spec.host, which leads to web" };
      }),
    ...(more.includes("routes") && host !== undefined && !wanted && !webServes && expose.type !== "none"
      ? [
          {
            code: "PHX211",
            path: ["spec", "expose", "routes"],
            message: "spec.expose.routes is set, but spec.host leads to web, which serves no HTTP",
            help: "let web be the process that users reach, with http on",
          } as const,
        ]
      : []),
  ];
}

/** check_origin compares with the host that URLs are built for. */
function strangeHost(spec: Spec, processes: readonly CompleteProcess[]): Problem[] {
  const { host, extraHosts, expose } = spec;
  const { host: name } = envNames(spec);
  if (host === undefined || expose.type === "none" || name === "") return [];
  const web = processes.find((process) => process.name === WEB && process.http.enabled);
  const own = web && Object.hasOwn(web.env, name);
  const value = own ? web.env[name] : Object.hasOwn(spec.env, name) ? spec.env[name] : undefined;
  if (web === undefined || value === undefined || value.includes("$(") || [host, ...extraHosts].includes(value)) return [];
  return [
    {
      code: "PHX224",
      path: own ? ["spec", "processes", WEB, "env", name] : ["spec", "env", name],
      message: `${name} is ${JSON.stringify(value)}, but users come by ${[host, ...extraHosts].join(", ")}: the endpoint would refuse their LiveView sockets, and pages reload for ever`,
      help: `delete it, since spec.host gives ${name}; or add ${value} to extraHosts`,
    },
  ];
}

function uncheckedOrigins({ host, extraHosts }: Spec): Problem[] {
  const others = extraHosts.filter((other) => other !== host);
  if (others.length === 0) return [];
  return [
    {
      code: "PHX401",
      severity: "warning",
      path: ["spec", "extraHosts"],
      message: `the endpoint must allow sockets from ${others.join(", ")} too: by default check_origin lets only PHX_HOST in, and LiveView reloads for ever`,
      help: "list the hosts under check_origin in config/runtime.exs, for example from a variable in env",
    },
  ];
}
