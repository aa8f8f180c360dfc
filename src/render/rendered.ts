import type { Files } from "../output/files.ts";
import { type Item, labelOf } from "../source/item.ts";
import { fileNames, identity } from "./file-names.ts";
import { marked } from "./mark.ts";

const KUSTOMIZATION = "kustomization.yaml";

/** How the command begins to say how it was called. Where it was called from is no part of what was rendered. */
const AGAIN = "# Again: ";

/** One file per object, and a kustomization that lists them. Nothing in it makes Kustomize change them once more. */
export function rendered(items: readonly Item[], command: string): Files {
  const names = fileNames(items.map(({ object }) => object));
  const objects = items.map(({ text }, index): [string, string] => [names[index] as string, marked(`${text}\n`)]);
  const files = new Map(objects.sort(([a], [b]) => (a < b ? -1 : 1)));
  return files.set(KUSTOMIZATION, marked(kustomization([...files.keys()], command)));
}

const kustomization = (resources: readonly string[], command: string): string => `${AGAIN}${command}
# images:, namePrefix: and patches: belong into its source: here they would change a Job that keeps its name, which Kubernetes refuses.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${resources.map((name) => `  - ${name}\n`).join("")}`;

export const isCommand = (line: string | undefined): boolean => line?.startsWith(AGAIN) === true;

/** Why these cannot be one directory; undefined: they can. Kustomize itself would say it only of the directory. */
export function unwritable(items: readonly Item[]): string | undefined {
  const nameless = items.find(({ object: { kind, metadata } }) => !kind || !metadata?.name);
  if (nameless) {
    const { object } = nameless;
    const cure = object.kind?.endsWith("List") ? "write its items as objects of their own" : "give each object a kind and a metadata.name";
    return `${labelOf(object)} has no name, and so can be no file: ${cure}`;
  }
  const seen = new Set<string>();
  const twice = items.find(({ object }) => seen.size === seen.add(identity(object)).size);
  return twice && `${labelOf(twice.object)} is there twice, and Kustomize refuses that: one of the two has to go`;
}
