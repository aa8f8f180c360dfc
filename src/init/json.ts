import type { Note } from "../mix/fact.ts";
import type { Difference } from "./drift.ts";
import type { Row } from "./findings.ts";
import type { Key } from "./secrets.ts";

interface Outcome {
  readonly directory: string;
  readonly isWritten: boolean;
  readonly rows: readonly Row[];
  readonly notes: readonly Note[];
  readonly keys: readonly Key[];
  /** Texts only where nothing was written: else they are on the disk. */
  readonly files: ReadonlyMap<string, string>;
  readonly showsTexts: boolean;
  /** Of a layout that is there already. */
  readonly differences: readonly Difference[] | undefined;
}

/** For programs; docs/init.md describes it. */
export function json({ directory, isWritten, rows, notes, keys, files, showsTexts, differences }: Outcome): string {
  const value = {
    version: 1,
    directory,
    written: isWritten,
    found: rows.map(({ name, as, fact: { value, at, certainty, why } }) => ({
      name,
      value,
      file: at?.file ?? null,
      line: at?.line ?? null,
      certainty,
      why,
      as,
    })),
    notes: notes.map(({ isProblem, at, message, help }) => ({
      severity: isProblem ? "problem" : "note",
      file: at?.file ?? null,
      line: at?.line ?? null,
      message,
      help: help ?? null,
    })),
    secretKeys: keys.map(({ name }) => name),
    files: showsTexts ? Object.fromEntries(files) : [...files.keys()],
    ...(differences && {
      differences: differences.map(({ field, spec, line, project, at, why }) => ({
        field,
        spec: spec ?? null,
        specLine: line ?? null,
        project,
        file: at?.file ?? null,
        line: at?.line ?? null,
        why,
      })),
    }),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
