import { type Path, type Problem, pathText } from "../../source/problem.ts";
import { type CompleteProcess, isBelow } from "../processes.ts";
import { amount } from "../quantity.ts";
import type { Rule } from "../rules.ts";
import type { Spec } from "../schema.ts";

// Files, disks and empty directories that are put into the container.

export const fileRules: Rule = ({ spec }, processes) => {
  const own = Object.entries(spec.processes).flatMap(([name, { files = {} }]) => sources(["spec", "processes", name, "files"], files as Spec["files"]));
  return [
    ...sources(["spec", "files"], spec.files),
    ...own,
    ...processes.flatMap((process) => [...hidden(process, spec.release.root), ...unreadable(process, spec), ...sizeless(process)]),
  ];
};

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

function sources(path: Path, files: Spec["files"]): Problem[] {
  return Object.keys(files).flatMap((place): Problem[] => {
    const { configMap, secret, content, key } = files[place] as Spec["files"][string];
    const at = { path: [...path, place], on: "key" } as const;
    const given = [configMap, secret, content].filter((source) => source !== undefined).length;
    if (given !== 1) {
      return [
        {
          ...at,
          code: "PHX205",
          message: `${pathText(at.path)} must have one of configMap, secret and content, and has ${given === 0 ? "none" : "several"}`,
          help: given === 0 ? "add one of them" : "delete all but one; in an overlay's patch, content: null deletes the base's",
        },
      ];
    }
    if (content !== undefined && key !== undefined) {
      return [{ ...at, code: "PHX205", message: `${pathText(at.path)} has content, which has no keys`, help: "delete key" }];
    }
    if (content !== undefined && PRIVATE_KEY.test(content)) {
      return [
        {
          ...at,
          code: "PHX203",
          message: `${pathText(at.path)} holds a private key, and everybody who can read the manifests can read it`,
          help: "put it into a Secret and mount that: secret: …, key: …",
        },
      ];
    }
    return [];
  });
}

/** A directory over the release hides it. */
function hidden({ name, isRelease, writablePaths, files, storage }: CompleteProcess, root: string): Problem[] {
  if (!isRelease) return [];
  const directories: readonly (readonly [path: string, at: Path])[] = [
    ...writablePaths.map((path, index) => [path, ["spec", "writablePaths", index]] as const),
    ...Object.entries(files)
      .filter(([, { key, content }]) => key === undefined && content === undefined)
      .map(([path]) => [path, ["spec", "files", path]] as const),
    ...Object.entries(storage).map(([key, { path }]) => [path, ["spec", "processes", name, "storage", key, "path"]] as const),
  ];
  return directories
    .filter(([path]) => isBelow(root, path))
    .map(([path, at]) => ({
      code: "PHX214",
      path: at,
      message: `${at[1] === "writablePaths" ? "an empty directory" : "a volume"} at ${path} would hide the release itself in ${root} from ${name}`,
      help:
        at[1] === "writablePaths"
          ? `name the directory inside it that is written to, such as ${root}/data, or set security.readOnlyRoot to false`
          : "give it a directory of its own, such as /data",
    }));
}

/** Files of volumes belong to root; a file that others may not read is for the pod's group, where there is one. */
function unreadable({ name, files, security }: CompleteProcess, spec: Spec): Problem[] {
  if (security.profile === "restricted" || security.group !== undefined || security.user === 0) return [];
  return Object.entries(files)
    .filter(([, { mode }]) => mode !== undefined && (Number.parseInt(mode, 8) & 0o4) === 0)
    .map(([path, { mode }]) => ({
      code: "PHX240",
      path: Object.hasOwn(spec.files, path) ? ["spec", "files", path, "mode"] : ["spec", "processes", name, "files", path, "mode"],
      message: `${name} could not read ${path}: with mode ${mode} it is for root and the pod's group, and security.group does not say which that is`,
      help: "set security.group to the group of the image's user, or give others a bit: 0444",
    }));
}

function sizeless({ name, storage }: CompleteProcess): Problem[] {
  return Object.entries(storage)
    .filter(([, { size, existingClaim }]) => existingClaim === undefined && (size === undefined || amount(size) === 0))
    .map(([key]) => ({
      code: "PHX101",
      path: ["spec", "processes", name, "storage", key, "size"],
      message: `spec.processes.${name}.storage.${key}.size ${storage[key]?.size === undefined ? "is missing" : "is nothing"}`,
      help: "add size: 10Gi, or existingClaim for a volume that is there already",
    }));
}
