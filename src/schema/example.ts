import { type Node, typesOf, valuesOf } from "./node.ts";

/** A value that can stand there: the schema's example, or one made of those below. */
export function exampleOf(node: Node): unknown {
  const [first] = node.examples ?? [];
  if (first !== undefined) return first;
  if (typesOf(node).includes("boolean")) return node.default !== true;
  if (node.enum) return node.enum.find((choice) => choice !== node.default);
  if (node.items) return [exampleOf(node.items)];
  const values = valuesOf(node);
  if (node.properties === undefined && values) return { [String(node.propertyNames?.examples?.[0])]: exampleOf(values) };
  return Object.fromEntries(needed(node).map(([step, part]) => [step, exampleOf(part)]));
}

/** The fields that must be there, or the first that says something. */
function needed({ properties = {}, required = [] }: Node): (readonly [string, Node])[] {
  const all = Object.entries(properties);
  const must = all.filter(([step]) => required.includes(step));
  return must.length > 0 ? must : all.slice(0, 1);
}
