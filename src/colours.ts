import type { Io } from "./io.ts";

// Colours are added to lines of known forms where a person looks, and by nobody else: no command knows of them, and nothing is said by colour alone.

const [BOLD, RED, YELLOW, GREEN, END] = ["\u001b[1m", "\u001b[31m", "\u001b[33m", "\u001b[32m", "\u001b[0m"];

const forms: readonly (readonly [form: RegExp, painted: (...parts: string[]) => string])[] = [
  [/^(.+?): (error|warning)(\[PHX\d{3}\]): /gm, (_, place, word, code) => `${BOLD}${place}${END}: ${word === "error" ? RED : YELLOW}${word}${code}${END}: `],
  // The lines of doctor.
  [/^(PROBLEM|WARNING|ok)(?= {2,}\S)/gm, (_, word) => `${word === "ok" ? GREEN : word === "WARNING" ? YELLOW : RED}${word}${END}`],
  [/^(?:warning)(?=: )/gm, (word) => `${YELLOW}${word}${END}`],
];

/** Unless somebody does not want them: https://no-color.org, where an empty value means nothing, or has a terminal without. */
export function coloured(io: Io): Io {
  const { columns, env } = io;
  if (!columns || env["NO_COLOR"] || env["TERM"] === "dumb") return io;
  const paint = (stream: "stdout" | "stderr", write: (text: string) => void) => (text: string) =>
    write(columns(stream) === undefined ? text : forms.reduce((one, [form, painted]) => one.replace(form, painted), text));
  return { ...io, stdout: paint("stdout", io.stdout), stderr: paint("stderr", io.stderr) };
}
