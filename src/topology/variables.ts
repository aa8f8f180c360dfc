import type { Build, Workload } from "./build.ts";
import { at, type Fields, fields, list, text } from "./read.ts";

/** A variable of a container, as far as the build tells. */
export interface Variable {
  readonly name: string;
  /** With what $(NAME) stands for. What only the cluster knows is between two marks, in the words of `unknown`. */
  readonly value: string;
  readonly container: string;
}

/** U+FFFC stands for something that is not there. No environment variable contains it. */
const MARK = "\uFFFC";
const unknown = (source: string): string => `${MARK}${source}${MARK}`;

/** @returns where a value that is not in the build comes from, such as "Secret shop-secrets, key DATABASE_URL"; undefined: it is known */
export const sourceOf = (value: string): string | undefined => new RegExp(`${MARK}([^${MARK}]*)${MARK}`).exec(value)?.[1];

const found = new WeakMap<Workload, readonly Variable[]>();

/** Of all containers. Values of Secrets are among them: they are for finding hosts, and never for showing. */
export function variablesOf(build: Build, workload: Workload): readonly Variable[] {
  const before = found.get(workload);
  if (before) return before;
  const variables = workload.containers.flatMap((container) => ofContainer(build, workload.namespace, container));
  found.set(workload, variables);
  return variables;
}

function ofContainer(build: Build, namespace: string, container: Fields): Variable[] {
  const values = new Map<string, string>();
  for (const source of list(container["envFrom"])) {
    const prefix = text(at(source, "prefix")) ?? "";
    for (const [kind, field] of [
      ["ConfigMap", "configMapRef"],
      ["Secret", "secretRef"],
    ] as const) {
      const data = dataOf(build, kind, namespace, text(at(source, field, "name")) ?? "");
      for (const [key, value] of data ?? []) values.set(`${prefix}${key}`, value);
    }
  }
  for (const entry of list(container["env"]).map(fields)) {
    const name = text(entry["name"]);
    if (name !== undefined) values.set(name, read(build, namespace, entry, values));
  }
  return [...values].map(([name, value]) => ({ name, value, container: text(container["name"]) ?? "" }));
}

function read(build: Build, namespace: string, entry: Fields, values: ReadonlyMap<string, string>): string {
  const from = entry["valueFrom"];
  if (from === undefined) return (text(entry["value"]) ?? "").replace(/\$\(([\w.-]+)\)/g, (whole, name: string) => values.get(name) ?? whole);
  for (const [kind, field] of [
    ["ConfigMap", "configMapKeyRef"],
    ["Secret", "secretKeyRef"],
  ] as const) {
    const name = text(at(from, field, "name"));
    const key = text(at(from, field, "key"));
    if (name !== undefined && key !== undefined) return dataOf(build, kind, namespace, name)?.get(key) ?? unknown(`${kind} ${name}, key ${key}`);
  }
  return unknown("the pod itself");
}

/** undefined: the object is not in the build. */
function dataOf(build: Build, kind: "ConfigMap" | "Secret", namespace: string, name: string): Map<string, string> | undefined {
  const object = build.find(kind, namespace, name)?.object;
  if (!object) return undefined;
  const plain = Object.entries(fields(kind === "Secret" ? object["stringData"] : object["data"]));
  const encoded = kind === "Secret" ? Object.entries(fields(object["data"])) : [];
  return new Map([
    ...encoded.map(([key, value]) => [key, Buffer.from(text(value) ?? "", "base64").toString("utf8")] as const),
    ...plain.map(([key, value]) => [key, text(value) ?? ""] as const),
  ]);
}
