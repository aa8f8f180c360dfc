import type { World } from "../world/world.ts";
import type { Pod } from "./pod.ts";

/** One TCP socket of a pod. */
export interface Socket {
  readonly listens: boolean;
  readonly local: End;
  readonly remote: End;
}

interface End {
  readonly address: string;
  readonly port: number;
}

/** State of a listening socket in /proc/net/tcp. */
const LISTEN = "0A";

/** All TCP sockets of the network namespace of a pod, IPv4 in IPv6 as IPv4. */
export function socketsOf({ containers }: Pod, world: World): Socket[] {
  // They share one network.
  const pid = Object.values(containers)[0]?.pid;
  return world
    .output(["cat", `/proc/${pid}/net/tcp`, `/proc/${pid}/net/tcp6`])
    .split("\n")
    .flatMap(socket);
}

function socket(line: string): Socket[] {
  const [number = "", local = "", remote = "", state] = line.trim().split(/\s+/);
  if (!/^\d+:$/.test(number)) return []; // the heading
  return [{ listens: state === LISTEN, local: end(local), remote: end(remote) }];
}

/** "0C004D0A:1112" is 10.77.0.12:4370: the address backwards. Of IPv6 the last four bytes tell ours apart. */
function end(text: string): End {
  const [address = "", port = ""] = text.split(":");
  const bytes = Buffer.from(address.slice(-8), "hex");
  return { address: [...bytes].reverse().join("."), port: Number.parseInt(port, 16) };
}

export const listening = (sockets: readonly Socket[]): number[] =>
  [...new Set(sockets.filter(({ listens }) => listens).map(({ local }) => local.port))].sort((a, b) => a - b);
