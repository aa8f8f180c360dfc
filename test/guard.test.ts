import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { build, copyOfTheLayout, type Mode, modesOf, objectsOf, realEngines, switchTo } from "./kustomize.ts";
import { pluginHome, root } from "./program.ts";

// Kustomize without a flag, or without us, can print nothing and succeed; who applies that with pruning deletes the application. Every
// shipped kustomization, by every engine, in every mode, with every choice of flags, with and without the program: all of it, or a failure.

const shipped = [...readdirSync(join(root, "bases")).map((base) => `bases/${base}`), ...["dev", "staging", "prod"].map((overlay) => `overlays/${overlay}`)];
const ALPHA = "--enable-alpha-plugins";
const EXEC = "--enable-exec";

/** kubectl does not know --enable-exec, and says so. */
const flagSets: readonly (readonly string[])[] = [[], [ALPHA], [EXEC], [ALPHA, EXEC]];

/** Flags without which a mode cannot run. */
const needed: Readonly<Record<Mode, readonly string[]>> = { classic: [ALPHA], "krm-exec": [ALPHA, EXEC], "krm-container": [ALPHA] };

/** An engine that cannot do what it is asked for: exec functions in kubectl. */
const impossible = (kind: string, mode: Mode, flags: readonly string[]): boolean => kind === "kubectl" && (mode === "krm-exec" || flags.includes(EXEC));

describe.each(realEngines.map((engine) => [engine.name, engine] as const))("%s", (_, engine) => {
  describe.each(["classic", "krm-exec", "krm-container"] as const)("%s", (mode) => {
    test.each(shipped)("%s", (directory) => {
      const layout = copyOfTheLayout();
      switchTo(mode, layout, directory.startsWith("bases/") ? directory : "bases/app");
      for (const flags of flagSets) {
        // Without the program only the flags that would run it are worth a try.
        const complete = flags.length === needed[mode].length && needed[mode].every((flag) => flags.includes(flag));
        for (const isThere of complete ? [true, false] : [true]) {
          const env: Record<string, string> = isThere ? { KUSTOMIZE_PLUGIN_HOME: pluginHome } : { PATH: "/usr/bin:/bin", KUSTOMIZE_PLUGIN_HOME: "/nowhere" };
          const { code, stdout } = build(engine, join(layout, directory), mode, { flags, env });
          const works = isThere && needed[mode].every((flag) => flags.includes(flag)) && !impossible(engine.kind, mode, flags);
          const kinds = stdout === "" ? [] : objectsOf(stdout).map(({ kind }) => kind);
          expect({ flags, isThere, succeeds: code === 0, hasWorkload: kinds.includes("Deployment") }).toEqual({
            flags,
            isThere,
            succeeds: works,
            hasWorkload: works,
          });
        }
      }
    });
  });
});

test("the table has all modes", () => expect(new Set(realEngines.flatMap(modesOf))).toEqual(new Set(Object.keys(needed))));
