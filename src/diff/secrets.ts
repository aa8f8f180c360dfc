import { looksSecret } from "../spec/variables.ts";
import { isMap } from "./lists.ts";
import { isVariable, nameOf, type Steps } from "./steps.ts";

// What nobody may see on a screen or in the log of a pipeline: that it is another value must be enough.

const VALUES: readonly string[] = ["data", "stringData", "encryptedData"];

/** Whether a value must not be shown: all of a Secret, and whatever looks like one elsewhere. */
export function isSecret(kind: string, path: Steps, value: unknown): boolean {
  const fields = path.map(nameOf);
  if (kind === "ExternalSecret") return fields.includes("template");
  if (kind.includes("Secret") && fields.some((name) => VALUES.includes(name))) return true;
  if (isVariable(path) && isMap(value)) return typeof value["value"] === "string" && looksSecret(String(value["name"]), value["value"]);
  return typeof value === "string" && looksSecret(fields.at(-1) ?? "", value);
}

const HIDDEN = "(secret)";

/** Something that is there as a whole, such as a container, without the values that must not be shown. */
export function redacted(value: unknown, key = ""): unknown {
  if (typeof value === "string") return looksSecret(key, value) ? HIDDEN : value;
  if (Array.isArray(value)) return value.map((inner) => redacted(inner));
  if (!isMap(value)) return value;
  const { kind, name, value: plain } = value;
  if (kind === "Secret") return HIDDEN;
  const isPair = typeof name === "string" && typeof plain === "string" && looksSecret(name, plain);
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, isPair && field === "value" ? HIDDEN : redacted(inner, field)]));
}
