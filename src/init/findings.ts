import type { Fact, Note } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";
import { migrationNotes } from "./database.ts";
import { isWritten } from "./decision.ts";
import type { Decisions } from "./decisions.ts";

// What init tells: everything that it found or assumed, a line each.

export interface Row {
  /** The field of the spec, or what was found that needs none. */
  readonly name: string;
  readonly fact: Fact<unknown>;
  /** written: it stands in the spec. default: it holds without a word. comment: it stands there as a comment. none: no field depends on it. */
  readonly as: "written" | "default" | "comment" | "none";
}

export function rows(project: Project, { identity, spec }: Decisions): Row[] {
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

export const notes = (project: Project): Note[] => {
  const all = [...project.notes, ...migrationNotes(project)];
  return [...all.filter(({ isProblem }) => isProblem), ...all.filter(({ isProblem }) => !isProblem)];
};
