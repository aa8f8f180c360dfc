import { appendFileSync } from "node:fs";
import type { Io } from "./io.ts";
import { FINDINGS_FILE } from "./kustomize/build.ts";
import type { Finding } from "./source/finding.ts";
import { human } from "./source/report.ts";

/** What this program says inside a build reaches validate by a file: Kustomize swallows some of it, and mixes the rest with its own words. */
export function tell(findings: readonly Finding[], io: Io): void {
  const file = io.env[FINDINGS_FILE];
  if (file !== undefined) appendFileSync(file, findings.map((finding) => `${JSON.stringify(finding)}\n`).join(""));
}

/** What this program sets for its own builds, beside the file of findings: finish then reports what it finds, and passes all objects on. */
export const FINISH_REPORTS = "PHOENIX_RELEASE_FINISH_REPORTS";

/** Never without the file: somewhere the findings must be told. */
export const onlyReports = ({ env }: Io): boolean => env[FINDINGS_FILE] !== undefined && env[FINISH_REPORTS] !== undefined;

/** For the person who waits. */
export const building =
  (io: Io) =>
  (name: string): void =>
    io.progress?.(`building ${name} …`);

/** The text for standard error. Waived warnings are for validate alone. */
export const told = (findings: readonly Finding[]): string => human(findings.filter(({ waived }) => waived === undefined));
