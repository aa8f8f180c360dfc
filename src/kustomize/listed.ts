import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Build, build } from "./build.ts";

const LOCAL = "config.kubernetes.io/local-config";

/** A patch that keeps what is marked. */
export const unmark = {
  target: { annotationSelector: LOCAL },
  patch: JSON.stringify([{ op: "remove", path: `/metadata/annotations/${LOCAL.replace("/", "~1")}` }]),
};

/**
 * Builds a directory as the kustomization sees it that lists it under generators:. A build by itself leaves out what is marked
 * local-config; what lists it does not.
 */
export function listed(...[engine, flags, directory, env, self]: Parameters<typeof build>): Build {
  const built = build(engine, flags, directory, env, self);
  if (!built.ok || built.stdout.trim() !== "") return built;
  const work = realpathSync(mkdtempSync(join(tmpdir(), "phoenix-release-listed-")));
  try {
    writeFileSync(join(work, "kustomization.yaml"), JSON.stringify({ resources: [relative(work, realpathSync(directory))], patches: [unmark] }));
    return build(engine, flags, work, env, self);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
