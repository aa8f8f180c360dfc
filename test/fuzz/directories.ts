import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../engines/engines.ts";
import { pluginHome } from "../program.ts";
import { Random } from "../properties/random.ts";
import { type Failure, judge } from "./examine.ts";
import { noFault, validated } from "./rules.ts";
import { mutatedLayout, OVERLAY, source, type Way, within } from "./ways.ts";

// validate DIR: whatever stands in the kustomizations and specs of an overlay. Each runs kustomize several times.

/** Failures, not made small: that would take hours. The packaged program is the plugin. */
export function* directories(engine: Engine, count: number, seed: number): Generator<Failure> {
  const bin = mkdtempSync(join(tmpdir(), "phoenix-release-fuzz-bin-"));
  try {
    symlinkSync(engine.path, join(bin, engine.kind));
    const name = "validate DIR";
    const way = validateDirectory({ PATH: `${bin}:/usr/bin:/bin`, HOME: "/nonexistent", KUSTOMIZE_PLUGIN_HOME: pluginHome });
    for (let index = 0; index < count; index++) {
      const parts = way.make(new Random(seed * 1_000_003 + index));
      const { broken } = judge(way, parts, false);
      if (broken) yield { seed, index, way: name, parts, ...broken };
    }
  } finally {
    rmSync(bin, { recursive: true });
  }
}

const validateDirectory = (env: Readonly<Record<string, string>>): Way => ({
  weight: 0,
  make: (random) => ({ format: random.pick(["human", "json", "github"]), ...mutatedLayout(random) }),
  ask: ({ format = "", ...parts }) => within(parts, (cwd) => source({ args: ["validate", "--format", format, join(cwd, OVERLAY)], env, cwd })),
  rules: { validated, noFault },
});
