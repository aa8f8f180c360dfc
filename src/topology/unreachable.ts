import type { Access, Link, Node } from "./model.ts";

// A port that no policy names is closed as soon as one policy selects the pod. Whether a named peer is the one who knocks cannot be said
// for a controller outside of the build, so only ports are judged.

/** Links to pods through which no NetworkPolicy lets anybody. */
export const unreachable = (nodes: ReadonlyMap<string, Node>, links: readonly Link[]): Link[] =>
  links.map((link) => {
    const node = nodes.get(link.to);
    if (link.problem !== undefined || !node || node.access.length === 0) return link;
    const closed = portsOf(link).find((port) => !isOpen(node, port));
    return closed === undefined ? link : { ...link, problem: `no NetworkPolicy lets anybody reach port ${closed} of ${node.kind} ${node.name}` };
  });

/** "4000" or "4370-4379" */
const portsOf = ({ needs, toPort }: Link): readonly string[] => needs ?? (toPort === undefined ? [] : [toPort.replace(/\/.*/, "")]);

function isOpen(node: Node, port: string): boolean {
  const [first, last = first] = port.split("-").map(Number) as [number, number?];
  const names = node.ports.filter(({ key }) => key.startsWith(`${port}/`)).map(({ text }) => text.split(" ")[0]);
  return node.access.some(({ ports }: Access) => ports === undefined || ports.some((open) => names.includes(open) || covers(open, first, last)));
}

/** "4370-4379", "4000 UDP", "all" */
function covers(open: string, first: number, last: number): boolean {
  const [range = ""] = open.split(" ");
  if (range === "all") return true;
  const [min = Number.NaN, max = min] = range.split("-").map(Number);
  return min <= first && last <= max;
}
