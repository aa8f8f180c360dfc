import { looksSecret } from "../spec/variables.ts";
import { isMap } from "./lists.ts";
import { isVariable, nameOf, type Steps } from "./steps.ts";

// What nobody may see on a screen or in the log of a pipeline: that it is another value must be enough. Rather too much is hidden than too little.

const VALUES: readonly string[] = ["data", "stringData", "encryptedData"];

/** Whether a value must not be shown: all of a Secret, and whatever looks like one elsewhere. */
export function isSecret(kind: string, path: Steps, value: unknown): boolean {
  const fields = path.map(nameOf);
  if (kind === "ExternalSecret") return fields.includes("template");
  if (kind.includes("Secret") && fields.some((name) => VALUES.includes(name))) return true;
  if (isVariable(path) && isMap(value)) return typeof value["value"] === "string" && looks(String(value["name"]), value["value"]);
  return typeof value === "string" && looks(fields.at(-1) ?? "", value);
}

/** postgres://ann:word@host in the middle of a text; $(WORD) is none. Without the scheme, which would be looked for at each letter of a long text. */
const URL = /:\/\/[^/\s:@]*:(?!\$\([^)]*\)@)[^/\s@]+@/;
/** --password=word, or a file of settings. */
const PASSWORD = /(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credentials?)["']?\s*(?:=|:|=>)\s*["']?[^\s"'$]/i;
/** The word follows as the next argument. */
const FLAG = /^--?[-\w]*(?:pass(?:word|wd|phrase)?|secret|token|key|credentials?)$/i;

const looks = (name: string, value: string): boolean => looksSecret(name, value) || URL.test(value) || PASSWORD.test(value);

const HIDDEN = "(secret)";

/** Something that is there as a whole, such as a container, without the values that must not be shown. */
export function redacted(value: unknown, key = ""): unknown {
  if (typeof value === "string") return looks(key, value) ? HIDDEN : value;
  if (Array.isArray(value)) return value.map((inner, index) => (isWordOf(value[index - 1]) && typeof inner === "string" ? HIDDEN : redacted(inner)));
  if (!isMap(value)) return value;
  const { kind, name, value: plain } = value;
  if (kind === "Secret") return HIDDEN;
  const isPair = typeof name === "string" && typeof plain === "string" && looks(name, plain);
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, isPair && field === "value" ? HIDDEN : redacted(inner, field)]));
}

const isWordOf = (before: unknown): boolean => typeof before === "string" && FLAG.test(before);
