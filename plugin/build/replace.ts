import { chmodSync, copyFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

// A file is there whole or not at all: whoever runs the old one meanwhile keeps it.

export function replaceText(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

export function replaceExecutable(path: string, from: string): void {
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(from, `${path}.new`);
  chmodSync(`${path}.new`, 0o755);
  renameSync(`${path}.new`, path);
}
