import type { ChildProcess } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Anything } from "../../kustomize.ts";
import { firstLine, here, type World } from "../world/world.ts";
import { environmentOf, expand, type PodFacts, type Store, type Values } from "./environment.ts";
import { type Mount, mountsOf, type Volumes } from "./volumes.ts";

/** What a registry would hold. */
export interface Image {
  /** Directory of this machine with the release. */
  readonly directory: string;
  /** Where the release lies in the image. */
  readonly root: string;
  readonly command: readonly string[];
  readonly env: Values;
}

/** One container of a pod, as its template says. */
export interface Container {
  readonly name: string;
  /** Settles with the exit code, 128 and the signal where a signal ended it. */
  readonly exit: Promise<number>;
  /** Process id of its first process, inside the world. */
  readonly pid: string;
  /** Standard output and standard error so far. */
  readonly log: () => string;
  readonly terminationMessage: () => string;
  /** kubectl exec: what the command printed. */
  readonly exec: (command: readonly string[]) => Promise<Executed>;
  /** Words that start a command in the container, for those who want a terminal. */
  readonly entering: (command: readonly string[]) => string[];
}

interface Executed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the containers of a pod have in common. */
export interface Surroundings {
  readonly world: World;
  readonly pod: PodFacts;
  /** Of the template. */
  readonly spec: Anything;
  readonly store: Store;
  readonly images: Readonly<Record<string, Image>>;
  readonly volumes: Volumes;
  /** Process id of the pod's sandbox. */
  readonly sandbox: string;
  /** Directory of this machine for files of the kubelet. */
  readonly directory: string;
  readonly files: readonly Mount[];
}

/** The Dockerfile of phx.gen.release says USER nobody. A name is not enough where runAsNonRoot must be proved. */
const USER_OF_THE_IMAGE = 65_534;
/** The primary group of a user whom the image's /etc/passwd does not list, and of one for whom only a number is given. */
const GROUP_OF_THE_IMAGE = 0;

export async function startContainer(container: Anything, surroundings: Surroundings): Promise<Container> {
  const { world, pod, spec, store, images, volumes, sandbox, directory, files } = surroundings;
  const image = images[container.image];
  if (!image) throw new Error(`no image ${container.image}`);
  const environment = { ...ofTheRuntime(image, pod), ...environmentOf(container, pod, store) };
  const message = join(directory, `${container.name}-termination-log`);
  writeFileSync(message, "");
  chmodSync(message, 0o666);
  const mounts = [
    ...mountsOf(container, volumes),
    ...files,
    { source: message, path: container.terminationMessagePath ?? "/dev/termination-log", writable: true },
  ];
  const confined = confinement(container, spec, world);
  const namespaces = ["--net", "--uts", "--ipc"];
  const child = world.start([
    ...["nsenter", "--target", sandbox, ...namespaces, "--", "unshare", "--mount", "--pid", "--fork", "--kill-child", here("container")],
    ...["-i", `${image.directory}=${image.root}`],
    ...mounts.flatMap(({ source, path, writable }) => [writable ? "-v" : "-m", `${source}=${path}`]),
    ...(container.securityContext?.readOnlyRootFilesystem ? [] : ["-w"]),
    ...["--", ...confined, ...withEnvironment(environment), ...commandOf(container, image, environment)],
  ]);
  const { log, exit } = followed(child);
  const pid = await firstLine(child, child.stdio[3] as Readable);
  const entering = (command: readonly string[]): string[] => [
    ...["nsenter", "--target", pid, ...namespaces, "--mount", "--pid", "--"],
    ...confined,
    ...withEnvironment(environment, image.root),
    ...command,
  ];
  return {
    name: container.name,
    pid,
    exit,
    log,
    entering,
    terminationMessage: () => readFileSync(message, "utf8"),
    exec: async (command) => {
      const { exit, out, err } = followed(world.start(entering(command)));
      return { code: await exit, stdout: out(), stderr: err() };
    },
  };
}

function followed(child: ChildProcess) {
  let out = "";
  let err = "";
  let both = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    out += text;
    both += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    err += text;
    both += text;
  });
  const exit = new Promise<number>((resolve) => {
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]));
  });
  return { exit, out: () => out, err: () => err, log: () => both };
}

/** What a container has before anybody says anything: of the runtime and of the image. */
const ofTheRuntime = ({ env }: Image, { name }: PodFacts): Values => ({
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/nonexistent",
  HOSTNAME: name,
  KUBERNETES_SERVICE_HOST: "10.96.0.1",
  KUBERNETES_SERVICE_PORT: "443",
  ...env,
});

function commandOf({ command = [], args }: Anything, image: Image, environment: Values): string[] {
  const words: readonly string[] = [...command, ...(args ?? (command.length > 0 ? [] : image.command))];
  return words.map((word) => expand(word, environment));
}

const withEnvironment = (environment: Values, directory?: string): string[] => [
  "env",
  "-i",
  ...(directory === undefined ? [] : ["-C", directory]),
  ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
];

/** The user and the rights that the security contexts ask for. */
function confinement({ securityContext = {} }: Anything, { securityContext: ofThePod = {} }: Anything, { as }: World): string[] {
  const { runAsUser, runAsGroup, runAsNonRoot, capabilities, allowPrivilegeEscalation } = { ...ofThePod, ...securityContext };
  if (runAsNonRoot && runAsUser === undefined) throw new Error("container has runAsNonRoot and image has non-numeric user (nobody)");
  return as(runAsUser ?? USER_OF_THE_IMAGE, runAsGroup ?? GROUP_OF_THE_IMAGE, {
    noNewPrivileges: allowPrivilegeEscalation === false,
    dropCapabilities: capabilities?.drop?.includes("ALL") ?? false,
  });
}
