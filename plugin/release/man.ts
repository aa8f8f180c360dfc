import packageJson from "../../package.json" with { type: "json" };
import type { Command } from "../../src/commands/command.ts";
import { topics } from "../../src/commands/topics.ts";
import { optionRows } from "../../src/commands/usage.ts";

// phoenix-release(1) from the tables that help is made of. The macros are those of man(7).

const { name, version } = packageJson;

export const manPage = (commands: readonly Command[]): string =>
  `${[
    '.\\" Written by npm run metadata from src/commands.',
    // Without a date: the page is as old as the version.
    `.TH PHOENIX-RELEASE 1 "" "${name} ${version}"`,
    ".SH NAME",
    `${name} \\- Kustomize generator for Elixir and Phoenix releases`,
    ".SH SYNOPSIS",
    `.B ${text(name)}`,
    ".I FILE",
    ".br",
    `.B ${text(name)}`,
    ".I COMMAND",
    "[OPTIONS] [ARGUMENTS]",
    ".SH DESCRIPTION",
    "Turns a PhoenixRelease spec into every Kubernetes resource that an Elixir/Phoenix release needs.",
    "With a file and no command it prints the resources for the spec in it.",
    "Kustomize runs it by itself, as a classic exec plugin or as a KRM function.",
    ".SH COMMANDS",
    ...commands.flatMap(section),
    ...topics.flatMap(({ name: topic, rows }) => [`.SH ${topic.toUpperCase().replaceAll("-", " ")}`, ...rows.flatMap(row)]),
    ".SH SEE ALSO",
    ".BR kubectl (1)",
  ].join("\n")}\n`;

function section(command: Command): string[] {
  const { name: called, summary, operands, options, notes = [], examples } = command;
  const call = [called, Object.keys(options).length > 0 ? "[OPTIONS]" : "", operands].filter(Boolean).join(" ");
  return [
    `.SS ${text(call)}`,
    text(summary),
    ...notes.flatMap((note) => [".PP", text(note)]),
    ...optionRows(command).flatMap(row),
    ...(examples.length > 0 ? [".PP", "Examples:", ".PP", ".nf", ".RS", ...examples.map((example) => text(`${name} ${example}`)), ".RE", ".fi"] : []),
  ];
}

const row = ([head, what]: readonly [string, string]): string[] => [".TP", `.B ${text(head)}`, text(what)];

/** A line of roff: no character means anything but itself, and hyphens can be copied. */
const text = (line: string): string =>
  line
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replaceAll("→", "\\(->")
    .replace(/^([.'])/, "\\&$1");
