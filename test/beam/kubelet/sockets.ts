import type { World } from "../world/world.ts";
import type { Pod } from "./pod.ts";

/** One TCP socket of a pod. */
export interface Socket {
  readonly state: "listens" | "connected" | "other";
  readonly local: End;
  readonly remote: End;
}

interface End {
  readonly address: string;
  readonly port: number;
}

/** States in /proc/net/tcp that matter here. */
const STATES: Readonly<Record<string, Socket["state"]>> = { "0A": "listens", "01": "connected" };

/** All TCP sockets of the network namespace of a pod. */
export const socketsOf = ({ main: { pid } }: Pod, world: World): Socket[] =>
  world
    .output(["cat", `/proc/${pid}/net/tcp`, `/proc/${pid}/net/tcp6`])
    .split("\n")
    .flatMap(socket);

export const listening = (sockets: readonly Socket[]): number[] =>
  [...new Set(sockets.filter(({ state }) => state === "listens").map(({ local }) => local.port))].sort((a, b) => a - b);

/** Whether two pods hold a connection. */
export const areConnected = (one: Pod, other: Pod, world: World): boolean =>
  socketsOf(one, world).some(({ state, remote }) => state === "connected" && remote.address === other.facts.ip);

function socket(line: string): Socket[] {
  const [number = "", local = "", remote = "", state = ""] = line.trim().split(/\s+/);
  if (!/^\d+:$/.test(number)) return []; // the heading
  return [{ state: STATES[state] ?? "other", local: end(local), remote: end(remote) }];
}

/** "0C004D0A:1112" is 10.77.0.12:4370: groups of four bytes, each backwards. IPv4 that came through an IPv6 socket is IPv4. */
function end(text: string): End {
  const [address = "", port = ""] = text.split(":");
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((group) => [...Buffer.from(group, "hex")].reverse());
  return { address: bytes.length === 4 || isMapped(bytes) ? bytes.slice(-4).join(".") : longAddress(bytes), port: Number.parseInt(port, 16) };
}

/** ::ffff:10.77.0.12 */
const isMapped = (bytes: readonly number[]): boolean => bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;

/** In the shortest spelling, which URLs have. */
function longAddress(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) => (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
