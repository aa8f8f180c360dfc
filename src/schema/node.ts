import { schema } from "../spec/schema.ts";

/** A part of the schema, with the few keywords that it is written in. */
export interface Node {
  readonly type?: string | readonly string[];
  readonly description: string;
  readonly default?: unknown;
  readonly absent?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Omit<Node, "description">;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
}

export const document: Node = schema as unknown as Node;

/** Stands in a path for a name that the user chooses. */
export const NAME = "<name>";
/** Stands in a path for an entry of a list. */
export const ENTRY = "[]";

export const typesOf = ({ type }: Node): readonly string[] => (type === undefined ? [] : typeof type === "string" ? [type] : type);

/** What the values of a map whose names the user chooses look like; undefined: it is no such map, or anything goes. */
export const valuesOf = ({ additionalProperties }: Node): Node | undefined => (typeof additionalProperties === "object" ? additionalProperties : undefined);

/** The parts below, each with its step. */
export function below(node: Node): (readonly [step: string, part: Node])[] {
  const values = valuesOf(node);
  return [...Object.entries(node.properties ?? {}), ...(values ? [[NAME, values] as const] : []), ...(node.items ? [[ENTRY, node.items] as const] : [])];
}

/** The part at a path, whatever names stand in it. */
export const at = (path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((node, step) => {
    if (node === undefined) return undefined;
    if (step === ENTRY) return node.items;
    return Object.hasOwn(node.properties ?? {}, step) ? node.properties?.[step] : valuesOf(node);
  }, document);
