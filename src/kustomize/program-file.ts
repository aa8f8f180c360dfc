import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { isExecutable } from "./engine.ts";
import { quoted } from "./shell.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a program said, or why it did not run and what to do about it. */
export type Outcome = { readonly said: string } | Fault;

export interface Fault {
  /** Completes the sentence that the path begins. */
  readonly fault: string;
  readonly help: string;
  /** Command that mends it. */
  readonly run?: string;
}

export const isFault = (outcome: Outcome): outcome is Fault => "fault" in outcome;

/** What a machine must be to run a program; the names are those of process.platform and process.arch. */
interface Target {
  readonly platform: string;
  readonly arch: string;
}

/** Milliseconds; the programs that are asked here answer within one second. */
const PATIENCE = 30_000;

/** Runs a file as Kustomize does: no shell comes to help where the system refuses it. */
export function start(path: string, args: readonly string[], env: Environment): Outcome {
  const seen = look(path);
  if (seen) return seen;
  const { status, signal, stdout, stderr, error } = spawnSync(path, args, { env: { ...env }, encoding: "utf8", input: "", timeout: PATIENCE });
  if (error) return refused(path, error as NodeJS.ErrnoException);
  if (signal) return { fault: `was ended by ${signal}`, help: signal === "SIGKILL" && process.platform === "darwin" ? quarantine(path) : "start it by hand" };
  const [word = ""] = stderr.trim().split("\n");
  return status === 0 ? { said: stdout } : { fault: `answers ${args.join(" ")} with exit code ${status}${word ? `: ${word}` : ""}`, help: "start it by hand" };
}

const quarantine = (path: string): string => `macOS does not trust it; where you do: xattr -d com.apple.quarantine ${quoted(path)}`;

/** What can be told without running it. */
function look(path: string): Fault | undefined {
  const stats = quietly(() => statSync(path));
  if (!stats) return { fault: "is not there", help: "install it there" };
  if (!stats.isFile()) return { fault: "is a directory", help: "delete it, and put the program there" };
  if (!isExecutable(path)) return { fault: "is not executable", help: "make it so", run: `chmod +x ${quoted(path)}` };
  const head = quietly(() => readHead(path));
  // Some programs may be run and not be read.
  if (!head) return undefined;
  const script = /^#!\s*(\S+)/.exec(head.toString("latin1"));
  if (script) {
    const [, interpreter = ""] = script;
    return existsSync(interpreter) ? undefined : { fault: `is a script for ${interpreter}, which is not there`, help: `install it, or mend the first line` };
  }
  const targets = targetsOf(head);
  if (targets.length === 0) return { fault: "is no program: neither a binary nor a script that begins with #!", help: "install the program there" };
  if (targets.some(fits)) return undefined;
  return { fault: `is a program for ${targets.map(words).join(" and ")}, and this is ${words(here)}`, help: `install the one for ${words(here)}` };
}

function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

const here: Target = { platform: process.platform, arch: process.arch };

/** Apple silicon translates programs for Intel. */
const fits = ({ platform, arch }: Target): boolean => platform === here.platform && (arch === here.arch || platform === "darwin");

const words = ({ platform, arch }: Target): string => `${platform} ${arch}`;

function refused(path: string, { code, message }: NodeJS.ErrnoException): Fault {
  if (code === "ETIMEDOUT") return { fault: `does not answer within ${PATIENCE / 1000} seconds`, help: "start it by hand" };
  if (code === "EACCES") return { fault: "may not be started here", help: `look for a file system that is mounted noexec: findmnt -T ${quoted(path)}` };
  // The file is there: what the system misses is the loader that it names.
  if (code === "ENOENT") return { fault: "was built for another C library than this system has", help: "Alpine has musl; take a system with glibc" };
  return { fault: `cannot be started: ${message}`, help: "start it by hand" };
}

/** Bytes; the header of a Windows program comes after a few hundred for DOS. */
const HEAD = 1024;

function readHead(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(HEAD);
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

const ELF = "7f454c46";
const MACH_O = "cffaedfe";
const MACH_O_FAT = "cafebabe";
/** e_machine of ELF, cputype of Mach-O, Machine of Windows' COFF. */
const ELF_ARCHES: Readonly<Record<number, string>> = { 3: "ia32", 21: "ppc64", 22: "s390x", 40: "arm", 62: "x64", 183: "arm64", 243: "riscv64" };
const MACH_O_ARCHES: Readonly<Record<number, string>> = { 16777223: "x64", 16777228: "arm64" };
const WINDOWS_ARCHES: Readonly<Record<number, string>> = { 332: "ia32", 34404: "x64", 43620: "arm64" };

const named = (platform: string, arches: Readonly<Record<number, string>>, number: number): Target => ({
  platform,
  arch: arches[number] ?? `machine ${number}`,
});

/** By the header; empty: it is none of a program. */
function targetsOf(head: Buffer): Target[] {
  if (head.length < 32) return [];
  const magic = head.toString("hex", 0, 4);
  if (magic === ELF) return [named("linux", ELF_ARCHES, head[5] === 1 ? head.readUInt16LE(18) : head.readUInt16BE(18))];
  if (magic === MACH_O) return [named("darwin", MACH_O_ARCHES, head.readUInt32LE(4))];
  if (magic === MACH_O_FAT) return fat(head);
  if (head.toString("latin1", 0, 2) === "MZ") return windows(head);
  return [];
}

/** Several programs in one file, each with an entry of 20 bytes. */
function fat(head: Buffer): Target[] {
  const count = Math.min(head.readUInt32BE(4), 4);
  return Array.from({ length: count }, (_, index) => 8 + 20 * index)
    .filter((at) => at + 4 <= head.length)
    .map((at) => named("darwin", MACH_O_ARCHES, head.readUInt32BE(at)));
}

function windows(head: Buffer): Target[] {
  const at = head.length >= 64 ? head.readUInt32LE(60) + 4 : HEAD;
  return [named("win32", WINDOWS_ARCHES, at + 2 <= head.length ? head.readUInt16LE(at) : 0)];
}
