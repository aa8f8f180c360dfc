import type { Problem } from "../../source/problem.ts";
import { nearest } from "../../source/suggest.ts";
import { type CompleteProcess, hasExclusiveStorage, holdsSqlite, isAlone, isClustered, mostPods, WEB } from "../processes.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

export const processRules: Rule = ({ spec }, processes) => [
  ...processes.flatMap((process) => [
    ...statesItsWork(process, spec),
    ...statesItsImage(process),
    ...scales(process),
    ...moves(process, spec),
    ...hurries(process),
    ...alone(process, spec),
    ...lonely(process, spec),
    ...shell(process),
  ]),
  ...some(processes),
];

/** A mistyped key in an overlay's patch would otherwise be a second workload. */
function statesItsWork({ name, isRelease, args, command, image, env }: CompleteProcess, spec: Spec): Problem[] {
  if (name === WEB || !isRelease || args.length > 0 || command.length > 0 || image !== undefined || Object.keys(env).length > 0) return [];
  const guess = nearest(name, [WEB, ...Object.keys(spec.processes).filter((other) => other !== name)]);
  return [
    {
      code: "PHX202",
      path: ["spec", "processes", name],
      on: "key",
      message: `spec.processes.${name} does not say what it runs${guess ? `; did you mean "${guess}"?` : ""}`,
      help: "a process other than web states args, command, image or env; one that starts the release as it is states the env variable that gives it its role",
    },
  ];
}

function statesItsImage({ name, isRelease, image }: CompleteProcess): Problem[] {
  if (isRelease || image !== undefined) return [];
  return [
    {
      code: "PHX202",
      path: ["spec", "processes", name, "beam", "enabled"],
      message: `spec.processes.${name} is no release (beam.enabled: false), but has the image of the release`,
      help: `add processes.${name}.image`,
    },
  ];
}

function scales({ name, autoscale: { enabled, min, max } }: CompleteProcess): Problem[] {
  if (!enabled || min <= max) return [];
  return [
    {
      code: "PHX208",
      path: ["spec", "processes", name, "autoscale", "min"],
      message: `processes.${name}.autoscale.min is ${min}, more than max, ${max}`,
      help: "write a min that is not above max",
    },
  ];
}

function moves(process: CompleteProcess, { database }: Spec): Problem[] {
  const { name, rollout, stateful } = process;
  if (stateful || isAlone(process, database) || rollout.maxSurge > 0 || rollout.maxUnavailable > 0) return [];
  return [
    {
      code: "PHX207",
      path: ["spec", "rollout", "maxSurge"],
      message: `the rollout of ${name} may neither add a pod (maxSurge: 0) nor take one away (maxUnavailable: 0), so it could never begin`,
      help: "set maxSurge or maxUnavailable to 1",
    },
  ];
}

/** Kubernetes refuses a deadline before a pod could count as available. */
function hurries({ name, stateful, rollout: { progressDeadlineSeconds, minReadySeconds } }: CompleteProcess): Problem[] {
  if (stateful || progressDeadlineSeconds === undefined || progressDeadlineSeconds > minReadySeconds) return [];
  return [
    {
      code: "PHX244",
      path: ["spec", "rollout", "progressDeadlineSeconds"],
      message: `the rollout of ${name} would have failed after ${progressDeadlineSeconds} s, and a new pod counts only after minReadySeconds, ${minReadySeconds} s`,
      help: "delete progressDeadlineSeconds, which is then long enough, or lower minReadySeconds",
    },
  ];
}

/** Of what may run once only, a second pod does harm or waits for ever. */
function alone(process: CompleteProcess, spec: Spec): Problem[] {
  const { name, autoscale, replicas } = process;
  const [reason, way] = reasonToBeAlone(process, spec) ?? [];
  if (reason === undefined || (!autoscale.enabled && replicas <= 1)) return [];
  return [
    {
      code: "PHX229",
      path: ["spec", "processes", name, autoscale.enabled ? "autoscale" : "replicas"],
      message: `${name} would run ${autoscale.enabled ? `up to ${autoscale.max}` : replicas} pods, but ${reason}`,
      help: `${autoscale.enabled ? "set autoscale.enabled to false" : "set replicas to 1"}; ${way}`,
    },
  ];
}

/** The reason, and what lets the process scale. */
function reasonToBeAlone(process: CompleteProcess, { database }: Spec): readonly [reason: string, way: string] | undefined {
  if (process.singleton) return ["it is a singleton", "or drop singleton, where two at once do no harm"];
  if (holdsSqlite(process, database)) return ["its SQLite database is a file that one pod alone may write", "to scale it, move to a database server"];
  if (!hasExclusiveStorage(process)) return undefined;
  return ["only one node at a time can mount its storage", "to scale it, take accessMode: ReadWriteMany, or stateful: true for a volume of each pod's own"];
}

/** Pods that do not know each other: PubSub, presence, Quantum and long polls end at the pod. */
function lonely(process: CompleteProcess, spec: Spec): Problem[] {
  const { name, http } = process;
  // Who keeps a worker out of the cluster by name has thought of it.
  const isMeant = spec.cluster.enabled && !http.enabled;
  if (!process.isRelease || isClustered(process, spec) || isMeant || mostPods(process) < 2) return [];
  return [
    {
      code: "PHX402",
      severity: "warning",
      path: process.cluster.enabled ? ["spec", "cluster", "enabled"] : ["spec", "processes", name, "cluster", "enabled"],
      message: `${name} runs several pods that form no cluster: PubSub and Presence reach only one pod's users, a long poll finds its process only on the same pod, and Quantum runs each job on every pod`,
      help: "enable the cluster; or make sure that the application needs none, for example with PubSub over Redis",
    },
  ];
}

const shells = /(^|\/)(sh|bash|ash|dash)$/;

/** Without exec the shell gets SIGTERM and keeps it to itself. */
function shell({ name, command, args }: CompleteProcess): Problem[] {
  const words = [...command, ...args];
  const script = words[words.indexOf("-c") + 1];
  if (!words.includes("-c") || script === undefined || !shells.test(words[0] ?? "") || /(^|[;&|\s])exec\s/.test(script)) return [];
  return [
    {
      code: "PHX403",
      severity: "warning",
      path: ["spec", "processes", name, command.length > 0 ? "command" : "args"],
      message: `${name} runs under a shell that may not pass SIGTERM on: the release would never drain, and be killed when the grace period ends`,
      help: "put exec before the last command of the script",
    },
  ];
}

function some(processes: readonly CompleteProcess[]): Problem[] {
  if (processes.length > 0) return [];
  return [{ code: "PHX212", path: ["spec", "processes"], message: "every process is switched off: nothing would run", help: "enable web or another process" }];
}
