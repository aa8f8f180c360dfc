import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Anything } from "../../kustomize.ts";
import { addressesOf, GATEWAY, withPrefix } from "../world/gateway.ts";
import { firstLine, here, type World } from "../world/world.ts";
import { type Container, type Image, type Surroundings, startContainer } from "./container.ts";
import type { PodFacts, Store } from "./environment.ts";
import { type Mount, type Volumes, volumesOf } from "./volumes.ts";

/** A pod whose containers run. */
export interface Pod {
  readonly facts: PodFacts;
  /** Of the template. */
  readonly spec: Anything;
  /** The first container, which kubectl means where none is named. */
  readonly main: Container;
  readonly containers: readonly Container[];
  /** Exit codes of the init containers, by name. */
  readonly inits: Readonly<Record<string, number>>;
  readonly volumes: Volumes;
  readonly log: () => string;
  /** Asks the probe of that name once. */
  readonly probe: (name: "startup" | "readiness" | "liveness") => Promise<boolean>;
  /** Settles once the startup probes have succeeded; fails after the time that they give. */
  readonly ready: () => Promise<void>;
  /** Deletes the pod, as the kubelet does. */
  readonly stop: () => Promise<Stopped>;
  readonly kill: () => void;
}

interface Stopped {
  /** From the decision to the end of the last container, the pause before SIGTERM included. */
  readonly seconds: number;
  /** Whether the grace period ran out. */
  readonly killed: boolean;
}

/** What a pod is made of. */
export interface Plan {
  readonly world: World;
  /** Distinct in the world. */
  readonly number: number;
  readonly facts: PodFacts;
  readonly spec: Anything;
  readonly store: Store;
  readonly images: Readonly<Record<string, Image>>;
  readonly claims: Volumes;
  /** Scratch directory of this machine. */
  readonly directory: string;
}

/** Milliseconds. */
const PAUSE = 50;
/** Seconds that we wait for a probe at most. */
const PATIENCE = 40;

/** Runs the init containers one after another, then starts the containers. An init container that fails is an error. */
export async function startPod(plan: Plan): Promise<Pod> {
  const { world, number, facts, spec, store, images } = plan;
  const sandbox = world.start([here("sandbox"), String(number), spec.hostname ?? facts.name, GATEWAY, ...Object.values(addressesOf(number)).map(withPrefix)]);
  const directory = mkdtempSync(join(plan.directory, `${facts.name}-`));
  const volumes = volumesOf(spec, directory, store, plan.claims);
  const surroundings: Surroundings = {
    ...{ world, pod: facts, spec, store, images, volumes, directory },
    sandbox: await firstLine(sandbox),
    files: filesOf(facts, spec, directory),
  };
  const inits: Record<string, number> = {};
  for (const init of spec.initContainers ?? []) {
    const { exit, log } = await startContainer(init, surroundings);
    inits[init.name] = await exit;
    if (inits[init.name] !== 0) throw new Error(`init container ${init.name} ended with ${inits[init.name]}:\n${log()}`);
  }
  const containers: Container[] = await Promise.all(spec.containers.map((container: Anything) => startContainer(container, surroundings)));
  const [main] = containers as [Container];
  const log = () => containers.map((container) => container.log()).join("");
  const probe = (name: string): Promise<boolean> => probed(spec, facts.ip, `${name}Probe`, world);
  return {
    ...{ facts, spec, main, containers, inits, volumes, log, probe },
    ready: () => ready(spec, probe, containers, log),
    kill: () => {
      for (const { pid } of containers) signal(world, pid, "KILL");
      sandbox.stdin?.end();
    },
    stop: async () => {
      const stopped = await stop(spec, containers, world);
      sandbox.stdin?.end();
      return stopped;
    },
  };
}

/** What the kubelet and the runtime put over files of every image. */
function filesOf({ name, namespace, ip }: PodFacts, { hostname = name, subdomain }: Anything, directory: string): Mount[] {
  const domain = `${namespace}.svc.cluster.local`;
  const full = subdomain === undefined ? "" : `${hostname}.${subdomain}.${domain}\t`;
  const texts = {
    "resolv.conf": `nameserver ${GATEWAY}\nsearch ${domain} svc.cluster.local cluster.local\noptions ndots:5\n`,
    hosts: `127.0.0.1\tlocalhost\n${ip}\t${full}${hostname}\n`,
    hostname: `${hostname}\n`,
  };
  return Object.entries(texts).map(([file, text]) => {
    const source = join(directory, file);
    writeFileSync(source, text);
    chmodSync(source, 0o644);
    return { source, path: `/etc/${file}`, writable: true };
  });
}

async function probed({ containers }: Anything, ip: string, name: string, { agent }: World): Promise<boolean> {
  for (const { ports = [], [name]: probe } of containers) {
    if (!probe) continue;
    const { port, path = "/", httpHeaders = [] } = probe.httpGet ?? probe.tcpSocket;
    const number = typeof port === "number" ? port : ports.find((one: Anything) => one.name === port)?.containerPort;
    if (number === undefined) throw new Error(`the probe's port ${port} is no port of the container`);
    const headers = Object.fromEntries(httpHeaders.map((header: Anything) => [header.name, header.value]));
    const { status } = probe.httpGet
      ? await agent.get(`http://${ip.includes(":") ? `[${ip}]` : ip}:${number}${path}`, headers)
      : { status: (await agent.connects(ip, number)) ? 200 : 0 };
    if (status < 200 || status >= 400) return false;
  }
  return true;
}

async function ready({ containers }: Anything, probe: (name: string) => Promise<boolean>, started: readonly Container[], log: () => string): Promise<void> {
  const given = containers.map(({ startupProbe }: Anything) => (startupProbe ? startupProbe.periodSeconds * startupProbe.failureThreshold : 0));
  const end = Date.now() + 1000 * Math.min(PATIENCE, Math.max(...given));
  let ended = false;
  for (const { exit } of started)
    exit.then(() => {
      ended = true;
    });
  while (!(await probe("startup"))) {
    if (ended || Date.now() > end) throw new Error(`the pod has ${ended ? "ended" : "not started in time"}:\n${log()}`);
    await sleep(PAUSE);
  }
}

async function stop({ containers, terminationGracePeriodSeconds = 30 }: Anything, started: readonly Container[], world: World): Promise<Stopped> {
  const begin = Date.now();
  const grace = terminationGracePeriodSeconds * 1000;
  const ended = Promise.all(started.map(({ exit }) => exit));
  const timely = Promise.all(
    started.map(async (container, index) => {
      await preStop(containers[index].lifecycle?.preStop, container);
      signal(world, container.pid, "TERM");
      await container.exit;
    }),
  ).then(() => true);
  const abort = new AbortController();
  const inTime = await Promise.race([timely, sleep(grace, false, { signal: abort.signal })]);
  abort.abort();
  if (!inTime) for (const { pid } of started) signal(world, pid, "KILL");
  await ended;
  return { seconds: (Date.now() - begin) / 1000, killed: !inTime };
}

async function preStop(hook: Anything, container: Container): Promise<void> {
  if (hook?.sleep) await Promise.race([sleep(hook.sleep.seconds * 1000), container.exit]);
  if (hook?.exec) await container.exec(hook.exec.command);
}

function signal(world: World, pid: string, name: "TERM" | "KILL"): void {
  // It may have ended by itself.
  world.output(["bash", "-c", 'kill -s "$1" "$2" || true', "signal", name, pid]);
}
