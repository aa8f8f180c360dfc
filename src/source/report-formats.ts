import type { Finding } from "./finding.ts";
import { human } from "./report.ts";

// Findings for people, programs and GitHub's annotations.

export type Format = (findings: readonly Finding[]) => string;

export const formats: Readonly<Record<string, Format>> = { human, json, github };

/** Version of the JSON below; docs/findings.schema.json describes it. */
const VERSION = 1;

export interface Count {
  readonly errors: number;
  readonly warnings: number;
  readonly waived: number;
}

export const count = (findings: readonly Finding[]): Count => ({
  errors: findings.filter(({ severity }) => severity === "error").length,
  warnings: findings.filter(({ severity, waived }) => severity === "warning" && waived === undefined).length,
  waived: findings.filter(({ waived }) => waived !== undefined).length,
});

function json(findings: readonly Finding[]): string {
  const told = findings.map(({ position, ...finding }) => ({
    ...finding,
    ...(position && { file: position.file, line: position.line, column: position.column }),
  }));
  return `${JSON.stringify({ version: VERSION, findings: told, summary: count(findings) }, null, 2)}\n`;
}

/** Workflow commands, which GitHub shows beside the lines of a pull request. Waived ones are notices. */
function github(findings: readonly Finding[]): string {
  return findings
    .map(({ code, severity, message, help, subject, position, waived }) => {
      const place = position ? `file=${property(position.file)},line=${position.line},col=${position.column},` : "";
      const text = [position ? message : `${subject}: ${message}`, waived === undefined ? help : `waived: ${waived}`].filter(Boolean).join("\n");
      return `::${waived === undefined ? severity : "notice"} ${place}title=${property(code)}::${data(text)}\n`;
    })
    .join("");
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
