import { wrapped as wrap } from "../source/wrap.ts";
import type { Check, Diagnosis, Elsewhere, Status } from "./diagnosis.ts";

// For somebody who is tired: what is wrong stands out without colours, commands stand alone and whole, the last line is the verdict.

const WIDTH = 100;
const MARKS: Readonly<Record<Status, string>> = { ok: "ok", warning: "WARNING", problem: "PROBLEM" };
const MARK = "PROBLEM  ".length;

type Wrapped = (text: string, indent: number) => string;

/** @param width of the terminal, where it is narrower */
export function human(diagnosis: Diagnosis, width = WIDTH): string {
  const wrapped: Wrapped = (text, indent) => wrap(text, indent, Math.min(width, WIDTH));
  const { program, directory, checks, elsewhere } = diagnosis;
  const title = `${program.name} ${program.version} on ${program.platform} ${program.arch} looks at ${directory ?? "this machine"}`;
  const indent = MARK + Math.max(...checks.map(({ check }) => check.length)) + 2;
  return `${[wrapped(title, 0), checks.map((check) => block(check, indent, wrapped)).join("\n"), others(elsewhere, wrapped), verdict(diagnosis, wrapped)].filter((part) => part !== "").join("\n\n")}\n`;
}

function block({ check, status, found, details = [], help, run = [] }: Check, indent: number, wrapped: Wrapped): string {
  const pad = " ".repeat(indent);
  return [
    `${MARKS[status].padEnd(MARK)}${check.padEnd(indent - MARK)}${wrapped(found, indent)}`,
    ...details.map((line) => `${pad}${wrapped(line, indent + 2)}`),
    ...(help === undefined ? [] : [`${pad}${wrapped(`-> ${help}${run.length > 0 ? ":" : ""}`, indent + 3)}`]),
    ...run.map((command) => `${pad}   ${command}`),
  ].join("\n");
}

function others(elsewhere: readonly Elsewhere[], wrapped: Wrapped): string {
  if (elsewhere.length === 0) return "";
  const width = Math.max(...elsewhere.map(({ tool }) => tool.length)) + 2;
  const rows = elsewhere.map(({ tool, say, lines = [] }) =>
    [`  ${tool.padEnd(width)}${wrapped(say, width + 2)}`, ...lines.map((line) => `${" ".repeat(width + 4)}${line}`)].join("\n"),
  );
  return ["Elsewhere", ...rows].join("\n");
}

function verdict({ checks, directory, works, command }: Diagnosis, wrapped: Wrapped): string {
  const [problems, warnings] = [checks.filter(({ status }) => status === "problem"), checks.filter(({ status }) => status === "warning")];
  const what = directory === null ? "A build" : `A build of ${directory}`;
  if (!works) return wrapped(`${what} would NOT work here: ${count(problems, "problem")}. Begin with: ${problems[0]?.check}.`, 0);
  const doubt = warnings.length > 0 ? `, with ${count(warnings, "warning")}` : "";
  return command === null ? `${what} would work here${doubt}.` : `${what} works here${doubt}:\n  ${command}`;
}

const count = ({ length }: readonly Check[], what: string): string => `${length} ${what}${length === 1 ? "" : "s"}`;
