import type { Difference } from "./drift.ts";
import type { Findings } from "./findings.ts";

interface Outcome {
  readonly isWritten: boolean;
  /** Of a layout that is there already. */
  readonly differences?: readonly Difference[];
}

/** For programs; docs/init.schema.json describes it. */
export function json({ directory, rows, notes, keys, files }: Findings, { isWritten, differences }: Outcome): string {
  // Texts only where they are not on the disk.
  const showsTexts = !isWritten && differences === undefined;
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
