import { at, type Fields, fields, list, text, texts } from "./read.ts";

/** A LabelSelector: matchLabels and matchExpressions, all of which must hold. An empty one takes everything, none takes nothing. */
export function matches(selector: unknown, labels: Fields): boolean {
  if (selector === undefined) return false;
  return (
    texts(at(selector, "matchLabels")).every(([key, value]) => at(labels, key) === value) &&
    list(at(selector, "matchExpressions")).every((expression) => fits(fields(expression), labels))
  );
}

function fits(expression: Fields, labels: Fields): boolean {
  const value = at(labels, text(expression["key"]) ?? "");
  const values = list(expression["values"]);
  switch (expression["operator"]) {
    case "In":
      return values.includes(value);
    case "NotIn":
      return !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

/** The selector of a Service is nothing but labels, and an empty one takes nothing. */
export const ofLabels = (labels: unknown): unknown => (texts(labels).length === 0 ? undefined : { matchLabels: labels });

/** In kubectl's words. */
export function selectorText(selector: unknown): string {
  const labels = texts(at(selector, "matchLabels")).map(([key, value]) => `${key}=${value}`);
  const expressions = list(at(selector, "matchExpressions")).map((expression) => {
    const key = text(at(expression, "key")) ?? "?";
    const values = list(at(expression, "values")).map(text).join(", ");
    const operator = text(at(expression, "operator")) ?? "";
    if (operator === "Exists") return key;
    if (operator === "DoesNotExist") return `!${key}`;
    return `${key} ${operator === "NotIn" ? "notin" : "in"} (${values})`;
  });
  return [...labels, ...expressions].join(", ");
}
