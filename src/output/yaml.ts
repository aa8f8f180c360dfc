import { stringify } from "yaml";

/** A YAML stream for people: blocks, and quotes around everything that Go's YAML reads as something else than a string. */
export const blockStream = (values: readonly object[]): string =>
  values.map((value) => stringify(value, { compat: "yaml-1.1", lineWidth: 0, aliasDuplicateObjects: false })).join("---\n");

/** A YAML stream for machines, which print it anew: JSON is YAML, and costs a tenth of the time. */
export const jsonStream = (values: readonly object[]): string => values.map((value) => `${jsonLine(value)}\n`).join("---\n");

/** JSON in which every character is one that Go's YAML neither refuses nor folds into a space. */
export const jsonLine = (value: object): string =>
  JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
