import { exampleOf } from "../schema/example.ts";
import { type Field, fieldAt, fields, isPlainEntry, textOf } from "../schema/field.ts";
import { at, below, ENTRY, NAME, type Node } from "../schema/node.ts";
import { sourceOf } from "../schema/sources.ts";
import { allowedWords, choices, defaultWords, typeWords } from "../schema/words.ts";
import { general } from "./path.ts";
import { type Place, placesOf } from "./places.ts";
import type { Subject } from "./subject.ts";
import { type Told, toldOf } from "./told.ts";

/** All that is said about a field; formats only spell it. */
export interface Explanation {
  readonly field: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly allowed: readonly string[];
  readonly required: boolean;
  /** Empty: its fields have defaults of their own. */
  readonly default: string;
  readonly description: string;
  /** What each value stands for, where the description goes through them. */
  readonly values: readonly { readonly value: string; readonly meaning: string }[];
  readonly example: unknown;
  readonly page: string;
  readonly links: readonly string[];
  readonly fields: readonly Line[];
  readonly specs: readonly Specific[];
}

/** A field below, in a list. */
interface Line {
  readonly field: string;
  readonly depth: number;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly summary: string;
}

/** The same field in one spec. */
interface Specific {
  readonly subject: string;
  readonly places: readonly Place[];
  readonly decided: readonly Told[];
}

export function explanation(path: readonly string[], subjects: readonly Subject[], isRecursive: boolean): Explanation {
  const field = fieldAt(path) as Field;
  const { node, isRequired } = field;
  const { intro, choices: values } = choices(node);
  const { page, links } = sourceOf(field.inherited ?? general(path));
  return {
    field: textOf(path),
    path,
    type: typeWords(node),
    allowed: allowedWords(node),
    required: isRequired,
    default: isRequired ? "" : defaultWords(field),
    description: values.length > 1 ? intro : node.description,
    values: values.length > 1 ? values : [],
    example: exampleOf(node),
    page,
    links,
    fields: isRecursive ? tree(path) : children(path),
    specs: subjects.map((subject) => ({ subject: subject.name, places: placesOf(path, subject), decided: toldOf(path, subject) })),
  };
}

/** The next ones; of a map or list of maps those of its entries. */
function children(path: readonly string[], base = path): Line[] {
  return below(at(path) as Node)
    .map(([step]) => fieldAt([...path, step]) as Field)
    .filter((field) => !isPlainEntry(field))
    .flatMap((field) => (isEntry(field) ? children(field.path, base) : [{ ...line(field, 0), name: textOf(field.path.slice(base.length)) }]));
}

const isEntry = ({ path }: Field): boolean => path.at(-1) === NAME || path.at(-1) === ENTRY;

function tree(path: readonly string[]): Line[] {
  const all = fields().filter((field) => !isPlainEntry(field));
  const pattern = general(path);
  return all
    .filter((field) => field.path.length > path.length && pattern.every((step, index) => field.path[index] === step))
    .map((field) => line({ ...field, path: [...path, ...field.path.slice(path.length)] }, field.path.length - path.length - 1));
}

function line({ path, node, isRequired }: Field, depth: number): Line {
  return { field: textOf(path), depth, name: path.at(-1) as string, type: typeWords(node), required: isRequired, summary: firstSentence(node.description) };
}

const firstSentence = (text: string): string => /^.*?[.!](?= |$)/.exec(text)?.[0] ?? text;
