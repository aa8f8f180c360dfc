import type { Explanation } from "./explanation.ts";

/** docs/explain.schema.json describes it. */
export function json({ path: _, fields, specs, default: absent, ...one }: Explanation): string {
  const document = {
    version: 1,
    ...one,
    ...(absent !== "" && { default: absent }),
    fields: fields.map(({ field, type, required, summary }) => ({ field, type, required, summary })),
    specs: specs.map(({ subject, places, decided }) => ({
      subject,
      values: places.map(({ field, value, from, words, position }) => ({
        field,
        ...(value !== undefined && { value }),
        from,
        words,
        ...(position && { file: position.file, line: position.line, column: position.column }),
      })),
      decided: decided.map(({ what, value, why }) => ({ what, value, ...(why !== undefined && { why }) })),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
