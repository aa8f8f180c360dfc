import { parse } from "yaml";
import type { KubernetesObject } from "../source/item.ts";
import { nearest } from "../source/suggest.ts";

/** How Kustomize runs what is listed under generators: or transformers:. */
export type Way =
  | { readonly mode: "classic" }
  | { readonly mode: "exec"; readonly path: string /** Only kustomize 5.7.0 and later takes args and envs. */; readonly arguments: boolean }
  | { readonly mode: "container"; readonly image: string; readonly network: boolean }
  /** It is marked as a function, and Kustomize runs nothing. */
  | { readonly mode: "nothing"; readonly why: string };

export type Mode = Way["mode"];

export const FUNCTION = "config.kubernetes.io/function";
const FUNCTIONS: readonly string[] = [FUNCTION, "config.k8s.io/function"];
const CONTAINER = "config.kubernetes.io/container";

type Map = Readonly<Record<string, unknown>>;

/** Told by annotations alone. */
export function wayOf({ metadata }: KubernetesObject): Way {
  const annotations = metadata?.annotations ?? {};
  const key = functionKey(annotations);
  if (key !== undefined) return functionIn(String(annotations[key]), key);
  const image = annotations[CONTAINER];
  return image ? { mode: "container", image, network: false } : { mode: "classic" };
}

/** The annotation that makes it a function. */
export const functionKey = (annotations: Map): string | undefined => FUNCTIONS.find((key) => annotations[key]);

/** Where both are said, the container wins. */
function functionIn(text: string, key: string): Way {
  const said = parsed(text);
  if (said === undefined) return { mode: "nothing", why: `${key} is not YAML` };
  const { container, exec } = said;
  const { image, network } = map(container);
  if (image) return { mode: "container", image: String(image), network: network === true };
  const { path, args, envs } = map(exec);
  if (path) return { mode: "exec", path: String(path), arguments: args !== undefined || envs !== undefined };
  return { mode: "nothing", why: `${key} names neither exec.path nor container.image` };
}

function parsed(text: string): Map | undefined {
  try {
    return map(parse(text));
  } catch {
    return undefined;
  }
}

const map = (value: unknown): Map => (typeof value === "object" && value !== null ? (value as Map) : {});

/** An annotation that was meant to make it a function and does not: Kustomize takes it for a classic plugin. */
export const mistyped = ({ metadata }: KubernetesObject): string | undefined =>
  Object.keys(metadata?.annotations ?? {}).find((key) => {
    const [group = "", name = ""] = key.split("/");
    return !FUNCTIONS.includes(key) && /k(?:8s|ubern)/.test(group) && nearest(name, ["function"]) !== undefined;
  });
