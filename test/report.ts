import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { root } from "./program.ts";

/** What validate --format json prints, as far as the tests look at it. */
export interface Report {
  readonly findings: readonly Told[];
  readonly summary: { readonly errors: number };
}

export interface Told {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly subject: string;
  readonly waived?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

const schema = JSON.parse(readFileSync(`${root}/docs/findings.schema.json`, "utf8")) as object;
const isReport = new Ajv({ strict: true, allErrors: true }).compile<Report>(schema);

/** Throws where it is not as docs/findings.schema.json says. */
export function reportOf(text: string): Report {
  const report = JSON.parse(text) as unknown;
  if (!isReport(report)) throw new Error(JSON.stringify(isReport.errors));
  return report;
}
