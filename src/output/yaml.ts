import { stringify } from "yaml";

/** A YAML stream for people: blocks, and quotes around everything that Go's YAML reads as something else than a string. */
export const blockStream = (values: readonly object[]): string =>
  values.map((value) => stringify(value, { compat: "yaml-1.1", lineWidth: 0, aliasDuplicateObjects: false })).join("---\n");

/** A YAML stream for machines, which print it anew: JSON is YAML, and costs a tenth of the time. */
export const jsonStream = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("---\n");
