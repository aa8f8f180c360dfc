import { build } from "esbuild";
import { cache, root } from "./paths.ts";

/** The program as one file, as the packager wants it. Names are kept, for stack traces. */
export async function bundle(): Promise<string> {
  const outfile = `${cache}phoenix-release.cjs`;
  await build({
    entryPoints: [`${root}src/main.ts`],
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node26",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
  });
  return outfile;
}
