import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { maps, strings } from "../source/kustomization.ts";
import type { Problem } from "../source/problem.ts";
import type { Folder } from "./folder.ts";
import type { Lint } from "./site.ts";

/** Files of ConfigMaps and Secrets that are on this machine alone: the build fails for everybody else. */
export const envFiles: Lint = ({ folders, surroundings: { env } }) =>
  folders.flatMap((folder) => (git(env, folder.directory, "rev-parse", "--is-inside-work-tree") ? files(folder, env) : []));

type Environment = Readonly<Record<string, string | undefined>>;

function files({ directory, value, position }: Folder, env: Environment): Problem[] {
  return (["configMapGenerator", "secretGenerator"] as const).flatMap((field) =>
    maps(value[field]).flatMap((generator, index) =>
      written(generator).flatMap(([file, ...steps]): Problem[] => {
        const path = join(directory, file);
        if (!existsSync(path) || git(env, dirname(path), "ls-files", "--error-unmatch", "--", basename(path))) return [];
        const place = position(field, index, ...steps);
        return [
          {
            code: "PHX524",
            severity: "warning",
            ...(place && { position: place }),
            message: `${file} is not in the repository: this builds here and nowhere else`,
            help: "commit it; a file with secrets is for SOPS, Sealed Secrets or External Secrets instead (secrets-sops, secrets-sealed, secrets-external)",
          },
        ];
      }),
    ),
  );
}

const FILE_KEYS = ["envs", "env", "files"] as const;

/** Paths, and where in the generator they stand; files may be named KEY=PATH. */
function written(generator: Readonly<Record<string, unknown>>): (readonly [file: string, ...steps: (string | number)[]])[] {
  return FILE_KEYS.flatMap((key): (readonly [file: string, ...steps: (string | number)[]])[] => {
    const given = generator[key];
    if (typeof given === "string") return [[given, key] as const];
    return strings(given).map((file, index) => [key === "files" ? file.replace(/^[^=]*=/, "") : file, key, index] as const);
  });
}

/** Whether git says yes; where there is no git, nobody knows. */
const git = (env: Environment, directory: string, ...args: string[]): boolean =>
  spawnSync("git", ["-C", directory, ...args], { stdio: "ignore", env: { ...env } }).status === 0;
