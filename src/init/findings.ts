import type { Fact, Note } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import { migrationNotes } from "./database.ts";
import { isWritten } from "./decision.ts";
import { type Decisions, decide } from "./decisions.ts";
import { files } from "./files.ts";
import type { Wishes } from "./identity.ts";
import { type Key, keys } from "./secrets.ts";

// What init tells: everything that it found or assumed, a line each.

export interface Row {
  /** The field of the spec, or what was found that needs none. */
  readonly name: string;
  readonly fact: Fact<unknown>;
  /** written: it stands in the spec. default: it holds without a word. comment: it stands there as a comment. none: no field depends on it. */
  readonly as: "written" | "default" | "comment" | "none";
}

function rows(project: Project, { identity, spec }: Decisions): Row[] {
  const { toolchain, web, jobs } = project;
  const background: readonly (readonly [name: string, fact: Fact<unknown> | undefined])[] = [
    ["Elixir", toolchain.elixir],
    ["OTP", toolchain.otp],
    ["Phoenix", web.phoenix],
    ["LiveView", web.liveView],
    ["HTTP server", web.server],
    ["force_ssl", web.forceSsl],
    ["Oban queues", jobs.queues],
  ];
  return [
    ...background.flatMap(([name, fact]): Row[] => (fact ? [{ name, fact, as: "none" }] : [])),
    { name: "metadata.name", fact: identity.name, as: "written" },
    ...spec.map(
      (decision): Row => ({ name: decision.path.join("."), fact: decision.fact, as: decision.isOff ? "comment" : isWritten(decision) ? "written" : "default" }),
    ),
  ];
}

const notes = (project: Project): Note[] => {
  const all = [...project.notes, ...migrationNotes(project)];
  return [...all.filter(({ isProblem }) => isProblem), ...all.filter(({ isProblem }) => !isProblem)];
};

/** All that init makes and tells of a project. */
export interface Findings {
  /** Where the files are, or would be, as the caller knows it. */
  readonly directory: string;
  readonly name: string;
  readonly rows: readonly Row[];
  readonly notes: readonly Note[];
  readonly keys: readonly Key[];
  /** Texts by their path below the directory. */
  readonly files: ReadonlyMap<string, string>;
}

export function look(project: Project, wishes: Wishes, directory: string): Findings {
  const decisions = decide(project, wishes);
  return {
    directory,
    name: decisions.identity.name.value,
    rows: rows(project, decisions),
    notes: notes(project),
    keys: keys(project, decisions),
    files: files(project, decisions),
  };
}
