import type { Change } from "./changes.ts";
import { type Changed, type Difference, isSame } from "./diff.ts";
import type { Pair } from "./pairs.ts";
import { written } from "./steps.ts";
import { said } from "./words.ts";

/** Version of the JSON below; docs/diff.schema.json describes it. */
const VERSION = 1;

export function json(difference: Difference): string {
  const { a, b, onlyInA, onlyInB, changed, same } = difference;
  const all = {
    version: VERSION,
    isSame: isSame(difference),
    a: side(a),
    b: side(b),
    onlyInA: onlyInA.map(object),
    onlyInB: onlyInB.map(object),
    changed: changed.map(both),
    same,
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

const side = ({ path, way, naming: { namespaces, prefix, suffix } }: Difference["a"]): object => ({
  path,
  way,
  namespaces,
  namePrefix: prefix,
  nameSuffix: suffix,
});

/** Called in both by what their names have in common. */
const object = ({ kind, name, namespace, a, b }: Pair): object => ({
  kind,
  name,
  ...(namespace !== undefined && { namespace }),
  names: [a, b].flatMap((one) => one?.metadata?.name ?? []),
});

const both = ({ pair, changes }: Changed): object => ({ ...object(pair), changes: changes.map(change) });

function change(one: Change): object {
  const { container, what } = said(one);
  const { path, a, b, isSecret, why } = one;
  return {
    path: written(path),
    what: container === undefined ? what : `container ${container}, ${what}`,
    change: a === undefined ? "added" : b === undefined ? "removed" : "changed",
    ...(isSecret ? { isSecret } : { ...(a !== undefined && { a }), ...(b !== undefined && { b }) }),
    ...(why !== undefined && { why }),
  };
}
