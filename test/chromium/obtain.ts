import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { unpacked } from "../beam/tools/debian.ts";
import { findOnPath } from "../engines/command.ts";

export interface Chromium {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

const ON_PATH = ["chromium-headless-shell", "chromium", "google-chrome", "chrome-headless-shell"];
/** A page needs a font of each kind that its styles ask for: Debian's browser comes with none. */
const PACKAGES = ["chromium-headless-shell", "fonts-dejavu-core"];

/** The Chromium of this machine, or Debian's, unpacked without installing it. Throws where neither is to be had: nothing is skipped. */
export async function obtained(): Promise<Chromium> {
  for (const name of ON_PATH) {
    const file = onPath(name);
    if (file !== undefined) return { file, env: {} };
  }
  const root = await unpacked(PACKAGES, "chromium").catch((error: unknown) => {
    throw new Error(`no Chromium on PATH (${ON_PATH.join(", ")}), and none from Debian: install one`, { cause: error });
  });
  const libraries = (await readdir(join(root, "usr/lib"))).filter((name) => name.endsWith("-linux-gnu")).map((name) => join(root, "usr/lib", name));
  return {
    file: join(root, "usr/lib/chromium/chromium-headless-shell"),
    env: { LD_LIBRARY_PATH: [...libraries, ...libraries.map((directory) => join(directory, "pulseaudio"))].join(":"), FONTCONFIG_FILE: await fonts(root) },
  };
}

/** Debian's fonts.conf looks where nothing is installed, but for fonts that this machine has already. */
async function fonts(root: string): Promise<string> {
  const directory = join(root, "etc/fonts");
  const file = join(directory, "unpacked.conf");
  await mkdir(directory, { recursive: true });
  await writeFile(
    file,
    `<fontconfig><dir>${root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${root}/var/cache/fontconfig</cachedir></fontconfig>\n`,
  );
  return file;
}

function onPath(name: string): string | undefined {
  try {
    return findOnPath(name);
  } catch {
    return undefined;
  }
}
