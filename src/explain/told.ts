import { fieldAt } from "../schema/field.ts";
import { NAME } from "../schema/node.ts";
import { decisions } from "./decided/decisions.ts";
import { type Decision, runners, type Told } from "./decision.ts";
import { general } from "./path.ts";
import type { Subject } from "./subject.ts";

export type { Told } from "./decision.ts";

/** What is decided from a field, from those below it, or from the group that it is a part of. */
export function toldOf(path: readonly string[], { release, document: { spec } }: Subject): Told[] {
  const isProcesses = path[1] === PROCESSES && path.length <= PROCESS;
  const all = decisions.filter((decision) => isProcesses || concerns(decision, path)).flatMap(({ tell }) => tell({ release, spec }));
  const own = all.filter(({ entry }) => (isProcesses ? entry?.[1] === PROCESSES : true) && (entry === undefined || isNear(entry, path)));
  return together(
    own,
    runners(release).map(({ object }) => object),
  );
}

const PROCESSES = "processes";
/** Steps of spec.processes.web. */
const PROCESS = 3;

/** What several objects have alike is told once. */
function together(all: readonly Told[], everybody: readonly string[]): Told[] {
  const found = new Map<string, { readonly told: Told; readonly of: Set<string> }>();
  for (const told of all) {
    const key = JSON.stringify([told.what, told.value]);
    const one = found.get(key) ?? { told, of: new Set() };
    if (told.of !== undefined) one.of.add(told.of);
    found.set(key, one);
  }
  return [...found.values()].map(({ told: { of: _, ...told }, of }) => {
    if (of.size === 0) return told;
    return { ...told, what: `${told.what} of ${objects(of, everybody)}` };
  });
}

/** A long list says less than what is not in it. */
const MOST = 3;

function objects(some: ReadonlySet<string>, everybody: readonly string[]): string {
  const others = everybody.filter((object) => !some.has(object));
  if (some.size <= MOST && others.length > 0) return [...some].join(", ");
  if (others.length > MOST) return [...some].join(", ");
  return `all containers of the release${others.length === 0 ? "" : ` but ${others.join(", ")}`}`;
}

/** The first field of a decision tells whose it is: a group shows its own, a field all that it has a part in. */
function concerns({ fields }: Decision, path: readonly string[]): boolean {
  const asked = [general(path), fieldAt(path)?.inherited].filter((one) => one !== undefined);
  const all = fields.map(whole);
  const group = all[0]?.[1];
  return all.some((field) => asked.some((one) => begins(one, field) || (begins(field, one) && (one.length === 1 || field[1] === group))));
}

const begins = (path: readonly string[], start: readonly string[]): boolean => start.every((step, index) => path[index] === step);

/** As the tables write it: below spec unless it is of metadata. */
const whole = (field: string): readonly string[] => (field.startsWith("metadata.") ? field.split(".") : ["spec", ...field.split(".")]);

/** Of a map such as processes only the entry that is asked for. */
const isNear = (entry: readonly string[], path: readonly string[]): boolean =>
  entry.length < 3 || path.length < 3 || entry[1] !== path[1] || path[2] === NAME || entry[2] === path[2];
