import type { Spec } from "../spec/schema.ts";
import { filesName } from "./names.ts";
import { type Mount, slug } from "./volumes.ts";

type Files = Spec["files"];
type File = Files[string];

/** Who mounts files: a process with its own, or one-off pods, which have the spec's alone. */
interface Owner {
  /** Name of the release. */
  readonly release: string;
  /** Files that everybody shares. */
  readonly shared: Files;
  readonly process?: string;
}

/** By path: the order of a map does not count. */
export function fileMounts(owner: Owner, files: Files): Mount[] {
  return Object.keys(files)
    .sort()
    .map((path) => fileMount(owner, path, files[path] as File));
}

function fileMount(owner: Owner, path: string, { configMap, secret, content, key, mode }: File): Mount {
  const octal = mode === undefined ? undefined : Number.parseInt(mode, 8);
  const suffix = mode === undefined ? "" : `-${mode}`;
  if (content !== undefined) {
    return {
      volume: `files${suffix}`,
      source: { from: "configMap", object: filesName(owner.release), mode: octal },
      path,
      file: contentKey(owner, path, content),
    };
  }
  const from = secret === undefined ? "configMap" : "secret";
  const object = secret ?? configMap ?? "";
  const volume = `${from === "secret" ? "secret" : "config"}-${slug(object)}${suffix}`;
  return { volume, source: { from, object, mode: octal }, path, ...(key !== undefined && { file: key }) };
}

/** Contents by their key in the ConfigMap. */
export function fileContents(owner: Owner, files: Files): Record<string, string> {
  return Object.fromEntries(
    Object.keys(files)
      .sort()
      .flatMap((path) => {
        const { content } = files[path] as File;
        return content === undefined ? [] : [[contentKey(owner, path, content), content]];
      }),
  );
}

/** /etc/app/config.exs -> etc.app.config.exs; a process that has another text at the same place has a key of its own. */
function contentKey({ shared, process }: Owner, path: string, content: string): string {
  const key = path.slice(1).replace(/[^-._a-zA-Z0-9]+/g, ".");
  return process === undefined || shared[path]?.content === content ? key : `${process}.${key}`;
}

/** A file that others may not read is readable for the release through the pod's group. */
export const needsGroup = (mounts: readonly Mount[]): boolean =>
  mounts.some(({ source }) => (source.from === "configMap" || source.from === "secret") && source.mode !== undefined && (source.mode & 0o4) === 0);
