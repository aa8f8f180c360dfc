import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { run } from "../src/cli.ts";

/** What a caller of the program gives and gets. */
interface Call {
  readonly args?: readonly string[];
  /** Absent: a terminal, where the program must not wait. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as a user starts it. */
export type Program = (call: Call) => Outcome;

export const root: string = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
export const pluginHome = `${root}/plugin`;
export const binary = `${pluginHome}/phoenix-release.dev/v1/phoenixrelease/PhoenixRelease`;

/** The source, in this process. */
const fromSource: Program = ({ args = [], stdin, env = {}, cwd = root }) => {
  const out: string[] = [];
  const err: string[] = [];
  const code = run(args, {
    env,
    self: () => undefined,
    cwd: () => cwd,
    stdinIsTerminal: () => stdin === undefined,
    stdin: () => stdin ?? "",
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
  });
  return { code, stdout: out.join(""), stderr: err.join("") };
};

/** The packaged binary, with nothing of our environment. */
const fromBinary: Program = ({ args = [], stdin = "", env = {}, cwd = root }) => {
  if (!existsSync(binary)) throw new Error("the binary is missing: npm run build");
  const { status, stdout, stderr, error } = spawnSync(binary, args, { cwd, env: { ...env }, input: stdin, encoding: "utf8", maxBuffer: 1 << 26 });
  if (error) throw error;
  return { code: status, stdout, stderr };
};

export const programs: readonly (readonly [name: string, program: Program])[] = [
  ["source", fromSource],
  ["binary", fromBinary],
];

/** What wrong usage is answered with. */
export const refusal = (command: string, why: string): string => `phoenix-release: ${why}\nRun phoenix-release help ${command} for what it can do.\n`;
