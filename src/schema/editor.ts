import { type Field, fieldAt } from "./field.ts";
import { document, ENTRY, NAME, type Node, typesOf, valuesOf } from "./node.ts";
import { type Schema, share } from "./share.ts";
import { choices, defaultWords } from "./words.ts";

// The schema as editors want it: draft-07, which all of them read. Two of them, since a patch of an overlay is not a whole spec.

type Kind = "release" | "patch";

/** Smaller parts are easier to read where they are. */
const MIN_SIZE = 200;

const titles: Readonly<Record<Kind, string>> = { release: "PhoenixRelease", patch: "Patch of a PhoenixRelease" };

export function editorSchema(kind: Kind): Schema {
  const { $schema, ...top } = { $schema: "http://json-schema.org/draft-07/schema#", ...part(document, [], kind) };
  const { definitions, ...shared } = share(top, {
    keyOf: (one) => JSON.stringify(one),
    definitionOf: (one) => one,
    besides: () => ({}),
    nameOf: (index, step) => `${step}-${index + 1}`,
    minSize: MIN_SIZE,
  });
  return { $schema, title: titles[kind], ...shared, definitions };
}

/** The text of the file in the repository. */
export const editorText = (kind: Kind): string => `${JSON.stringify(editorSchema(kind), null, 1)}\n`;

function part(node: Node, path: readonly string[], kind: Kind): Schema {
  const values = valuesOf(node);
  const field = fieldAt(path);
  // Kustomize merges maps, key by key; a list it replaces as a whole.
  const merges = kind === "patch" && !path.includes(ENTRY);
  const isPatched = merges && !isIdentity(path) && path.length > 0;
  const isDeletable = isPatched && path.length > 1;
  const isDirected = isPatched && path[0] === "spec";
  const { choices: explained } = choices(node);
  const description = [node.description, ...(field ? notes(field, isDeletable) : [])].join("\n\n");
  return {
    ...(path.length > 0 && ![NAME, ENTRY].includes(path.at(-1) as string) && { title: path.at(-1) }),
    description,
    // Editors show Markdown, in which <name> would be HTML.
    ...(description.includes("<") && { markdownDescription: description.replaceAll("<", "\\<") }),
    ...typed(node, isDeletable),
    ...(node.const !== undefined && { const: node.const }),
    ...(node.enum && { enum: isDeletable ? [...node.enum, null] : node.enum }),
    ...(node.enum && explained.length === node.enum.length && { enumDescriptions: meanings(node.enum, explained) }),
    ...(!merges && node.default !== undefined && typeof node.default !== "object" && { default: node.default }),
    ...(node.examples && { examples: node.examples }),
    ...limits(node),
    ...(node.items && { items: part(node.items, [...path, ENTRY], kind) }),
    ...((node.properties || (values && isDirected)) && {
      properties: {
        ...Object.fromEntries(Object.entries(node.properties ?? {}).map(([step, below]) => [step, part(below, [...path, step], kind)])),
        ...(isDirected && directive),
      },
    }),
    ...(node.required && node.required.length > 0 && (!merges || isIdentity(path)) && { required: node.required }),
    ...(node.propertyNames && { propertyNames: names(node.propertyNames, isPatched) }),
    ...(node.additionalProperties !== undefined && { additionalProperties: values ? part(values, [...path, NAME], kind) : node.additionalProperties }),
  };
}

/** By which Kustomize knows what the patch is for. */
const isIdentity = (path: readonly string[]): boolean => path.length === 0 || path.join(".") === "metadata" || path.join(".") === "metadata.name";

function notes(field: Field, isDeletable: boolean): string[] {
  const absent = field.isRequired ? "" : defaultWords(field);
  if (isDeletable) return [`Absent: as in the base. null: ${field.isRequired ? "deletes it" : `back to the default${absent === "" ? "" : `, ${absent}`}`}.`];
  return field.isRequired ? ["Required."] : absent === "" ? [] : [`Default: ${absent}.`];
}

function typed(node: Node, isDeletable: boolean): Schema {
  const types = typesOf(node);
  if (types.length === 0) return {};
  const all = isDeletable ? [...types, "null"] : types;
  return { type: all.length === 1 ? all[0] : all };
}

const meanings = (values: readonly string[], explained: ReturnType<typeof choices>["choices"]): string[] =>
  values.map((value) => explained.find((choice) => choice.value === value)?.meaning ?? "");

function limits({ pattern, patternErrorMessage, minLength, maxLength, minimum, maximum, minItems }: Omit<Node, "description">): Schema {
  return Object.fromEntries(
    Object.entries({ pattern, patternErrorMessage, minLength, maxLength, minimum, maximum, minItems }).filter(([, value]) => value !== undefined),
  );
}

/** What Kustomize does with the map of the base that the patch is for. */
const directive = {
  $patch: {
    title: "$patch",
    description: "For Kustomize. replace: nothing of this map in the base is kept. delete: the map of the base is deleted.",
    type: "string",
    enum: ["replace", "delete", "merge"],
  },
};

function names(node: Omit<Node, "description">, isPatched: boolean): Schema {
  const { pattern, ...rest } = limits(node);
  return { ...rest, ...(pattern !== undefined && { pattern: isPatched ? `^\\$patch$|${pattern}` : pattern }) };
}
