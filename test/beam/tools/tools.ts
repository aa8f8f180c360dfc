import { mkdir, readdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findOnPath } from "../../engines/command.ts";
import { unpacked } from "./debian.ts";

/** What builds a release and makes networks, as the environment of those who start it. */
export interface Tools {
  readonly env: Readonly<Record<string, string>>;
}

/** In Debian every machine has those of util-linux; they are no package to fetch. */
const OF_THE_SYSTEM = ["unshare", "nsenter", "setpriv", "mount", "pivot_root", "script"];
const TO_FETCH = { mix: "elixir", erl: "elixir", ip: "iproute2" } as const;

/** Debian keeps ip and pivot_root where only root looks. */
const PATH = [process.env["PATH"] ?? "", "/usr/sbin", "/sbin"].join(delimiter);
/** Elixir warns where file names are not UTF-8. */
const LANG = "C.UTF-8";

export async function tools(): Promise<Tools> {
  process.env["PATH"] = PATH;
  for (const program of OF_THE_SYSTEM) findOnPath(program);
  const missing = Object.keys(TO_FETCH).filter((program) => !isOnPath(program));
  if (missing.length === 0) return { env: { PATH, LANG } };
  const root = await unpacked([...new Set(Object.values(TO_FETCH))]);
  const bin = await shim(root);
  const below = ["usr/lib/elixir/bin", "usr/bin", "usr/sbin", "bin", "sbin"].map((directory) => join(root, directory));
  const libraries = join(root, "usr/lib", process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu");
  return { env: { PATH: [bin, ...below, PATH].join(delimiter), LD_LIBRARY_PATH: libraries, LANG } };
}

/** Debian's erl knows where it is installed and nothing else; this one knows where it is unpacked. */
async function shim(root: string): Promise<string> {
  const otp = join(root, "usr/lib/erlang");
  const erts = (await readdir(otp)).find((name) => name.startsWith("erts-"));
  const bin = join(root, "shim");
  await mkdir(bin, { recursive: true });
  const text = `#!/bin/sh\nexport ROOTDIR=${otp} BINDIR=${otp}/${erts}/bin EMU=beam PROGNAME=erl\nexec "$BINDIR/erlexec" "$@"\n`;
  await writeFile(join(bin, "erl"), text, { mode: 0o755 });
  return bin;
}

function isOnPath(program: string): boolean {
  try {
    findOnPath(program);
    return true;
  } catch {
    return false;
  }
}
