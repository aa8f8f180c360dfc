import { MAX_COUNT } from "../spec/keywords.ts";
import { type Field, textOf } from "./field.ts";
import { type Node, typesOf, valuesOf } from "./node.ts";

// What the schema says, in words.

const ONE: Readonly<Record<string, string>> = {
  object: "map",
  array: "list",
  string: "string",
  boolean: "true or false",
  integer: "whole number",
  number: "number",
};

const MANY: Readonly<Record<string, string>> = {
  object: "maps",
  array: "lists",
  string: "strings",
  boolean: "booleans",
  integer: "whole numbers",
  number: "numbers",
};

export function typeWords(node: Node): string {
  const values = valuesOf(node);
  if (node.items) return `list of ${many(node.items)}`;
  if (values && node.properties === undefined) return `map of ${many(values)} by name`;
  if (typesOf(node).length === 0) return "anything";
  return typesOf(node)
    .map((type) => ONE[type])
    .join(" or ");
}

const many = (node: Node): string =>
  typesOf(node)
    .map((type) => MANY[type])
    .join(" or ") || "anything";

/** What may stand there, beside its type. */
export function allowedWords(node: Node): readonly string[] {
  const { enum: choices, const: only, patternErrorMessage, minimum, maximum, items, propertyNames } = node;
  const values = valuesOf(node);
  return [
    ...(only === undefined ? [] : [only]),
    ...(choices ? [`one of ${choices.join(", ")}`] : []),
    ...(patternErrorMessage === undefined ? [] : [patternErrorMessage]),
    ...(minimum !== undefined && patternErrorMessage === undefined
      ? [maximum === undefined || maximum === MAX_COUNT ? `at least ${minimum}` : `${minimum} to ${maximum}`]
      : []),
    ...(items ? allowedWords(items).map((words) => `each: ${words}`) : []),
    ...(propertyNames?.patternErrorMessage === undefined ? [] : [`names: ${propertyNames.patternErrorMessage}`]),
    ...(values && values.properties === undefined ? allowedWords(values).map((words) => `values: ${words}`) : []),
    ...(node.additionalProperties === true ? ["as Kubernetes has it"] : []),
  ];
}

/** What holds where nothing is written. Empty: it has fields of its own, which have defaults of theirs, or it is an entry. */
export function defaultWords({ path, node, isRequired, inherited }: Field): string {
  if (isRequired) return "none; it is required";
  if (inherited) return textOf(inherited);
  if (node.absent !== undefined) return node.absent;
  if (node.default !== undefined && typeof node.default !== "object") return scalar(node.default);
  if (["<name>", "[]"].includes(path.at(-1) ?? "")) return "";
  return node.default !== undefined && node.properties ? "" : "none";
}

/** As it is written in YAML. */
export const scalar = (value: unknown): string => (typeof value === "string" && !/^[A-Za-z/][-\w./]*$/.test(value) ? JSON.stringify(value) : String(value));

interface Choice {
  readonly value: string;
  readonly meaning: string;
}

/** What each value stands for, where the description goes through them as in "soft: prefer different nodes. none: no preference." */
export function choices({ description, enum: values, pattern }: Node): { readonly intro: string; readonly choices: readonly Choice[] } {
  const named = values ?? /^\^\(([a-z|]+)\)\$$/.exec(pattern ?? "")?.[1]?.split("|") ?? [];
  const parts = description.split(new RegExp(`(?:^|(?<=[.;] ))(${named.map((value) => value.replace(/\W/g, "\\$&")).join("|") || "(?!)"}): `));
  const [intro = "", ...rest] = parts;
  const found = rest.flatMap((value, index) => (index % 2 === 0 ? [{ value, meaning: (rest[index + 1] ?? "").trim() }] : []));
  return { intro: intro.trim(), choices: found };
}
