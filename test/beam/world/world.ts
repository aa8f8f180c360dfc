import { type ChildProcess, type SpawnSyncReturns, type StdioOptions, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Agent, agent } from "./agent.ts";
import { GATEWAY, GATEWAY_IPV6, withPrefix } from "./gateway.ts";

/** A network of its own in which pods run. Everything that was started in it ends with it. */
export interface World {
  readonly agent: Agent;
  /** Starts a command inside, as root. Standard output, standard error and descriptor 3 are pipes. */
  readonly start: (command: readonly string[]) => ChildProcess;
  /** What a short command printed. */
  readonly output: (command: readonly string[]) => string;
  /** Words before a command that make it run without the rights of root. */
  readonly as: (user: number, group: number, rights: Rights) => string[];
  readonly close: () => void;
}

export const here = (file: string): string => new URL(file, import.meta.url).pathname;

/** Root or not: who is not is root in a user namespace of its own. */
const isRoot = process.getuid?.() === 0;

const own = isRoot ? [] : ["--user", "--map-root-user"];
const alone = ["unshare", ...own, "--mount", "--net", "--pid", "--fork", "--kill-child"];

/** All that the scripts here ask of the kernel. */
const NEEDS = "mount -t proc proc /proc; mount -t tmpfs tmpfs /mnt; ip link add pods type bridge; ip link add one type veth peer name other";

/** Throws where there can be no world. */
export function refuseObstacles(env: Readonly<Record<string, string>>): void {
  const { status, stderr } = ended([...alone, "bash", "-euc", NEEDS], { ...process.env, ...env });
  if (status !== 0) throw new Error(`no namespaces are to be had: ${stderr.trim()}`);
}

export async function world(env: Readonly<Record<string, string>>): Promise<World> {
  const surroundings = { ...process.env, ...env };
  const first = started([...alone, here("world"), ...[GATEWAY, GATEWAY_IPV6].map(withPrefix)], surroundings, "pipe");
  const enter = ["nsenter", "--target", await firstLine(first), ...(isRoot ? [] : ["--user", "--preserve-credentials"]), "--mount", "--net", "--pid", "--"];
  return {
    agent: agent((command) => started([...enter, ...command], surroundings, ["ignore", "inherit", "inherit", "ipc"])),
    start: (command) => started([...enter, ...command], surroundings, ["pipe", "pipe", "pipe", "pipe"]),
    output(command) {
      const { status, stdout, stderr } = ended([...enter, ...command], surroundings);
      if (status !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
      return stdout;
    },
    as: isRoot ? byRoot : byNamespace,
    close: () => void first.kill("SIGKILL"),
  };
}

const started = ([file = "", ...args]: readonly string[], env: NodeJS.ProcessEnv, stdio: StdioOptions): ChildProcess => spawn(file, args, { env, stdio });
const ended = ([file = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): SpawnSyncReturns<string> => spawnSync(file, args, { env, encoding: "utf8" });

/** The first line that a process says; its failure where it ends without one. */
export function firstLine(child: ChildProcess, stream: Readable | null = child.stdout): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (text) => {
      errors += text;
    });
    child.once("close", () => reject(new Error(errors.trim() || `${child.spawnfile} ended without a word`)));
    createInterface({ input: stream as Readable }).once("line", resolve);
  });
}

interface Rights {
  readonly noNewPrivileges: boolean;
  readonly dropCapabilities: boolean;
}

const noNewPrivileges = (rights: Rights): string[] => (rights.noNewPrivileges ? ["--no-new-privs"] : []);

const byRoot = (user: number, group: number, rights: Rights): string[] => [
  ...["setpriv", `--reuid=${user}`, `--regid=${group}`, "--clear-groups", ...noNewPrivileges(rights)],
  ...(rights.dropCapabilities ? ["--bounding-set=-all", "--inh-caps=-all"] : []),
];

/** Only one user is mapped, so a namespace of its own calls it by the wanted number. That drops all capabilities too. */
const byNamespace = (user: number, group: number, rights: Rights): string[] => [
  ...["unshare", "--user", `--map-user=${user}`, `--map-group=${group}`, "--", "setpriv", ...noNewPrivileges(rights)],
];
