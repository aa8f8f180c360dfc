import { type Fact, guess, likely } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import { type Decision, decided } from "./decision.ts";
import type { Identity } from "./identity.ts";
import { rootOf, scriptOf } from "./release.ts";

// What ends with a pod, who else runs, and what is measured.

export const work = (project: Project, _: Identity): Decision[] => [...drain(project), ...processes(project), ...metrics(project)];

function drain({ web, jobs }: Project): Decision[] {
  const oban = jobs.oban;
  const grace: Fact<number> | undefined = jobs.grace ?? (oban && { ...oban, value: 15, why: "Oban waits 15 s for its jobs" });
  return [
    ...(web.endpoint ? [...decided("drain.socketsSeconds", web.socketDrain, 30), ...decided("drain.httpSeconds", web.httpDrain ?? bandit(web), 15)] : []),
    ...decided("drain.jobsSeconds", grace, 15),
  ];
}

const bandit = ({ server }: Project["web"]): Fact<number> | undefined =>
  server?.value === "Bandit" ? { ...server, value: 15, why: "Bandit waits 15 s for its requests" } : undefined;

function processes(project: Project): Decision[] {
  const { names, dockerfile, jobs, distillery } = project;
  const main = distillery.release?.value ?? names.release.value;
  const start = distillery.found ? "foreground" : "start";
  const args = (release: string): string[] => [scriptOf(project, release), start];
  const isAlone = !names.others.some(({ isHeld }) => isHeld);
  const web = isAlone ? undefined : names.release;
  const noCommand =
    dockerfile && !dockerfile.cmd && !dockerfile.entrypoint
      ? likely(args(main), { file: dockerfile.file, line: 1 }, "the image has neither CMD nor ENTRYPOINT")
      : undefined;
  return [
    ...project.web.others.map(({ app, port }): Decision => {
      const why = `the endpoint of ${app} too; expose.routes leads to it`;
      return { path: ["processes", "web", "ports", portName(app)], fact: { ...port, value: { port: port.value }, why }, isOff: true };
    }),
    ...decided("processes.web.args", web ? { ...web, value: args(web.value), why: "one of several releases" } : noCommand),
    ...names.others.flatMap(({ release, isWeb, isHeld }): Decision[] => {
      const name = processName(release.value, names.app.value);
      // Its script would not be found, for ever.
      if (!isHeld) return [{ path: ["processes", name, "args"], fact: { ...release, value: args(release.value), why: notHeld(project) }, isOff: true }];
      return [
        ...decided(`processes.${name}.args`, { ...release, value: args(release.value) }),
        ...(isWeb ? decided(`processes.${name}.http.enabled`, { ...release, value: true, why: "it has an endpoint" }, false) : []),
      ];
    }),
    ...(jobs.oban && isAlone ? [worker(project, rootOf(project, main))] : []),
  ];
}

function notHeld({ dockerfile, names }: Project): string {
  const image = dockerfile ? `${dockerfile.file} makes an image of ${names.release.value} alone` : "nothing says that the image has it";
  return `another release, and ${image}`;
}

/** Kubernetes allows names of ports 15 characters. */
const portName = (app: string): string => app.replaceAll("_", "-").slice(0, 15).replace(/-+$/, "");

/** acme_worker -> worker, beside web; never web itself, nor cluster, which is taken. */
function processName(release: string, app: string): string {
  const short = (release.startsWith(`${app}_`) ? release.slice(app.length + 1) : release).replaceAll("_", "-").replace(/-+$/, "");
  return short === "web" || short === "cluster" ? release.replaceAll("_", "-") : short;
}

function worker({ jobs }: Project, _: string): Decision {
  const variable = jobs.switch;
  const env = variable ? { [variable.value]: "worker" } : { ROLE: "worker" };
  const why = variable
    ? `Oban in pods of its own: ${variable.value} decides what it does`
    : "Oban in pods of its own, where config/runtime.exs switches its queues by a variable";
  return { path: ["processes", "worker", "env"], fact: guess(env, why, variable?.at ?? jobs.oban?.at), isOff: true };
}

function metrics({ metrics: { library, port, path } }: Project): Decision[] {
  if (port) {
    return [
      ...decided("metrics.port", port),
      ...decided("metrics.path", path, "/metrics"),
      {
        path: ["metrics", "monitor"],
        fact: guess("PodMonitor", "who scrapes it: annotations, ServiceMonitor or PodMonitor; unscraped metrics pile up in memory"),
        isOff: true,
      },
    ];
  }
  if (!library) return [];
  const fact = path ?? { ...library, value: "/metrics" };
  return [
    {
      path: ["metrics", "path"],
      fact: {
        ...fact,
        certainty: "guess",
        why: `${library.value} on the port of the endpoint: everybody who reaches the host would read it; metrics.public says why that may be`,
      },
      isOff: true,
    },
  ];
}
